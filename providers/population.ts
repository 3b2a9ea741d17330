import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type EnvironmentArgs, type Outputs, PingOneObject } from "./base.ts";
import { id } from "./check.ts";
import { defineKind } from "./kind.ts";

/** A population of users (PingOne API, "Populations"). It cannot be deleted while it holds users. */
export interface PopulationArgs extends EnvironmentArgs {
	/** Unique in the environment; the Pulumi name when not given. */
	name?: pulumi.Input<string>;
	description?: pulumi.Input<string>;
	/** Makes it the environment's default population. PingOne moves the default, it cannot be taken away. */
	default?: pulumi.Input<boolean>;
	/** The environment's default password policy when not given. */
	passwordPolicyId?: pulumi.Input<string>;
	/** The environment's default theme when not given. */
	themeId?: pulumi.Input<string>;
	/** A locale such as `en`; the service fills it in. */
	preferredLanguage?: pulumi.Input<string>;
	alternativeIdentifiers?: pulumi.Input<pulumi.Input<string>[]>;
}

export const population = defineKind<Omit<PopulationArgs, keyof EnvironmentArgs>>()({
	name: "Population",
	named: true,
	shape: {
		name: z.string().min(1),
		description: z.string().optional(),
		default: z.boolean().optional(),
		passwordPolicyId: id().optional(),
		themeId: id().optional(),
		preferredLanguage: z.string().min(1).optional(),
		alternativeIdentifiers: z.array(z.string().min(1)).optional(),
	},
	path: () => "/populations",
	embedded: "populations",
	references: { passwordPolicyId: "passwordPolicy", themeId: "theme" },
	filled: ["default", "themeId", "preferredLanguage"],
	deleteBeforeReplace: true,
	isSame: (answer, inputs) => String(answer.name).toLowerCase() === String(inputs.name).toLowerCase(),
	unique: true,
});

export interface Population extends Outputs<PopulationArgs, "name"> {}

/**
 * Users that are managed together.
 *
 * @example
 * const customers = new pingone.Population("customers", { description: "People who order" });
 */
export class Population extends PingOneObject {
	constructor(name: string, args: PopulationArgs = {}, opts?: pulumi.CustomResourceOptions) {
		super(population, name, args, opts);
	}
}
