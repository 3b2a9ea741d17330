import type { Hono } from "hono";
import { constraintViolation, invalidValue, notFound } from "../errors.ts";
import { createSecret } from "../secrets.ts";
import type { Kind, StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { createSubjectAttribute } from "./applicationAttributes.ts";
import { type Application, applicationSchema, type OidcApplication } from "./applicationSchema.ts";
import type { CheckedReference, Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { refuseImport } from "./fields.ts";

/** Applications (PingOne API, "Application Operations"). The id is the OAuth client_id; the secret stands apart. */
export const applications = (world: World): Collection<Application> => ({
	kind: "application",
	path: "applications",
	schema: applicationSchema,
	unique: { target: "name", key: ({ name }) => name },
	references: referencesOf,
	prepare: (body, _place, before) => {
		requireSameKind(body, before);
		if (!before && isCustomerOidc(body)) refuseImport(body);
		return isCustomerOidc(body) ? withDefaults(body, before) : { hiddenFromAppPortal: false, ...body };
	},
	created: (object) => {
		if (hasSecret(object)) createSecret(world, object);
		createSubjectAttribute(world, object);
	},
	refuseDelete: (object) => {
		if (isBuiltIn(object.body.type)) throw constraintViolation("type", "Built-in applications cannot be deleted");
	},
	links: {
		attributes: "/attributes",
		secret: "/secret",
		grants: "/grants",
		signOnPolicyAssignments: "/signOnPolicyAssignments",
	},
	missing: (id, { environment }) =>
		notFound(`Unable to find Application with ID: '${id}' in Environment '${environment.id}'`),
});

function referencesOf(body: Application): CheckedReference[] {
	const { icon, accessControl } = body;
	return [
		...(icon ? [{ field: "icon.id", kind: "image" as const, target: icon.id }] : []),
		...(accessControl?.group?.groups ?? []).map(({ id }) => ({
			field: "accessControl.group.groups",
			kind: "group" as const,
			target: id,
		})),
		...securityOf(body),
	];
}

/** Keys, certificates and gateways, which each protocol names in its own way. */
function securityOf(body: Application): CheckedReference[] {
	const pointers = (field: string, kind: Kind, ids: readonly (string | undefined)[]): CheckedReference[] =>
		ids.flatMap((target) => (target === undefined ? [] : [{ field, kind, target }]));
	if (body.protocol === "SAML") {
		const { idpSigning, spEncryption, spVerification } = body;
		return [
			...pointers("idpSigning.key.id", "key", [idpSigning?.key.id]),
			...pointers("spEncryption.certificate.id", "certificate", [spEncryption?.certificate.id]),
			...pointers("spVerification.certificates", "certificate", idsOf(spVerification?.certificates)),
		];
	}
	if (body.protocol === "WS_FED") {
		return [
			...pointers("idpSigning.key.id", "key", [body.idpSigning.key.id]),
			...pointers("kerberos.gateways", "gateway", idsOf(body.kerberos?.gateways)),
		];
	}
	if (!isCustomerOidc(body)) return [];
	return [
		...pointers("kerberos.key.id", "key", [body.kerberos?.key.id]),
		...pointers("signing.keyRotationPolicy.id", "keyRotationPolicy", [body.signing?.keyRotationPolicy.id]),
	];
}

const idsOf = (references: readonly { id: string }[] = []): string[] => references.map(({ id }) => id);

const isBuiltIn = (type: unknown): boolean => String(type).startsWith("PING_ONE_");

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

/** Fills what the service fills; what it does not is absent from answers until a client sets it. */
function withDefaults(sent: OidcApplication, before: StoredObject | undefined): OidcApplication {
	const { clientId: _, clientSecret: __, ...body } = sent;
	return {
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
		...(body.mobile && { mobile: mobileOf(body.mobile, before) }),
		assignActorRoles: actorRoles(body, before),
	};
}

/** Decided on create; "The property is ignored when included in a PUT request." */
function actorRoles(body: OidcApplication, before: StoredObject | undefined): boolean {
	if (before) return before.body.assignActorRoles === true;
	return body.assignActorRoles ?? body.type === "WORKER";
}

/** "After this property is set, the value cannot be nullified": one falls back to 30 days, the other stays. */
function refreshDurations({ grantTypes }: OidcApplication, before: StoredObject | undefined): Partial<OidcApplication> {
	const wasSet = before?.body.refreshTokenDuration !== undefined;
	const rolling = before?.body.refreshTokenRollingDuration;
	return {
		...((wasSet || grantTypes.includes("REFRESH_TOKEN")) && { refreshTokenDuration: 2_592_000 }),
		...(rolling !== undefined && { refreshTokenRollingDuration: Number(rolling) }),
	};
}

type Mobile = NonNullable<OidcApplication["mobile"]>;

function mobileOf(mobile: Mobile, before: StoredObject | undefined): Mobile {
	const earlier = (before?.body.mobile ?? {}) as Mobile;
	for (const name of ["bundleId", "packageName", "huaweiAppId", "huaweiPackageName"] as const) {
		if (earlier[name] !== undefined && mobile[name] !== earlier[name]) {
			throw invalidValue(`mobile.${name}`, "cannot be changed once it is set");
		}
	}
	return { ...mobile, integrityDetection: { mode: "DISABLED", ...mobile.integrityDetection } };
}

export const applicationRoutes = (world: World): Hono => collectionRoutes(world, applications(world));
