import type { Hono } from "hono";

/** One path that the emulator answers, with the methods that it has. */
export interface EmulatedRoute {
	path: string;
	methods: string[];
}

/** What PingOne has below these paths and the emulator has not. */
const NOT_EMULATED: Readonly<Record<string, string>> = {
	"/v1/environments/{environmentId}/activities": "Audit activities",
	"/v1/environments/{environmentId}/adminConfig": "Administrator security",
	"/v1/environments/{environmentId}/alertChannels": "Alerting",
	"/v1/environments/{environmentId}/apiServers": "API Access Management",
	"/v1/environments/{environmentId}/applicationSignons": "Authentications per application",
	"/v1/environments/{environmentId}/applications/{applicationId}/flowPolicyAssignments":
		"Application flow policy assignments",
	"/v1/environments/{environmentId}/applications/{applicationId}/metadata": "Application metadata",
	"/v1/environments/{environmentId}/applications/{applicationId}/pushCredentials": "Application push credentials",
	"/v1/environments/{environmentId}/authorizationPolicies": "Authorization policies",
	"/v1/environments/{environmentId}/brandingSettings": "Branding settings",
	"/v1/environments/{environmentId}/capabilities": "Environment capabilities",
	"/v1/environments/{environmentId}/certificates/{certificateId}/applications": "Applications of a certificate",
	"/v1/environments/{environmentId}/credentialTypes": "PingOne Credentials",
	"/v1/environments/{environmentId}/customDomains": "Custom domains",
	"/v1/environments/{environmentId}/fido2Policies": "FIDO policies",
	"/v1/environments/{environmentId}/flowPolicies": "DaVinci flow policies",
	"/v1/environments/{environmentId}/recaptchaConfig": "reCAPTCHA configuration",
	"/v1/environments/{environmentId}/forms": "Forms",
	"/v1/environments/{environmentId}/gateways/{gatewayId}/credentials": "Gateway credentials",
	"/v1/environments/{environmentId}/gateways/{gatewayId}/instances": "Gateway instances",
	"/v1/environments/{environmentId}/gateways/{gatewayId}/roleAssignments": "Gateway role assignments",
	"/v1/environments/{environmentId}/integrations": "Integration catalog",
	"/v1/environments/{environmentId}/keys/{keyId}/applications": "Applications of a key",
	"/v1/environments/{environmentId}/keys/{keyId}/csr": "Certificate signing requests",
	"/v1/environments/{environmentId}/mfaSettings": "MFA settings",
	"/v1/environments/{environmentId}/notificationsPolicies": "Notification policies",
	"/v1/environments/{environmentId}/notificationsSettings": "Notification settings",
	"/v1/environments/{environmentId}/propagation": "Provisioning",
	"/v1/environments/{environmentId}/resources/{resourceId}/applicationPermissions": "Application permissions",
	"/v1/environments/{environmentId}/riskEvaluations": "PingOne Protect evaluations",
	"/v1/environments/{environmentId}/riskPolicySets": "PingOne Protect policies",
	"/v1/environments/{environmentId}/riskPredictors": "PingOne Protect predictors",
	"/v1/environments/{environmentId}/roles": "Custom roles",
	"/v1/environments/{environmentId}/subscriptions": "Webhooks",
	"/v1/environments/{environmentId}/templates": "Notification templates",
	"/v1/environments/{environmentId}/totalIdentities": "Identity counts",
	"/v1/environments/{environmentId}/users/{userId}/agreementConsents": "Agreement consents",
	"/v1/environments/{environmentId}/users/{userId}/applicationRoleAssignments": "Application roles of a user",
	"/v1/environments/{environmentId}/users/{userId}/devices": "MFA devices",
	"/v1/environments/{environmentId}/users/{userId}/emailVerification": "E-mail verification",
	"/v1/environments/{environmentId}/users/{userId}/linkedAccounts": "Linked accounts",
	"/v1/environments/{environmentId}/users/{userId}/pairingKeys": "MFA pairing keys",
	"/v1/environments/{environmentId}/users/{userId}/sessions": "Sessions of a user",
	"/v1/environments/{environmentId}/users/{userId}/verifyTransactions": "PingOne Verify",
	"/v1/environments/{environmentId}/variables": "DaVinci variables",
	"/v1/organizations/{organizationId}/capabilities": "Organization capabilities",
	"/{environmentId}/as/cibaAuthorization": "CIBA",
	"/{environmentId}/as/device_authorization": "Device authorization",
	"/{environmentId}/davinci": "DaVinci flows",
	"/{environmentId}/deviceAuthentications": "MFA device authentication",
	"/{environmentId}/rp": "Sign-on with an external identity provider",
	"/{environmentId}/saml20": "SAML single sign-on",
	"/{environmentId}/wsfed": "WS-Federation",
};

/** What paths that are emulated do not do. */
const NOT_EMULATED_PARTS: readonly string[] = [
	"What single administrator roles allow, and where: a worker that has any may do everything, in every environment",
	"Exporting the certificate of a key",
	"Passwords pre-encoded by anything but salted SHA (`{BCRYPT}`, `{PBKDF2}`, `{ARGON2}`, `{SCRYPT}` and their like)",
	"`minAgeDays` of a password policy, and passwords that an external directory keeps (`password.external.gateway`): they are checked and not acted upon",
	"`unique` of user attributes other than `username`, and patterns that are no JavaScript expression: kept and not judged",
	"Client credentials of the client's own: `clientId` and `clientSecret` in a new application or resource, `secret` where a secret is made anew",
	"SAML applications made from their metadata (`application/samlmetadata+url`)",
	"Sign-on policy actions other than `LOGIN` and `IDENTIFIER_FIRST` in a flow: they are kept, and a flow that reaches one says so",
	"What a nested group means for the users in it: they are members of the groups that they joined themselves",
	"Conditions on risk, groups and authenticators other than the password, and discovery rules that lead to an identity provider: they are kept, and a flow that reaches one says so",
	"In sign-on: buttons of social providers, the identity provider of a user and the default one of a population (both are kept), `login_hint_token`, `session_state` for `opSessionCheckEnabled`, and the signing key of an application's key rotation policy (one key signs all tokens)",
	"Attribute mappings other than text with `${user.…}` placeholders",
	"What the own attributes of groups, identity providers, agreements, languages, gateways, images, MFA policies, themes, certificates and key rotation policies mean: they are kept and echoed, not judged",
];

/** Every path below PingOne's own that the application answers, as its route table has it, with `{…}` for parameters. */
export function emulatedRoutes(app: Pick<Hono, "routes">): EmulatedRoute[] {
	const methods = new Map<string, Set<string>>();
	for (const { method, path } of app.routes) {
		const template = templateOf(path);
		const belongs = method !== "ALL" && !path.startsWith("/_emulator");
		if (belongs) methods.set(template, (methods.get(template) ?? new Set()).add(method));
	}
	return [...methods.entries()]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([path, set]) => ({ path, methods: METHODS.filter((method) => set.has(method)) }));
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** The list for the README: what is emulated, and what PingOne has besides. */
export function emulatedText(app: Pick<Hono, "routes">): string {
	const emulated = emulatedRoutes(app).map(({ path, methods }) => `| \`${path}\` | ${methods.join(", ")} |`);
	const missing = Object.entries(NOT_EMULATED).map(([path, feature]) => `- ${feature}: \`${path}\``);
	return [
		"| path | methods |",
		"|---|---|",
		...emulated,
		"",
		"Known and not emulated; requests to these, and to any other path, are answered with 501:",
		"",
		...missing,
		...NOT_EMULATED_PARTS.map((part) => `- ${part}`),
	].join("\n");
}

/** What a request asked for that is not emulated: the feature's name where it is known, and the request. */
export function featureOf(method: string, path: string): string {
	const request = `${method} ${path.replace(UUID, "{id}").slice(0, 200)}`;
	const known = Object.entries(NOT_EMULATED).filter(([template]) => isBelow(path, template));
	const [feature] = known.map(([, name]) => name);
	return feature === undefined ? request : `${feature} (${request})`;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

function isBelow(path: string, template: string): boolean {
	const steps = path.split("/");
	return template.split("/").every((step, index) => step.startsWith("{") || step === steps[index]);
}

/** `/applications/:parentId/grants/:id` as PingOne's documentation writes it: `/applications/{applicationId}/grants/{grantId}`. */
function templateOf(path: string): string {
	const steps = path.split("/");
	return steps.map((step, index) => (step.startsWith(":") ? parameter(step, steps[index - 1] ?? "") : step)).join("/");
}

function parameter(step: string, collection: string): string {
	const name = step.slice(1);
	if (!/^(id|parentId|grandparentId)$/.test(name)) return `{${name}}`;
	return `{${collection.replace(/ies$/, "y").replace(/s$/, "")}Id}`;
}
