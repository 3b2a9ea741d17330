import { Hono } from "hono";
import type { JsonObject } from "../json.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { Parent } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

const UNDER_AGREEMENT: Parent = { kind: "agreement", path: "agreements" };

const UNDER_LANGUAGE: Parent = {
	kind: "agreementLanguage",
	path: "languages",
	name: "language",
	under: UNDER_AGREEMENT,
};

/** Agreements, their languages and the revisions of their text (PingOne API, "Agreements"). */
export function agreementRoutes(world: World): Hono {
	const agreements = supporting(world, {
		kind: "agreement",
		path: "agreements",
		named: "name",
		usedBy: ["agreement.id"],
		links: { languages: "/languages" },
	});
	const languages = supporting(world, {
		kind: "agreementLanguage",
		path: "languages",
		under: UNDER_AGREEMENT,
		named: "locale",
		present: (language) => currentRevision(world, language),
		links: { revisions: "/revisions" },
	});
	const revisions = supporting(world, {
		kind: "agreementRevision",
		path: "revisions",
		under: UNDER_LANGUAGE,
		without: ["PUT"],
		present: ({ createdAt, body }) => ({ effectiveAt: body.effectiveAt ?? createdAt }),
	});
	return new Hono()
		.route("/", collectionRoutes(world, agreements))
		.route("/", collectionRoutes(world, languages))
		.route("/", collectionRoutes(world, revisions));
}

/** The last revision that is in effect by now. */
function currentRevision(world: World, language: StoredObject): JsonObject {
	const inEffect = world.store
		.list("agreementRevision", language.id)
		.filter(({ body, createdAt }) => Date.parse(String(body.effectiveAt ?? createdAt)) <= world.clock.now());
	const current = inEffect.at(-1);
	return current ? { currentRevision: { id: current.id } } : {};
}
