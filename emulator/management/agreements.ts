import { Hono } from "hono";
import { constraintViolation, invalidValue } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { type Collection, type Parent, routeOf } from "./collection.ts";
import { locate, refuseOtherMethods, routesOf } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

const UNDER_AGREEMENT: Parent = { kind: "agreement", path: "agreements" };

const UNDER_LANGUAGE: Parent = {
	kind: "agreementLanguage",
	path: "languages",
	name: "language",
	under: UNDER_AGREEMENT,
};

const agreements = (world: World): Collection<JsonObject> =>
	supporting(world, {
		kind: "agreement",
		path: "agreements",
		named: "name",
		usedBy: ["agreement.id"],
		prepare: (body, _place, before) => {
			if (before && isDisabled(body) && world.store.countReferences("agreement.id", before.id) > 0) {
				throw constraintViolation("enabled", "An agreement cannot be disabled while a sign-on policy action uses it");
			}
			return body;
		},
		links: { languages: "/languages" },
	});

const isDisabled = ({ enabled }: JsonObject): boolean => enabled === false;

/** "The agreement must exist and be enabled" (PingOne API, "Sign-On Policy Actions"); one that does not exist is refused elsewhere. */
export function requireEnabledAgreement(world: World, id: string): void {
	const agreement = world.store.find("agreement", id);
	if (agreement && isDisabled(agreement.body)) throw invalidValue("agreement.id", `agreement ${id} is not enabled`);
}

/** What users agreed to is kept: a language, and a revision, whose time has come goes with its agreement only. */
const languages = (world: World): Collection<JsonObject> => ({
	...supporting(world, {
		kind: "agreementLanguage",
		path: "languages",
		under: UNDER_AGREEMENT,
		named: "locale",
		present: (language) => currentRevision(world, language),
		links: { revisions: "/revisions" },
	}),
	refuseDelete: ({ id }) => {
		if (world.store.list("agreementRevision", id).some((revision) => isEffective(world, revision))) {
			throw constraintViolation("id", "Agreement language with effective revision can not be deleted.");
		}
	},
});

/** "The response does not include the `text` property. To access this value, use the `_links.text` URL." */
const revisions = (world: World): Collection<JsonObject> => ({
	...supporting(world, {
		kind: "agreementRevision",
		path: "revisions",
		under: UNDER_LANGUAGE,
		without: ["PUT"],
		present: (revision, { parent }) => ({
			effectiveAt: effectiveAt(revision),
			agreement: { id: parent.parent },
			text: undefined,
		}),
		links: { text: "/text" },
	}),
	refuseDelete: (revision) => {
		if (isEffective(world, revision))
			throw constraintViolation("id", "A currently effective revision cannot be deleted.");
	},
});

/** Agreements, their languages and the revisions of their text (PingOne API, "Agreements"). */
export const agreementCollections = (world: World): Collection<JsonObject>[] => [
	agreements(world),
	languages(world),
	revisions(world),
];

export function agreementRoutes(world: World): Hono {
	const routes = new Hono();
	const text = `${routeOf(revisions(world))}/:id/text`;
	routes.get(text, (c) => {
		const { body } = locate(world, c, revisions(world)).object;
		return c.json({ data: body.text, dataType: body.contentType });
	});
	refuseOtherMethods(routes, text, ["GET"]);
	return routes.route("/", routesOf(world, agreementCollections(world)));
}

const effectiveAt = ({ body, createdAt }: StoredObject): string => String(body.effectiveAt ?? createdAt);

const isEffective = (world: World, revision: StoredObject): boolean =>
	Date.parse(effectiveAt(revision)) <= world.clock.now();

/**
 * Of the revisions that are in effect by now the one "with an effective date closest to the current date" (PingOne API,
 * "Agreement Revisions Resources").
 */
function currentRevision(world: World, language: StoredObject): JsonObject {
	const inEffect = world.store.list("agreementRevision", language.id).filter((one) => isEffective(world, one));
	const since = (revision: StoredObject) => Date.parse(effectiveAt(revision));
	const current = inEffect.toSorted((one, other) => since(one) - since(other)).at(-1);
	return current ? { currentRevision: { id: current.id } } : {};
}
