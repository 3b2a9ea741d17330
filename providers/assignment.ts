import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type EnvironmentArgs, type Outputs, PingOneObject } from "./base.ts";
import { id } from "./check.ts";
import { defineKind, idIn } from "./kind.ts";

/** Which sign-on policy an application uses (PingOne API, "Application Sign-On Policy Assignments"). */
export interface SignOnPolicyAssignmentArgs extends EnvironmentArgs {
	/** A change replaces the assignment. */
	applicationId: pulumi.Input<string>;
	/** A change replaces the assignment. */
	signOnPolicyId: pulumi.Input<string>;
	/** From 1; the lowest is tried first. Default 1. */
	priority?: pulumi.Input<number>;
}

export const signOnPolicyAssignment = defineKind<Omit<SignOnPolicyAssignmentArgs, keyof EnvironmentArgs>>()({
	name: "SignOnPolicyAssignment",
	shape: { applicationId: id(), signOnPolicyId: id(), priority: z.int().min(1).default(1) },
	path: ({ applicationId }) => `/applications/${applicationId}/signOnPolicyAssignments`,
	embedded: "signOnPolicyAssignments",
	references: { signOnPolicyId: "signOnPolicy" },
	parents: ["applicationId"],
	immutable: ["signOnPolicyId"],
	deleteBeforeReplace: true,
	isSame: (answer, inputs) => idIn(answer.signOnPolicy) === inputs.signOnPolicyId,
	unique: false,
});

export interface SignOnPolicyAssignment extends Outputs<SignOnPolicyAssignmentArgs, "priority"> {}

/**
 * Ties an application to a sign-on policy; without one the environment's default policy runs.
 *
 * @example
 * new pingone.SignOnPolicyAssignment("portal-login", { applicationId: portal.id, signOnPolicyId: policy.id });
 */
export class SignOnPolicyAssignment extends PingOneObject {
	constructor(name: string, args: SignOnPolicyAssignmentArgs, opts?: pulumi.CustomResourceOptions) {
		super(signOnPolicyAssignment, name, args, opts);
	}
}
