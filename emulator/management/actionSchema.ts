import { z } from "zod";
import { reference, refuse, strictInteger, text } from "./fields.ts";

/** What a client may write on a sign-on policy action (PingOne API, "Sign-On Policy Actions"), by type. */

/** When an action runs: one expression, or several under `and`, `or`, `not` (PingOne API, "Policy conditions"). */
export type Condition = { and: Condition[] } | { or: Condition[] } | { not: Condition } | Expression;

const expression = z.union([
	z.object({ secondsSince: text, greater: strictInteger(1) }),
	z.object({ contains: text, ipRange: z.array(text).min(1) }),
	z.object({ value: text, equals: z.union([z.string(), z.boolean()]) }),
	z.object({
		geoVelocity: text,
		valid: z.object({ previousSuccessfulAuthenticationIp: text, previousSuccessfulAuthenticationTime: text }),
	}),
	z.object({ anonymousNetwork: z.array(text), valid: text }),
	z.object({ ipRisk: z.object({ minScore: strictInteger(1), maxScore: strictInteger(1) }), valid: text }),
]);

type Expression = z.infer<typeof expression>;

const condition: z.ZodType<Condition> = z.lazy(() =>
	z.union([
		z.object({ and: z.array(condition) }),
		z.object({ or: z.array(condition) }),
		z.object({ not: condition }),
		expression,
	]),
);

const common = { priority: strictInteger(1), condition: condition.optional() };

const socialProviders = z.array(reference).optional();
const recovery = z.object({ enabled: z.boolean() }).optional();

const registration = z
	.object({
		enabled: z.boolean(),
		population: reference.optional(),
		external: z.object({ href: text }).optional(),
		confirmIdentityProviderAttributes: z.boolean().optional(),
	})
	.superRefine(({ enabled, external, population }, ctx) => {
		if (enabled && external) {
			refuse(ctx, "external.href", "can only be set when registration is not enabled");
		}
		if (enabled && !population) {
			refuse(ctx, "population.id", "must not be null", "REQUIRED_VALUE");
		}
	})
	.optional();

const gateway = z.object({
	id: text,
	type: z.string().refine((type) => type === "LDAP", "only 'LDAP' type gateways are supported for newUserProvisioning"),
	userType: reference,
});

const login = z.object({
	...common,
	type: z.literal("LOGIN"),
	recovery,
	registration,
	socialProviders,
	enforceLockoutForIdentityProviders: z.boolean().optional(),
	newUserProvisioning: z.object({ gateways: z.array(gateway) }).optional(),
});

const identifierFirst = z.object({
	...common,
	type: z.literal("IDENTIFIER_FIRST"),
	recovery,
	registration,
	socialProviders,
	enforceLockoutForIdentityProviders: z.boolean().optional(),
	discoveryRules: z
		.array(z.object({ condition: z.object({ contains: text, value: text }), identityProvider: reference }))
		.max(100)
		.optional(),
});

const identityProvider = z.object({
	...common,
	type: z.literal("IDENTITY_PROVIDER"),
	identityProvider: reference,
	acrValues: text.optional(),
	passUserContext: z.boolean().optional(),
	entraIdEnabled: z.boolean().default(false),
	registration,
});

const method = z.object({ enabled: z.boolean().optional() }).optional();

const mfaApplication = z.object({
	id: text,
	autoEnrollment: z.object({ enabled: z.boolean().optional() }).optional(),
	deviceAuthorization: z
		.object({
			enabled: z.boolean().optional(),
			extraVerification: z.enum(["disabled", "permissive", "restrictive"]).optional(),
		})
		.optional(),
});

const multiFactor = z.object({
	...common,
	type: z.literal("MULTI_FACTOR_AUTHENTICATION"),
	recovery,
	deviceAuthenticationPolicy: reference.optional(),
	noDevicesMode: z.enum(["BLOCK", "BYPASS"]).default("BLOCK"),
	sms: method,
	email: method,
	voice: method,
	authenticator: method,
	securityKey: method,
	boundBiometrics: method,
	applications: z.array(mfaApplication).optional(),
});

const agreement = z.object({
	...common,
	type: z.literal("AGREEMENT"),
	agreement: reference,
	disableDeclineOption: z.boolean().optional(),
});

const progressiveProfiling = z.object({
	...common,
	type: z.literal("PROGRESSIVE_PROFILING"),
	attributes: z.array(z.object({ name: text, required: z.boolean() })).min(1),
	preventMultiplePromptsPerFlow: z.boolean(),
	promptIntervalSeconds: strictInteger(1),
	promptText: text,
});

/** Its form is kept as it was sent: what else it may say is not known here. */
const progressiveProfilingForm = z.looseObject({ ...common, type: z.literal("PROGRESSIVE_PROFILING_FORM") });

const pingId = z.object({ ...common, type: z.literal("PINGID_AUTHENTICATION") });

const pingIdWindows = z.object({
	...common,
	type: z.literal("PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION"),
	uniqueUserAttribute: z.object({ name: text }),
	offlineMode: z.object({ enabled: z.boolean() }),
});

/** Every sign-on policy action, chosen by `type`. */
export const actionSchema = z
	.discriminatedUnion("type", [
		login,
		identifierFirst,
		identityProvider,
		multiFactor,
		agreement,
		progressiveProfiling,
		progressiveProfilingForm,
		pingId,
		pingIdWindows,
	])
	.superRefine((action, ctx) => {
		if (action.priority === 1 && action.condition && namesUser(action.condition)) {
			const message = "a condition on a user attribute is not allowed when priority is 1: no user is known yet";
			refuse(ctx, "condition", message);
		}
		if (action.type !== "MULTI_FACTOR_AUTHENTICATION" && action.condition && judgesRisk(action.condition)) {
			const message = "a condition on the network or its risk is only for MULTI_FACTOR_AUTHENTICATION";
			refuse(ctx, "condition", message);
		}
	});

export type Action = z.infer<typeof actionSchema>;

const namesUser = (condition: Condition): boolean =>
	expressionsOf(condition).some((part) => "equals" in part && /^\$\{user\./.test(part.value));

const judgesRisk = (condition: Condition): boolean =>
	expressionsOf(condition).some((part) => "geoVelocity" in part || "anonymousNetwork" in part || "ipRisk" in part);

/** The expressions of which a condition is made. */
function expressionsOf(part: Condition): Expression[] {
	if ("and" in part) return part.and.flatMap(expressionsOf);
	if ("or" in part) return part.or.flatMap(expressionsOf);
	return "not" in part ? expressionsOf(part.not) : [part];
}
