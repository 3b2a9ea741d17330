import { type Context, Hono } from "hono";
import { received } from "../request.ts";
import { validate } from "../validate.ts";
import type { World } from "../world.ts";
import { locate, refuseOtherMethods } from "./collectionRoutes.ts";
import { namedProvider, providerOf, requireProvider } from "./identityProviders.ts";
import { defaultProviderOf, populations, setDefaultProvider } from "./populations.ts";

/** `/populations/:id/defaultIdentityProvider`: read and replaced (PingOne API, "Update Population Default IdP"). */
export function defaultIdentityProviderRoutes(world: World): Hono {
	const routes = new Hono();
	const path = "/populations/:id/defaultIdentityProvider";
	routes.get(path, (c) => answer(world, c));
	routes.put(path, async (c) => {
		const sent = await received(c);
		const { place, object } = locate(world, c, populations(world));
		const { id } = validate(namedProvider, sent.optionalJson());
		world.store.transaction(() => {
			requireProvider(world, place.environment.id, id);
			setDefaultProvider(world, object, id);
		});
		return answer(world, c);
	});
	refuseOtherMethods(routes, path, ["GET", "PUT"]);
	return routes;
}

function answer(world: World, c: Context): Response {
	const { place, object } = locate(world, c, populations(world));
	const url = `${place.url}/${object.id}`;
	return c.json({
		_links: { self: { href: `${url}/defaultIdentityProvider` }, population: { href: url } },
		...providerOf(world, defaultProviderOf(object).defaultIdentityProvider?.id),
	});
}
