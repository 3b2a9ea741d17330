import type { Hono } from "hono";
import { constraintViolation, invalidValue, notFound, notUnique } from "../errors.ts";
import { type JsonObject, valueAt } from "../json.ts";
import { createSecret } from "../secrets.ts";
import type { Kind, StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { createSubjectAttribute } from "./applicationAttributes.ts";
import { withDefaults } from "./applicationDefaults.ts";
import { isBuiltIn } from "./applicationFields.ts";
import { linksToOthers, ownLinks } from "./applicationLinks.ts";
import { type Application, applicationSchema, type OidcApplication } from "./applicationSchema.ts";
import type { CheckedReference, Collection, Place } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { refuseImport } from "./fields.ts";
import { requireGrantsStillFit } from "./grants.ts";
import { endAssignmentsOver } from "./roleAssignments.ts";
import { requireUnused } from "./supporting.ts";

/** Applications (PingOne API, "Application Operations"). The id is the OAuth client_id; the secret stands apart. */
export const applications = (world: World): Collection<Application> => ({
	kind: "application",
	path: "applications",
	schema: applicationSchema,
	unique: { target: "name", key: ({ name }) => name },
	references: referencesOf,
	// "Setting this to null equates to a false setting", while leaving it out does not.
	nulls: { additionalRefreshTokenReplayProtectionEnabled: false },
	prepare: (body, place, before) => {
		requireUnchanged(body, before);
		if (!before && isCustomerOidc(body)) refuseImport(body);
		requireUnique(world, place, body, before);
		if (before) requireGrantsStillFit(world, before, body as JsonObject);
		if (before && isCustomerOidc(body)) requireSameMobileIds(body, before);
		const filled = isCustomerOidc(body)
			? withDefaults(world, place, body, before)
			: { hiddenFromAppPortal: false, ...body };
		const { accessControl, ...rest } = filled;
		return accessControl?.role || accessControl?.group ? filled : rest;
	},
	created: (object) => {
		if (hasSecret(object)) createSecret(world, object);
		createSubjectAttribute(world, object);
	},
	refuseDelete: ({ id, body }) => {
		if (isBuiltIn(body.type)) throw constraintViolation("type", "Built-in applications cannot be deleted");
		requireUnused(world, "application", id, ["applications"]);
	},
	deleting: (application) => endAssignmentsOver(world, application),
	// Shown, not kept: it is the id, of applications that were made before it was shown as well.
	present: (object) => (hasSecret(object) ? { clientId: object.id } : {}),
	links: ownLinks,
	linksTo: linksToOthers,
	missing: (id, { environment }) =>
		notFound(`Unable to find Application with ID: '${id}' in Environment '${environment.id}'`),
});

interface Reference {
	id: string;
}

/** Every attribute that points at another object; which of them an application has depends on its protocol. */
interface Pointing {
	icon?: Reference | undefined;
	accessControl?: { group?: { groups: Reference[] } | undefined } | undefined;
	idpSigning?: { key: Reference } | undefined;
	kerberos?: { key?: Reference; gateways?: Reference[] | undefined } | undefined;
	signing?: { keyRotationPolicy: Reference } | undefined;
	spEncryption?: { certificate: Reference } | undefined;
	spVerification?: { certificates: Reference[] } | undefined;
}

function referencesOf(body: Pointing): CheckedReference[] {
	const to = (kind: Kind, field: string, targets: readonly (Reference | undefined)[] = []): CheckedReference[] =>
		targets.flatMap((target) => (target ? [{ field, kind, target: target.id }] : []));
	return [
		...to("image", "icon.id", [body.icon]),
		...to("group", "accessControl.group.groups", body.accessControl?.group?.groups),
		...to("key", "idpSigning.key.id", [body.idpSigning?.key]),
		...to("key", "kerberos.key.id", [body.kerberos?.key]),
		...to("gateway", "kerberos.gateways", body.kerberos?.gateways),
		...to("keyRotationPolicy", "signing.keyRotationPolicy.id", [body.signing?.keyRotationPolicy]),
		...to("certificate", "spEncryption.certificate.id", [body.spEncryption?.certificate]),
		...to("certificate", "spVerification.certificates", body.spVerification?.certificates),
	];
}

const isCustomerOidc = (body: Application): body is OidcApplication =>
	body.protocol === "OPENID_CONNECT" && !isBuiltIn(body.type);

/** Only OpenID Connect applications of the customer have a secret; the endpoint of others answers 404. */
const hasSecret = ({ body }: StoredObject): boolean => body.protocol === "OPENID_CONNECT" && !isBuiltIn(body.type);

function requireUnchanged(body: Application, before: StoredObject | undefined): void {
	if (!before && isBuiltIn(body.type)) throw invalidValue("type", "Built-in applications cannot be created");
	for (const name of ["protocol", "type", "spEntityId"]) {
		if (before && before.body[name] !== (body as JsonObject)[name]) throw invalidValue(name, "cannot be changed");
	}
}

/** Attributes whose value no two applications of an environment share, besides the name. */
const UNIQUE = [
	"spEntityId",
	"devicePathId",
	"mobile.bundleId",
	"mobile.packageName",
	"mobile.huaweiAppId",
	"mobile.huaweiPackageName",
];

function requireUnique(world: World, { parent }: Place, body: Application, before: StoredObject | undefined): void {
	for (const attribute of UNIQUE) {
		const value = valueAt(body as JsonObject, attribute);
		if (typeof value !== "string") continue;
		const alike = world.store.list("application", parent.id, { where: { attribute, value, startsWith: false } });
		const other = alike.find((one) => one.id !== before?.id && valueAt(one.body, attribute) === value);
		if (other) throw notUnique(attribute, other.id);
	}
}

/** "Once defined, is immutable": an id that is left out would be free to be set to another afterwards. */
function requireSameMobileIds({ mobile }: OidcApplication, before: StoredObject): void {
	const earlier = (before.body.mobile ?? {}) as NonNullable<OidcApplication["mobile"]>;
	for (const name of ["bundleId", "packageName", "huaweiAppId", "huaweiPackageName"] as const) {
		if (earlier[name] !== undefined && mobile?.[name] !== earlier[name]) {
			throw invalidValue(`mobile.${name}`, "cannot be changed once it is set");
		}
	}
}

export const applicationRoutes = (world: World): Hono => collectionRoutes(world, applications(world));
