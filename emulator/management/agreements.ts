import type { Hono } from "hono";
import type { JsonObject } from "../json.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { Collection, Parent } from "./collection.ts";
import { routesOf } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

const UNDER_AGREEMENT: Parent = { kind: "agreement", path: "agreements" };

const UNDER_LANGUAGE: Parent = {
	kind: "agreementLanguage",
	path: "languages",
	name: "language",
	under: UNDER_AGREEMENT,
};

/** Agreements, their languages and the revisions of their text (PingOne API, "Agreements"). */
export const agreementCollections = (world: World): Collection<JsonObject>[] => [
	supporting(world, {
		kind: "agreement",
		path: "agreements",
		named: "name",
		usedBy: ["agreement.id"],
		links: { languages: "/languages" },
	}),
	supporting(world, {
		kind: "agreementLanguage",
		path: "languages",
		under: UNDER_AGREEMENT,
		named: "locale",
		present: (language) => currentRevision(world, language),
		links: { revisions: "/revisions" },
	}),
	supporting(world, {
		kind: "agreementRevision",
		path: "revisions",
		under: UNDER_LANGUAGE,
		without: ["PUT"],
		present: ({ createdAt, body }) => ({ effectiveAt: body.effectiveAt ?? createdAt }),
	}),
];

export const agreementRoutes = (world: World): Hono => routesOf(world, agreementCollections(world));

/** The last revision that is in effect by now. */
function currentRevision(world: World, language: StoredObject): JsonObject {
	const inEffect = world.store
		.list("agreementRevision", language.id)
		.filter(({ body, createdAt }) => Date.parse(String(body.effectiveAt ?? createdAt)) <= world.clock.now());
	const current = inEffect.at(-1);
	return current ? { currentRevision: { id: current.id } } : {};
}
