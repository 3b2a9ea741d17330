import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type EnvironmentArgs, type Outputs, PingOneObject } from "./base.ts";
import { id } from "./check.ts";
import { defineKind } from "./kind.ts";

/** A scope of a custom resource (PingOne API, "Resource Scopes"). */
export interface ScopeArgs extends EnvironmentArgs {
	/** The resource it belongs to; a change replaces the scope. */
	resourceId: pulumi.Input<string>;
	/** RFC 6749 scope token, unique in the resource, and best in the environment; the Pulumi name when not given. */
	name?: pulumi.Input<string>;
	description?: pulumi.Input<string>;
	/** User attributes that the scope opens; for `p1:read:user` and `p1:update:user` scopes only. */
	schemaAttributes?: pulumi.Input<pulumi.Input<string>[]>;
	/** Ids of resource attributes that the scope releases; for scopes of the `openid` resource only. */
	mappedClaims?: pulumi.Input<pulumi.Input<string>[]>;
}

export const scope = defineKind<Omit<ScopeArgs, keyof EnvironmentArgs>>()({
	name: "Scope",
	named: true,
	shape: {
		resourceId: id(),
		name: z
			.string()
			.regex(
				/^[\x21\x23-\x5b\x5d-\x7e]+$/,
				"must be a scope token: printable, without space, quote or backslash (RFC 6749 section 3.3)",
			),
		description: z.string().optional(),
		schemaAttributes: z.array(z.string().min(1)).optional(),
		mappedClaims: z.array(id()).optional(),
	},
	path: ({ resourceId }) => `/resources/${resourceId}/scopes`,
	embedded: "scopes",
	parents: ["resourceId"],
	// A scope that a grant holds cannot be deleted first; the new one is under another resource, so names do not meet.
	deleteBeforeReplace: false,
	isSame: (answer, inputs) => answer.name === inputs.name,
	unique: true,
});

export interface Scope extends Outputs<ScopeArgs, "name"> {}

/**
 * What a token may be allowed to do at one API.
 *
 * @example
 * const read = new pingone.Scope("orders:read", { resourceId: orders.id, description: "Read orders" });
 */
export class Scope extends PingOneObject {
	constructor(name: string, args: ScopeArgs, opts?: pulumi.CustomResourceOptions) {
		super(scope, name, args, opts);
	}
}
