import { byAttribute, byTruth, type Filterable } from "./filter.ts";

const EXACT = [
	...["accountId", "externalId", "nickname", "preferredLanguage", "locale", "timezone", "title", "type", "photo.href"],
	...["name.formatted", "name.middle", "name.honorificPrefix", "name.honorificSuffix"],
	...["streetAddress", "locality", "region", "postalCode", "countryCode"].map((name) => `address.${name}`),
];
const EXACT_OR_START = ["email", "name.given", "name.family", "mobilePhone", "primaryPhone"];

/** What users are listed by (PingOne API, "Users": filtering). Username, population and email are indexed. */
export const USER_FILTER: Filterable = {
	id: { operators: ["eq"], condition: (id) => ({ id }) },
	username: {
		operators: ["eq", "sw"],
		condition: (value, operator) => ({ key: value.toLowerCase(), startsWith: operator === "sw" }),
	},
	"population.id": { operators: ["eq"], condition: (target) => ({ field: "population.id", target }) },
	"memberOfGroups[id]": { operators: ["eq"], condition: (target) => ({ field: "memberOfGroups", target }) },
	...byTruth("enabled"),
	...byAttribute(EXACT, ["eq"]),
	...byAttribute(EXACT_OR_START, ["eq", "sw"]),
};
