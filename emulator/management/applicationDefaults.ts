import { DAY_MS } from "../clock.ts";
import { defaultOf } from "../defaultOf.ts";
import { invalidValue } from "../errors.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { OidcApplication } from "./applicationSchema.ts";
import type { Place } from "./collection.ts";

/**
 * Fills what the service fills when an application is made or replaced; what it does not is absent from answers until
 * a client sets it. So it was recorded in PingOne API, "Create public client app (NONE auth)", of a native application
 * and in "Getting Started", "Create an application", of one for the web.
 */
export function withDefaults(
	world: World,
	{ environment }: Place,
	sent: OidcApplication,
	before: StoredObject | undefined,
): OidcApplication {
	const { clientId: _, clientSecret: __, ...body } = sent;
	return withFittingDurations({
		hiddenFromAppPortal: false,
		pkceEnforcement: "OPTIONAL",
		parRequirement: "OPTIONAL",
		parTimeout: 60,
		additionalRefreshTokenReplayProtectionEnabled: true,
		requestScopesForMultipleResourcesEnabled: false,
		idpSignoff: false,
		...(body.type === "WORKER" && { accessControl: ADMINISTRATORS }),
		...(isOfDevices(body) && { deviceTimeout: 600, devicePollingInterval: 5 }),
		...(SIGNED_BY_POLICY.includes(body.type) && signingOf(world, environment.id)),
		...refreshDurations(body, before),
		...body,
		...(body.type === "NATIVE_APP" && { mobile: mobileOf(body.mobile) }),
		assignActorRoles: actorRoles(body, before),
	});
}

/** Of a worker that was made with the least that it needs, as it was recorded. */
const ADMINISTRATORS: OidcApplication["accessControl"] = { role: { type: "ADMIN_USERS_ONLY" } };

const isOfDevices = ({ type, grantTypes }: OidcApplication): boolean =>
	type === "WEB_APP" || type === "NATIVE_APP" || grantTypes.includes("DEVICE_CODE");

/** "This property only applies to OIDC applications of type" these. */
const SIGNED_BY_POLICY = ["WEB_APP", "NATIVE_APP", "SINGLE_PAGE_APP", "CUSTOM_APP"];

/** "New applications automatically use a key from the default KRP"; an environment of an older data file has none. */
function signingOf(world: World, environment: string): Pick<OidcApplication, "signing"> {
	const id = defaultOf(world, "keyRotationPolicy", environment)?.id;
	return id === undefined ? {} : { signing: { keyRotationPolicy: { id } } };
}

type Mobile = NonNullable<OidcApplication["mobile"]>;

const mobileOf = (sent: Mobile = {}): Mobile => ({
	passcodeRefreshDuration: { duration: 30, timeUnit: "SECONDS" },
	passcodeGracePeriod: 5,
	...sent,
	integrityDetection: { mode: "DISABLED", ...sent.integrityDetection },
});

/** Decided on create; "The property is ignored when included in a PUT request." */
function actorRoles(body: OidcApplication, before: StoredObject | undefined): boolean {
	if (before) return before.body.assignActorRoles === true;
	return body.assignActorRoles ?? body.type === "WORKER";
}

const THIRTY_DAYS_SECONDS = (30 * DAY_MS) / 1000;

/** "After this property is set, the value cannot be nullified": one falls back to 30 days, the other stays. */
function refreshDurations(body: OidcApplication, before: StoredObject | undefined): Partial<OidcApplication> {
	const wasSet = before?.body.refreshTokenDuration !== undefined;
	const rolling = before?.body.refreshTokenRollingDuration;
	// Who sends neither is not at fault when the one that stays is shorter than the default of the other.
	const most =
		rolling === undefined || body.refreshTokenRollingDuration !== undefined ? THIRTY_DAYS_SECONDS : Number(rolling);
	return {
		...((wasSet || body.grantTypes.includes("REFRESH_TOKEN")) && {
			refreshTokenDuration: Math.min(THIRTY_DAYS_SECONDS, most),
		}),
		...(rolling !== undefined && { refreshTokenRollingDuration: Number(rolling) }),
	};
}

/** The duration, which the service may have filled in, "must be less than or equal to" the rolling one. */
function withFittingDurations(body: OidcApplication): OidcApplication {
	const { refreshTokenDuration = 0, refreshTokenRollingDuration = Number.POSITIVE_INFINITY } = body;
	if (refreshTokenDuration <= refreshTokenRollingDuration) return body;
	throw invalidValue("refreshTokenDuration", "must not be greater than refreshTokenRollingDuration");
}
