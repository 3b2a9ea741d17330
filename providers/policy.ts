import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type EnvironmentArgs, type Outputs, PingOneObject } from "./base.ts";
import { defineKind } from "./kind.ts";

/** A sign-on policy (PingOne API, "Sign-On Policies"). It needs at least one SignOnPolicyAction to sign anyone in. */
export interface SignOnPolicyArgs extends EnvironmentArgs {
	/** Unique in the environment; the value of `acr_values` and of the `acr` claim. The Pulumi name when not given. */
	name?: pulumi.Input<string>;
	description?: pulumi.Input<string>;
	/** Makes it the policy of applications without an assignment. PingOne moves the default, it cannot be taken away. */
	default?: pulumi.Input<boolean>;
}

export const signOnPolicy = defineKind<Omit<SignOnPolicyArgs, keyof EnvironmentArgs>>()({
	name: "SignOnPolicy",
	named: true,
	shape: {
		name: z
			.string()
			.refine(
				(text) => /^[a-zA-Z0-9_.-]+$/.test(text) || (text.includes(":") && URL.canParse(text)),
				"must hold only letters, digits, _ . and -, or be an absolute URI (it is used in acr_values)",
			),
		description: z.string().optional(),
		default: z.boolean().optional(),
	},
	path: () => "/signOnPolicies",
	embedded: "signOnPolicies",
	filled: ["default"],
	deleteBeforeReplace: true,
	isSame: (answer, inputs) => answer.name === inputs.name,
	unique: true,
});

export interface SignOnPolicy extends Outputs<SignOnPolicyArgs, "name"> {}

/**
 * How users sign in.
 *
 * @example
 * const policy = new pingone.SignOnPolicy("Orders_Login", { description: "Username and password" });
 */
export class SignOnPolicy extends PingOneObject {
	constructor(name: string, args: SignOnPolicyArgs = {}, opts?: pulumi.CustomResourceOptions) {
		super(signOnPolicy, name, args, opts);
	}
}
