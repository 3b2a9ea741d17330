import type { World } from "../world.ts";
import type { Place } from "./collection.ts";
import { customAttributes } from "./declaredAttributes.ts";
import { byAttribute, byTruth, type Filterable } from "./filter.ts";
import { byGroup } from "./groupFilter.ts";

const EXACT_OR_START = [
	...["accountId", "externalId", "nickname", "preferredLanguage", "locale", "timezone", "title", "type", "photo.href"],
	...["mobilePhone", "primaryPhone"],
	...["formatted", "middle", "honorificPrefix", "honorificSuffix"].map((name) => `name.${name}`),
	...["streetAddress", "locality", "region", "postalCode", "countryCode"].map((name) => `address.${name}`),
];
const ANY_PART = ["email", "name.given", "name.family"];

/** Attributes of every user that users are listed by, and how (PingOne docs, "SCIM filter language"). */
const OF_EVERY_USER: Filterable = {
	id: { operators: ["eq"], condition: (id) => ({ id }) },
	username: {
		operators: ["eq", "sw"],
		condition: (value, operator) => ({ key: value.toLowerCase(), startsWith: operator === "sw" }),
	},
	"population.id": { operators: ["eq"], condition: (target) => ({ field: "population.id", target }) },
	...byGroup("memberOfGroups"),
	...byTruth(["enabled"]),
	...byAttribute(EXACT_OR_START, ["eq", "sw"]),
	...byAttribute(ANY_PART, ["eq", "sw", "ew", "co"]),
};

/** A name becomes part of the store's question, and a document may bring one that no client could have chosen. */
const PLAIN_NAME = /^[A-Za-z][\w-]*$/;

/** What users of an environment are listed by: its schema's own attributes too, as far as one value can be compared. */
export function userFilter(world: World, { environment }: Place): Filterable {
	const custom = customAttributes(world, environment.id).filter(
		({ name, type, multiValued }) => PLAIN_NAME.test(String(name)) && type === "STRING" && multiValued !== true,
	);
	const names = custom.map(({ name }) => String(name));
	return { ...OF_EVERY_USER, ...byAttribute(names, ["eq", "sw"]) };
}
