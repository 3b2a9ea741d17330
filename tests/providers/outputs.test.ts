import { describe, expect, it } from "@jest/globals";
import type * as pulumi from "@pulumi/pulumi";
import { checkArguments } from "../../providers/check.ts";
import type * as pingone from "../../providers/index.ts";
import type { Properties } from "../../providers/kind.ts";
import { kinds } from "../../providers/kinds.ts";

/** The arguments that a class has as outputs and that have a value even where they are not given. */
type AlwaysThere<Class, Args> = {
	[K in keyof Args & keyof Class]: Record<never, never> extends Pick<Args, K>
		? Class[K] extends pulumi.Output<infer Value>
			? undefined extends Value
				? never
				: K
			: never
		: never;
}[keyof Args & keyof Class];

/** Only compiles where the class has every argument as an output; `given` is what must be given. */
const outputs =
	<Class, Args>() =>
	(
		given: keyof Args extends keyof Class ? Properties : never,
		always: Record<AlwaysThere<Class, Args>, true>,
	): { given: Properties; always: string[] } => ({ given, always: Object.keys(always) });

const ID = "22222222-2222-4222-8222-222222222222";
const environmentId = true;

const KINDS: Record<string, ReturnType<ReturnType<typeof outputs>>> = {
	Application: outputs<pingone.Application, pingone.ApplicationArgs>()(
		{ type: "SERVICE", grantTypes: ["CLIENT_CREDENTIALS"] },
		{
			environmentId,
			name: true,
			enabled: true,
			allowWildcardInRedirectUris: true,
			tokenEndpointAuthMethod: true,
			pkceEnforcement: true,
			additionalRefreshTokenReplayProtectionEnabled: true,
			requestScopesForMultipleResourcesEnabled: true,
			parRequirement: true,
			parTimeout: true,
			supportUnsignedRequestObject: true,
			requireSignedRequestObject: true,
			hiddenFromAppPortal: true,
			assignActorRoles: true,
			idpSignoff: true,
			includeX5t: true,
			opSessionCheckEnabled: true,
		},
	),
	Resource: outputs<pingone.Resource, pingone.ResourceArgs>()(
		{},
		{
			environmentId,
			name: true,
			audience: true,
			accessTokenValiditySeconds: true,
			introspectEndpointAuthMethod: true,
			applicationPermissionsSettings: true,
		},
	),
	Scope: outputs<pingone.Scope, pingone.ScopeArgs>()({ resourceId: ID }, { environmentId, name: true }),
	Grant: outputs<pingone.Grant, pingone.GrantArgs>()(
		{ applicationId: ID, resourceId: ID, scopeIds: [ID] },
		{ environmentId },
	),
	SignOnPolicy: outputs<pingone.SignOnPolicy, pingone.SignOnPolicyArgs>()({}, { environmentId, name: true }),
	SignOnPolicyAction: outputs<pingone.SignOnPolicyAction, pingone.SignOnPolicyActionArgs>()(
		{ signOnPolicyId: ID, type: "LOGIN" },
		{ environmentId, priority: true },
	),
	SignOnPolicyAssignment: outputs<pingone.SignOnPolicyAssignment, pingone.SignOnPolicyAssignmentArgs>()(
		{ applicationId: ID, signOnPolicyId: ID },
		{ environmentId, priority: true },
	),
	Population: outputs<pingone.Population, pingone.PopulationArgs>()({}, { environmentId, name: true }),
	User: outputs<pingone.User, pingone.UserArgs>()(
		{ username: "ines", email: "ines@example.com" },
		{ environmentId, passwordForceChange: true, enabled: true, mfaEnabled: true },
	),
};

describe("every argument is an output of its class, and has a value where its type says so", () => {
	it.each(kinds.map((kind) => ({ kind, name: kind.name })))("$name", ({ kind, name }) => {
		const { given = {}, always = [] } = KINDS[name] ?? {};
		const named = kind.named ? { name: "as-the-Pulumi-name" } : {};
		const { inputs, failures } = checkArguments(kind, { ...given, ...named }, ID);
		expect(failures).toEqual([]);
		expect(Object.keys(inputs).sort()).toEqual([...Object.keys(given), ...always].sort());
	});
});
