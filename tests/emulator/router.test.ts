import { beforeAll, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Result } from "hono/router";
import { TrieRouter } from "hono/router/trie-router";
import { createApp } from "../../emulator/app.ts";
import { FirstSegmentRouter } from "../../emulator/router.ts";
import { newWorld } from "./world.ts";

type Route = { method: string; path: string; handler: unknown };
let routes: Route[];

beforeAll(async () => {
	const { world } = await newWorld();
	routes = createApp(world).routes;
});

/** What a router finds, whatever form its answer has: the n-th routes and their parameters. */
function foundBy([handlers, stash]: Result<number>): [n: number, parameters: object][] {
	return handlers.map(([n, parameters]) => [
		n,
		Object.fromEntries(
			Object.entries(parameters).map(([name, value]) => [name, typeof value === "number" ? stash?.[value] : value]),
		),
	]);
}

it("finds what Hono's router for any routes finds below the first segment, in the same order", () => {
	const routers = [new FirstSegmentRouter<number>(), new TrieRouter<number>()] as const;
	for (const router of routers) for (const [n, { method, path }] of routes.entries()) router.add(method, path, n);
	const segments = [...new Set(routes.flatMap(({ path }) => path.split("/")))].filter((part) => /^[\w.]+$/.test(part));
	const ownPath = fc.constantFrom(...routes.map(({ path }) => path.replace(/:\w+/g, "x").replace("*", "y")));
	const anyPath = fc
		.array(fc.oneof(fc.constantFrom(...segments), fc.constantFrom("", "x", "v10", "%76")), { maxLength: 8 })
		.map((parts) => `/${parts.join("/")}`);
	const method = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
	expect(routes.length).toBeGreaterThan(300);
	// What the path begins with is no environment's id where routes spell it out.
	const spelled = new Set(routes.map(({ path }) => path.split("/")[1]).filter((part) => /^\w+$/.test(part ?? "")));
	const isMeant = (path: string, n: number) =>
		!spelled.has(path.split("/")[1]) || !routes[n]?.path.startsWith("/:environmentId");
	fc.assert(
		fc.property(method, fc.oneof(ownPath, anyPath), (asked, path) => {
			const [own, other = []] = routers.map((router) => foundBy(router.match(asked, path)));
			expect(own).toEqual(other.filter(([n]) => isMeant(path, n)));
		}),
		{ numRuns: 2000, examples: [["GET", "/_emulator/as/jwks"]] },
	);
});
