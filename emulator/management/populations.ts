import type { Hono } from "hono";
import { z } from "zod";
import { constraintViolation } from "../errors.ts";
import type { Kind, StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { CheckedReference, Collection, Links, Place } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { isDefault, moveDefault } from "./default.ts";
import { reference, text } from "./fields.ts";
import type { Filterable } from "./filter.ts";
import { pageOf, readFilter } from "./paging.ts";
import { endAssignmentsOver } from "./roleAssignments.ts";
import { defaultTheme } from "./themes.ts";

const schema = z.object({
	name: text,
	description: z.string().optional(),
	default: z.boolean().optional(),
	passwordPolicy: reference.optional(),
	theme: z.object({ id: text.optional() }).optional(),
	preferredLanguage: text.optional(),
	alternativeIdentifiers: z.array(z.string()).optional(),
});

type Population = z.infer<typeof schema>;

const storedPopulation = schema.extend({ defaultIdentityProvider: reference.optional() });

type StoredPopulation = z.infer<typeof storedPopulation>;

const FILTERABLE: Filterable = {
	id: { operators: ["eq"], condition: (id) => ({ id }) },
	name: {
		operators: ["eq", "sw"],
		condition: (value, operator) => ({ key: value.toLowerCase(), startsWith: operator === "sw" }),
	},
};

/** Populations (PingOne API, "Populations"): a unique name, exactly one default, no delete while users are inside. */
export const populations = (world: World): Collection<Population, StoredPopulation> => ({
	kind: "population",
	path: "populations",
	schema,
	unique: { target: "name", key: ({ name }) => name.toLowerCase() },
	references: referencesOf,
	prepare: (body, { environment }, before) => ({
		...body,
		default: isDefault(body, before),
		theme: { id: body.theme?.id ?? defaultTheme(world, environment.id) },
		// The service fills it in and keeps it through a PUT that leaves it out.
		preferredLanguage: body.preferredLanguage ?? (before?.body.preferredLanguage as string | undefined) ?? "en",
		...defaultProviderOf(before),
	}),
	saved: (object) => moveDefault(world, object),
	refuseDelete: (object, place) => refuseDelete(world, object, place),
	deleting: (population) => endAssignmentsOver(world, population),
	present: (object) => ({
		userCount: world.store.countReferences("population.id", object.id),
		defaultIdentityProvider: undefined,
	}),
	list: (c, place) => pageOf(world, c, "population", place, readFilter(c, FILTERABLE)),
	linksTo: ({ theme }) => linkTo(theme as Population["theme"]),
});

/** Populations as they are stored: with what an endpoint of their own has set. */
export const storedPopulations = (world: World): Collection<StoredPopulation> => ({
	...populations(world),
	schema: storedPopulation,
});

const referencesOf = ({ passwordPolicy, theme, defaultIdentityProvider }: StoredPopulation): CheckedReference[] => [
	...to("passwordPolicy", "passwordPolicy.id", passwordPolicy),
	...to("theme", "theme.id", theme),
	...to("identityProvider", "defaultIdentityProvider.id", defaultIdentityProvider),
];

const to = (kind: Kind, field: string, target: { id?: string | undefined } | undefined): CheckedReference[] =>
	target?.id === undefined ? [] : [{ field, kind, target: target.id }];

/** An imported document may hold a population without a theme. */
const linkTo = (theme: Population["theme"]): Links => (theme?.id === undefined ? {} : { theme: `/themes/${theme.id}` });

/** The provider that is the default of a population's users; none where it is PingOne. */
export function defaultProviderOf(
	population: StoredObject | undefined,
): Pick<StoredPopulation, "defaultIdentityProvider"> {
	const { defaultIdentityProvider } = (population?.body ?? {}) as Partial<StoredPopulation>;
	return defaultIdentityProvider ? { defaultIdentityProvider } : {};
}

/** Makes `id`, or else PingOne, the default provider of a population's users. */
export function setDefaultProvider(world: World, population: StoredObject, id: string | undefined): void {
	const { defaultIdentityProvider: _, ...rest } = population.body;
	const body = id === undefined ? rest : { ...rest, defaultIdentityProvider: { id } };
	const references = referencesOf(body as StoredPopulation);
	world.store.replace(population.id, { body, key: population.key, references });
}

function refuseDelete(world: World, population: StoredObject, place: Place): void {
	if (world.store.count("population", place.parent.id) === 1) {
		throw constraintViolation(undefined, "Environment must contain at least one population");
	}
	if (population.body.default === true) throw constraintViolation("default", "Cannot delete the default population");
	const users = world.store.countReferences("population.id", population.id);
	if (users > 0) throw constraintViolation("users", `Population still contains ${users} user${users > 1 ? "s" : ""}`);
	if (world.store.sources("action", population.id).length > 0) {
		throw constraintViolation("registration.population.id", "Population is used by a sign-on policy action");
	}
}

export const populationRoutes = (world: World): Hono => collectionRoutes(world, populations(world));
