import { existsSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";

/** Where node's packages have what a browser loads as a module, by the name that other modules import it by. */
const MODULES: Readonly<Record<string, string>> = {
	...Object.fromEntries(
		[
			...["iframe-manager", "oidc-client", "sdk-logger", "sdk-oidc", "sdk-request-middleware", "sdk-types"],
			...["sdk-utilities", "storage"],
		].map((name) => [`@forgerock/${name}`, `@forgerock/${name}/dist/src/index.js`]),
	),
	"@reduxjs/toolkit": "@reduxjs/toolkit/dist/redux-toolkit.browser.mjs",
	"@reduxjs/toolkit/query": "@reduxjs/toolkit/dist/query/rtk-query.browser.mjs",
	"@standard-schema/utils": "@standard-schema/utils/dist/index.js",
	effect: "effect/dist/esm/index.js",
	"effect/Either": "effect/dist/esm/Either.js",
	"effect/Micro": "effect/dist/esm/Micro.js",
	"fast-check": "effect/node_modules/fast-check/lib/esm/fast-check.js",
	immer: "immer/dist/immer.production.mjs",
	"jose/jwt/decode": "jose/dist/webapi/util/decode_jwt.js",
	"pure-rand": "effect/node_modules/pure-rand/lib/esm/pure-rand.js",
	redux: "redux/dist/redux.browser.mjs",
	"redux-thunk": "redux-thunk/dist/redux-thunk.mjs",
	reselect: "reselect/dist/reselect.browser.mjs",
};

const FOLDER = "/modules/";

/** What lets a page import these packages by their names, without a bundler. */
export const IMPORT_MAP = `<script type="importmap">${JSON.stringify({
	imports: Object.fromEntries(Object.entries(MODULES).map(([name, path]) => [name, FOLDER + path])),
})}</script>`;

/** The module at that path of a site, if it is one. */
export function moduleAt(path: string): string | undefined {
	if (!path.startsWith(FOLDER)) return undefined;
	const file = join("node_modules", normalize(path.slice(FOLDER.length)));
	return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
