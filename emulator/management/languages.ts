import type { Hono } from "hono";
import { constraintViolation } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

/** The languages that PingOne translates by itself: every environment has them, and all but one are not enabled at first. */
export const SYSTEM_LANGUAGES: Readonly<Record<string, string>> = {
	cs: "Czech",
	de: "German",
	en: "English",
	es: "Spanish",
	fr: "French",
	"fr-CA": "French (Canada)",
	hu: "Hungarian",
	it: "Italian",
	ja: "Japanese",
	ko: "Korean",
	nl: "Dutch",
	pl: "Polish",
	pt: "Portuguese",
	ru: "Russian",
	th: "Thai",
	tr: "Turkish",
	zh: "Chinese",
};

/** Languages that pages and messages are shown in (PingOne API, "Languages"); a client can add more of them. */
export const languages = (world: World): Collection<JsonObject> => {
	const collection = supporting(world, { kind: "language", path: "languages", named: "locale", hasDefault: true });
	return {
		...collection,
		present: ({ body }) => ({ customerAdded: !isSystemLanguage(body) }),
		refuseDelete: (language, place) => {
			if (isSystemLanguage(language.body)) throw constraintViolation("locale", "A system language cannot be deleted");
			collection.refuseDelete?.(language, place);
		},
	};
};

const isSystemLanguage = ({ locale }: JsonObject): boolean => Object.hasOwn(SYSTEM_LANGUAGES, String(locale));

export const languageRoutes = (world: World): Hono => collectionRoutes(world, languages(world));
