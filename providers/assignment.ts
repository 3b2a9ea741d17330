import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type EnvironmentArgs, PingOneObject } from "./base.ts";
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

/**
 * Ties an application to a sign-on policy; without one the environment's default policy runs.
 *
 * @example
 * new pingone.SignOnPolicyAssignment("portal-login", { applicationId: portal.id, signOnPolicyId: policy.id });
 */
export class SignOnPolicyAssignment extends PingOneObject {
	declare readonly applicationId: pulumi.Output<string>;
	declare readonly signOnPolicyId: pulumi.Output<string>;
	declare readonly priority: pulumi.Output<number>;

	constructor(name: string, args: SignOnPolicyAssignmentArgs, opts?: pulumi.CustomResourceOptions) {
		super(signOnPolicyAssignment, name, args, opts);
	}
}
