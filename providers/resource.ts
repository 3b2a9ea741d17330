import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type EnvironmentArgs, type Outputs, PingOneObject } from "./base.ts";
import { defineKind } from "./kind.ts";

/** A custom OAuth resource: an API that access tokens are made for (PingOne API, "Resources"). */
export interface ResourceArgs extends EnvironmentArgs {
	/** Unique in the environment; the Pulumi name when not given. */
	name?: pulumi.Input<string>;
	description?: pulumi.Input<string>;
	/** The `aud` of its tokens. Default: the name. Must not contain pingone or pingidentity. */
	audience?: pulumi.Input<string>;
	/** Seconds that its tokens live, 300 to 2592000. Default 3600. */
	accessTokenValiditySeconds?: pulumi.Input<number>;
	/** How the API proves itself at the introspection endpoint. Default CLIENT_SECRET_BASIC. */
	introspectEndpointAuthMethod?: pulumi.Input<"NONE" | "CLIENT_SECRET_BASIC" | "CLIENT_SECRET_POST">;
	/** Whether tokens carry `p1.permissions`. Default `{ claimEnabled: false }`. */
	applicationPermissionsSettings?: pulumi.Input<{ claimEnabled: pulumi.Input<boolean> }>;
}

export const resource = defineKind<Omit<ResourceArgs, keyof EnvironmentArgs>>()({
	name: "Resource",
	named: true,
	shape: {
		name: z.string().min(1),
		description: z.string().optional(),
		audience: z
			.string()
			.min(1)
			.refine((text) => !/pingone|pingidentity/i.test(text), "must not contain pingone or pingidentity")
			.refine((text) => !text.includes("#"), "must not have a fragment")
			.optional(),
		accessTokenValiditySeconds: z.int().min(300).max(2592000).default(3600),
		introspectEndpointAuthMethod: z
			.enum(["NONE", "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"])
			.default("CLIENT_SECRET_BASIC"),
		applicationPermissionsSettings: z.strictObject({ claimEnabled: z.boolean() }).default({ claimEnabled: false }),
	},
	path: () => "/resources",
	embedded: "resources",
	deleteBeforeReplace: true,
	secrets: ["secret"],
	defaults: ({ name }) => (name === undefined ? {} : { audience: name }),
	isSame: (answer, inputs) => answer.name === inputs.name,
	unique: true,
	computed: async (client, url) => ({ secret: (await client.get(`${url}/secret`)).secret ?? null }),
});

export interface Resource
	extends Outputs<
		ResourceArgs,
		| "name"
		| "audience"
		| "accessTokenValiditySeconds"
		| "introspectEndpointAuthMethod"
		| "applicationPermissionsSettings"
	> {}

/**
 * An API to protect. Its id and `secret` are the credentials with which the API introspects tokens.
 *
 * @example
 * const orders = new pingone.Resource("orders", { audience: "https://api.orders.example.com" });
 */
export class Resource extends PingOneObject {
	/** The secret for introspection; a secret output. */
	declare readonly secret: pulumi.Output<string>;

	constructor(name: string, args: ResourceArgs, opts?: pulumi.CustomResourceOptions) {
		super(resource, name, args, opts);
	}
}
