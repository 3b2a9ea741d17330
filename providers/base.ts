import * as pulumi from "@pulumi/pulumi";
import { TAKE_OVER } from "./api/config.ts";
import type { Kind } from "./kind.ts";

/**
 * The text that the state keeps as the provider of an object: constant, so no code and no secret is ever stored, and
 * refresh and destroy run the installed version. `createRequire` from the program's folder finds the package by its
 * name, here through `exports` and elsewhere in `node_modules`.
 */
export const providerText = (kind: string): string =>
	`exports.handler=()=>require("node:module").createRequire(process.cwd()+"/package.json")("pingone-access/providers/runtime").provider("${kind}")`;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const OLD_NODE = major < 22 || (major === 22 && minor < 18);

/** What every class of this package extends. */
export abstract class PingOneObject extends pulumi.CustomResource {
	/** The environment that holds the object. */
	declare readonly environmentId: pulumi.Output<string>;

	constructor(kind: Kind, name: string, args: object, opts?: pulumi.CustomResourceOptions) {
		if (OLD_NODE) {
			throw new pulumi.RunError(
				`Node 22.18 or newer is needed and Pulumi runs this program with ${process.version}: put a newer node first on PATH, or use npm run up, which brings its own`,
			);
		}
		if (opts?.import !== undefined) {
			throw new pulumi.RunError(
				`${kind.name} "${name}": Pulumi cannot import an object of a dynamic provider. Take import out of its options, describe the object as it is, and run once with ${TAKE_OVER}=true to make it this stack's own`,
			);
		}
		// A property that is not among the inputs does not become an output of the instance: so all are named here.
		const outputs = Object.fromEntries(
			["environmentId", ...Object.keys(kind.shape), ...(kind.secrets ?? [])].map((key) => [key, undefined]),
		);
		const named = kind.named ? { name } : {};
		super(
			`pulumi-nodejs:dynamic/pingone:${kind.name}`,
			name,
			{ ...outputs, ...named, ...secretInputs(kind, withoutUndefined(args)), __provider: providerText(kind.name) },
			pulumi.mergeOptions(
				// Also for a replacement that is asked for on the command line, which no diff is asked about.
				{ additionalSecretOutputs: [...(kind.secrets ?? [])], deleteBeforeReplace: kind.deleteBeforeReplace },
				opts,
			),
		);
	}
}

const withoutUndefined = (args: object): Record<string, unknown> =>
	Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));

/** Marks secret inputs secret, however they were given. */
const secretInputs = (kind: Kind, args: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(
		Object.entries(args).map(([name, value]) => [name, kind.secrets?.includes(name) ? pulumi.secret(value) : value]),
	);

/** Arguments that every kind takes. */
export interface EnvironmentArgs {
	/** The environment to hold the object; `pingone:targetEnvironmentId` or `pingone:environmentId` when not given. A change replaces the object. */
	environmentId?: pulumi.Input<string>;
}

/**
 * The arguments of a kind as outputs of its class, which takes them by an interface of its own name: PingOneObject
 * gives each its value. One that is not required may have none, but for those in `Always`, which have a default.
 */
export type Outputs<Args extends EnvironmentArgs, Always extends keyof Args = never> = {
	readonly [K in keyof Args as Exclude<K, keyof EnvironmentArgs>]-?: pulumi.Output<
		pulumi.Unwrap<K extends Always ? Exclude<Args[K], undefined> : Args[K]>
	>;
};
