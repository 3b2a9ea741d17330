import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { Json } from "./api/client.ts";
import { PingOneError } from "./api/error.ts";
import { type EnvironmentArgs, type Outputs, PingOneObject } from "./base.ts";
import { id } from "./check.ts";
import { defineKind, type Failure, isKnown, type Properties } from "./kind.ts";

type In<T> = pulumi.Input<T>;

export type SignOnPolicyActionType =
	| "LOGIN"
	| "MULTI_FACTOR_AUTHENTICATION"
	| "IDENTIFIER_FIRST"
	| "IDENTITY_PROVIDER"
	| "PROGRESSIVE_PROFILING"
	| "AGREEMENT"
	| "PINGID_AUTHENTICATION"
	| "PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION";

/** A step of a sign-on policy (PingOne API, "Sign-On Policy Actions"). Which properties apply follows from `type`. */
export interface SignOnPolicyActionArgs extends EnvironmentArgs {
	/** A change replaces the action. */
	signOnPolicyId: In<string>;
	/** A change replaces the action. */
	type: In<SignOnPolicyActionType>;
	/** From 1, unique in the policy; the lowest runs first. Default 1. */
	priority?: In<number>;
	/** When the action runs; always, when not given. Conditions on the user are not allowed at priority 1. */
	condition?: In<Record<string, unknown>>;
	/** LOGIN, IDENTIFIER_FIRST: whether "forgot password" is offered. */
	recovery?: In<{ enabled: In<boolean> }>;
	/** LOGIN, IDENTIFIER_FIRST, IDENTITY_PROVIDER: whether users may register. */
	registration?: In<{
		enabled: In<boolean>;
		/** Population of self-registered users; needed when enabled. */
		population?: In<{ id: In<string> }>;
		/** Registration elsewhere; only when not enabled. */
		external?: In<{ href: In<string> }>;
		confirmIdentityProviderAttributes?: In<boolean>;
	}>;
	/** LOGIN, IDENTIFIER_FIRST: identity providers offered on the page. */
	socialProviders?: In<In<{ id: In<string> }>[]>;
	/** LOGIN, IDENTIFIER_FIRST. */
	enforceLockoutForIdentityProviders?: In<boolean>;
	/** LOGIN, IDENTIFIER_FIRST: LDAP gateways that may bring new users. */
	newUserProvisioning?: In<{ gateways: In<Record<string, unknown>[]> }>;
	/** IDENTIFIER_FIRST: up to 100 rules in order. */
	discoveryRules?: In<Record<string, unknown>[]>;
	/** IDENTITY_PROVIDER: who signs the user in. */
	identityProvider?: In<{ id: In<string> }>;
	/** IDENTITY_PROVIDER. */
	acrValues?: In<string>;
	/** IDENTITY_PROVIDER. */
	passUserContext?: In<boolean>;
	/** AGREEMENT: what the user must accept. */
	agreement?: In<{ id: In<string> }>;
	/** AGREEMENT. */
	disableDeclineOption?: In<boolean>;
	/** PROGRESSIVE_PROFILING: attributes to ask for. */
	attributes?: In<In<{ name: In<string>; required: In<boolean> }>[]>;
	/** PROGRESSIVE_PROFILING. */
	preventMultiplePromptsPerFlow?: In<boolean>;
	/** PROGRESSIVE_PROFILING: seconds from 1 before the user is asked again. */
	promptIntervalSeconds?: In<number>;
	/** PROGRESSIVE_PROFILING. */
	promptText?: In<string>;
	/** MULTI_FACTOR_AUTHENTICATION: which device policy applies. */
	deviceAuthenticationPolicy?: In<{ id: In<string> }>;
	/** MULTI_FACTOR_AUTHENTICATION: what happens to a user without a device. */
	noDevicesMode?: In<"BLOCK" | "BYPASS">;
}

const TYPES = [
	"LOGIN",
	"MULTI_FACTOR_AUTHENTICATION",
	"IDENTIFIER_FIRST",
	"IDENTITY_PROVIDER",
	"PROGRESSIVE_PROFILING",
	"AGREEMENT",
	"PINGID_AUTHENTICATION",
	"PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION",
] as const;

/** The properties that belong to some types only. */
const TYPES_OF: Readonly<Record<string, readonly string[]>> = {
	recovery: ["LOGIN", "IDENTIFIER_FIRST"],
	registration: ["LOGIN", "IDENTIFIER_FIRST", "IDENTITY_PROVIDER"],
	socialProviders: ["LOGIN", "IDENTIFIER_FIRST"],
	enforceLockoutForIdentityProviders: ["LOGIN", "IDENTIFIER_FIRST"],
	newUserProvisioning: ["LOGIN", "IDENTIFIER_FIRST"],
	discoveryRules: ["IDENTIFIER_FIRST"],
	identityProvider: ["IDENTITY_PROVIDER"],
	acrValues: ["IDENTITY_PROVIDER"],
	passUserContext: ["IDENTITY_PROVIDER"],
	agreement: ["AGREEMENT"],
	disableDeclineOption: ["AGREEMENT"],
	attributes: ["PROGRESSIVE_PROFILING"],
	preventMultiplePromptsPerFlow: ["PROGRESSIVE_PROFILING"],
	promptIntervalSeconds: ["PROGRESSIVE_PROFILING"],
	promptText: ["PROGRESSIVE_PROFILING"],
	deviceAuthenticationPolicy: ["MULTI_FACTOR_AUTHENTICATION"],
	noDevicesMode: ["MULTI_FACTOR_AUTHENTICATION"],
};

/** What a type cannot do without. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
	IDENTITY_PROVIDER: ["identityProvider"],
	AGREEMENT: ["agreement"],
	PROGRESSIVE_PROFILING: ["attributes", "preventMultiplePromptsPerFlow", "promptIntervalSeconds", "promptText"],
};

const reference = z.strictObject({ id: id() });
const registration = z.strictObject({
	enabled: z.boolean(),
	population: reference.optional(),
	external: z.strictObject({ href: z.url() }).optional(),
	confirmIdentityProviderAttributes: z.boolean().optional(),
});

export const signOnPolicyAction = defineKind<Omit<SignOnPolicyActionArgs, keyof EnvironmentArgs>>()({
	name: "SignOnPolicyAction",
	shape: {
		signOnPolicyId: id(),
		type: z.enum(TYPES),
		priority: z.int().min(1).default(1),
		condition: z.record(z.string(), z.unknown()).optional(),
		recovery: z.strictObject({ enabled: z.boolean() }).optional(),
		registration: registration.optional(),
		socialProviders: z.array(reference).optional(),
		enforceLockoutForIdentityProviders: z.boolean().optional(),
		newUserProvisioning: z.strictObject({ gateways: z.array(z.record(z.string(), z.unknown())).min(1) }).optional(),
		discoveryRules: z.array(z.record(z.string(), z.unknown())).max(100).optional(),
		identityProvider: reference.optional(),
		acrValues: z.string().min(1).optional(),
		passUserContext: z.boolean().optional(),
		agreement: reference.optional(),
		disableDeclineOption: z.boolean().optional(),
		attributes: z
			.array(z.strictObject({ name: z.string().min(1), required: z.boolean() }))
			.min(1)
			.optional(),
		preventMultiplePromptsPerFlow: z.boolean().optional(),
		promptIntervalSeconds: z.int().min(1).optional(),
		promptText: z.string().min(1).optional(),
		deviceAuthenticationPolicy: reference.optional(),
		noDevicesMode: z.enum(["BLOCK", "BYPASS"]).optional(),
	},
	path: ({ signOnPolicyId }) => `/signOnPolicies/${signOnPolicyId}/actions`,
	embedded: "actions",
	parents: ["signOnPolicyId"],
	immutable: ["type"],
	// The last action of a policy cannot be deleted, so a replacement must be there first.
	deleteBeforeReplace: false,
	filled: [
		"recovery",
		"registration",
		"enforceLockoutForIdentityProviders",
		"passUserContext",
		"disableDeclineOption",
		"noDevicesMode",
	],
	ordered: ["discoveryRules"],
	rules: (inputs) => [...typeRules(inputs), ...registrationRules(inputs), ...conditionRules(inputs)],
	isSame: (answer, inputs) => answer.type === inputs.type && answer.priority === inputs.priority,
	unique: false,
	goesWithParent: (error) =>
		error instanceof PingOneError &&
		error.has("CONSTRAINT_VIOLATION") &&
		error.details.some(({ message }) => /last action/i.test(message ?? "")),
});

function typeRules(inputs: Properties): Failure[] {
	const { type } = inputs;
	if (typeof type !== "string" || !isKnown(type)) return [];
	const misplaced = Object.entries(TYPES_OF)
		.filter(([name, types]) => inputs[name] !== undefined && !types.includes(type))
		.map(([name, types]) => ({ property: name, reason: `belongs to ${types.join(" and ")}, not to ${type}` }));
	const missing = (REQUIRED[type] ?? [])
		.filter((name) => inputs[name] === undefined)
		.map((name) => ({ property: name, reason: `is required for ${type}` }));
	return [...misplaced, ...missing];
}

function registrationRules({ registration: settings, type }: Properties): Failure[] {
	if (typeof settings !== "object" || settings === null || Array.isArray(settings)) return [];
	if (settings.enabled === true && settings.population === undefined && type !== "IDENTITY_PROVIDER") {
		return [{ property: "registration", reason: "registration.population is required when registration is enabled" }];
	}
	if (settings.enabled === true && settings.external !== undefined) {
		return [
			{ property: "registration", reason: "registration.external is only allowed when registration is not enabled" },
		];
	}
	return [];
}

function conditionRules({ condition, priority }: Properties): Failure[] {
	return priority === 1 && condition !== undefined && namesUser(condition)
		? [{ property: "condition", reason: "must not ask for the user at priority 1: nobody has signed in yet" }]
		: [];
}

function namesUser(value: Json): boolean {
	if (typeof value === "string") return value.startsWith("${user.");
	if (typeof value !== "object" || value === null) return false;
	// geoVelocity looks at the user's last sign-on, which the service resolves itself.
	return Object.entries(value).some(([name, member]) => name !== "valid" && namesUser(member));
}

export interface SignOnPolicyAction extends Outputs<SignOnPolicyActionArgs, "priority"> {}

/**
 * One step of signing in.
 *
 * @example
 * new pingone.SignOnPolicyAction("login", { signOnPolicyId: policy.id, type: "LOGIN", recovery: { enabled: true } });
 */
export class SignOnPolicyAction extends PingOneObject {
	constructor(name: string, args: SignOnPolicyActionArgs, opts?: pulumi.CustomResourceOptions) {
		super(signOnPolicyAction, name, args, opts);
	}
}
