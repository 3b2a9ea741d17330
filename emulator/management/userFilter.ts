import { byAttribute, type Filterable } from "./filter.ts";

const EXACT = ["externalId", "name.formatted", "nickname", "preferredLanguage", "locale", "title", "type"];
const EXACT_OR_START = ["email", "name.given", "name.family", "mobilePhone", "primaryPhone"];

/** What users are listed by (PingOne API, "Users": filtering). Username, population and email are indexed. */
export const USER_FILTER: Filterable = {
	id: { operators: ["eq"], condition: (id) => ({ id }) },
	username: {
		operators: ["eq", "sw"],
		condition: (value, startsWith) => ({ key: value.toLowerCase(), startsWith }),
	},
	"population.id": { operators: ["eq"], condition: (target) => ({ field: "population.id", target }) },
	"memberOfGroups[id]": { operators: ["eq"], condition: (target) => ({ field: "memberOfGroups", target }) },
	...byAttribute(EXACT, ["eq"]),
	...byAttribute(EXACT_OR_START, ["eq", "sw"]),
};
