import type { Hono } from "hono";
import { valueAt } from "../auth/mapping.ts";
import { constraintViolation, invalidValue, notFound, notUnique } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { createSecret } from "../secrets.ts";
import type { Kind, StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { createSubjectAttribute } from "./applicationAttributes.ts";
import { isBuiltIn } from "./applicationFields.ts";
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
		requireSameKind(body, before);
		if (!before && isCustomerOidc(body)) refuseImport(body);
		requireUnique(world, place, body, before);
		if (before) requireGrantsStillFit(world, before, body as JsonObject);
		if (before && isCustomerOidc(body)) requireSameMobileIds(body, before);
		const filled = isCustomerOidc(body) ? withDefaults(body, before) : { hiddenFromAppPortal: false, ...body };
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
	links: {
		attributes: "/attributes",
		secret: "/secret",
		grants: "/grants",
		signOnPolicyAssignments: "/signOnPolicyAssignments",
	},
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

function requireSameKind(body: Application, before: StoredObject | undefined): void {
	if (!before && isBuiltIn(body.type)) throw invalidValue("type", "Built-in applications cannot be created");
	for (const name of ["protocol", "type"] as const) {
		if (before && before.body[name] !== body[name]) throw invalidValue(name, "cannot be changed");
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

/** Fills what the service fills; what it does not is absent from answers until a client sets it. */
function withDefaults(sent: OidcApplication, before: StoredObject | undefined): OidcApplication {
	const { clientId: _, clientSecret: __, ...body } = sent;
	return withFittingDurations({
		hiddenFromAppPortal: false,
		pkceEnforcement: "OPTIONAL",
		parRequirement: "OPTIONAL",
		parTimeout: 60,
		additionalRefreshTokenReplayProtectionEnabled: true,
		requestScopesForMultipleResourcesEnabled: false,
		includeX5t: false,
		opSessionCheckEnabled: false,
		idpSignoff: false,
		...(body.grantTypes.includes("DEVICE_CODE") && { deviceTimeout: 600, devicePollingInterval: 5 }),
		...refreshDurations(body, before),
		...body,
		...(body.mobile && { mobile: withIntegrityMode(body.mobile) }),
		assignActorRoles: actorRoles(body, before),
	});
}

/** Decided on create; "The property is ignored when included in a PUT request." */
function actorRoles(body: OidcApplication, before: StoredObject | undefined): boolean {
	if (before) return before.body.assignActorRoles === true;
	return body.assignActorRoles ?? body.type === "WORKER";
}

const THIRTY_DAYS = 2_592_000;

/** "After this property is set, the value cannot be nullified": one falls back to 30 days, the other stays. */
function refreshDurations(body: OidcApplication, before: StoredObject | undefined): Partial<OidcApplication> {
	const wasSet = before?.body.refreshTokenDuration !== undefined;
	const rolling = before?.body.refreshTokenRollingDuration;
	// Who sends neither is not at fault when the one that stays is shorter than the default of the other.
	const most = rolling === undefined || body.refreshTokenRollingDuration !== undefined ? THIRTY_DAYS : Number(rolling);
	return {
		...((wasSet || body.grantTypes.includes("REFRESH_TOKEN")) && { refreshTokenDuration: Math.min(THIRTY_DAYS, most) }),
		...(rolling !== undefined && { refreshTokenRollingDuration: Number(rolling) }),
	};
}

/** The duration, which the service may have filled in, "must be less than or equal to" the rolling one. */
function withFittingDurations(body: OidcApplication): OidcApplication {
	const { refreshTokenDuration = 0, refreshTokenRollingDuration = Number.POSITIVE_INFINITY } = body;
	if (refreshTokenDuration <= refreshTokenRollingDuration) return body;
	throw invalidValue("refreshTokenDuration", "must not be greater than refreshTokenRollingDuration");
}

type Mobile = NonNullable<OidcApplication["mobile"]>;

const withIntegrityMode = (mobile: Mobile): Mobile => ({
	...mobile,
	integrityDetection: { mode: "DISABLED", ...mobile.integrityDetection },
});

/** "Once defined, is immutable": an id that is left out would be free to be set to another afterwards. */
function requireSameMobileIds({ mobile }: OidcApplication, before: StoredObject): void {
	const earlier = (before.body.mobile ?? {}) as Mobile;
	for (const name of ["bundleId", "packageName", "huaweiAppId", "huaweiPackageName"] as const) {
		if (earlier[name] !== undefined && mobile?.[name] !== earlier[name]) {
			throw invalidValue(`mobile.${name}`, "cannot be changed once it is set");
		}
	}
}

export const applicationRoutes = (world: World): Hono => collectionRoutes(world, applications(world));
