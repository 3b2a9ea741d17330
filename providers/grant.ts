import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type EnvironmentArgs, type Outputs, PingOneObject } from "./base.ts";
import { id } from "./check.ts";
import { defineKind, idIn } from "./kind.ts";

/** Which scopes of one resource an application may ask for (PingOne API, "Application Resource Grants"). */
export interface GrantArgs extends EnvironmentArgs {
	/** A change replaces the grant. */
	applicationId: pulumi.Input<string>;
	/** One grant per application and resource; a change replaces the grant. */
	resourceId: pulumi.Input<string>;
	/** At least one scope of that resource. */
	scopeIds: pulumi.Input<pulumi.Input<string>[]>;
}

export const grant = defineKind<Omit<GrantArgs, keyof EnvironmentArgs>>()({
	name: "Grant",
	shape: { applicationId: id(), resourceId: id(), scopeIds: z.array(id()).min(1) },
	path: ({ applicationId }) => `/applications/${applicationId}/grants`,
	embedded: "grants",
	references: { resourceId: "resource" },
	parents: ["applicationId"],
	immutable: ["resourceId"],
	deleteBeforeReplace: true,
	body: ({ resourceId, scopeIds }) => ({
		resource: { id: resourceId ?? null },
		scopes: Array.isArray(scopeIds) ? scopeIds.map((scopeId) => ({ id: scopeId })) : [],
	}),
	managed: ({ scopes }) => ({ scopeIds: Array.isArray(scopes) ? scopes.map((scope) => idIn(scope) ?? null) : [] }),
	isSame: (answer, inputs) => idIn(answer.resource) === inputs.resourceId,
	unique: true,
});

export interface Grant extends Outputs<GrantArgs> {}

/**
 * Lets an application get tokens for a resource.
 *
 * @example
 * new pingone.Grant("portal-reads-orders", { applicationId: portal.id, resourceId: orders.id, scopeIds: [read.id] });
 */
export class Grant extends PingOneObject {
	constructor(name: string, args: GrantArgs, opts?: pulumi.CustomResourceOptions) {
		super(grant, name, args, opts);
	}
}
