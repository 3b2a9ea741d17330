import { html } from "hono/html";
import type { Html } from "../../html.ts";
import type { Json } from "../../json.ts";
import type { StoredObject } from "../../store.ts";
import type { Asked } from "./asked.ts";
import { json, linkTo, nothing } from "./page.ts";

/** How many objects one page shows. */
const PAGE = 100;

/** Objects by environment and kind, with what is stored of each. */
export function objectsView(asked: Asked): Html {
	const census = asked.world.store.census();
	const { environment, kind } = asked.query;
	if (environment !== undefined && kind !== undefined) return objectsOf(asked, environment, kind);
	const environments = [...new Set(census.map((one) => one.environment))];
	return html`${environments.map((id) =>
		kindsOf(
			asked,
			id,
			census.filter((one) => one.environment === id),
		),
	)}`;
}

function kindsOf(asked: Asked, environment: string, kinds: { kind: string; count: number }[]): Html {
	const name = asked.world.store.find("environment", environment)?.body.name;
	return html`<section>
<h2>${environment === "" ? "Organization" : `Environment ${name}`} <code>${environment}</code></h2>
<ul class="kinds">${kinds.map(({ kind, count }) => kindLink(asked, environment, kind, count))}</ul>
</section>`;
}

const kindLink = ({ secrets }: Asked, environment: string, kind: string, count: number): Html =>
	html`<li><a href="${linkTo({ view: "objects", environment, kind, secrets })}">${kind}</a> ${count}</li>`;

function objectsOf(asked: Asked, environment: string, kind: string): Html {
	const { world, query, secrets } = asked;
	const objects = world.store.listAll(kind, environment, { after: Number(query.after) || 0, limit: PAGE });
	const last = objects.length === PAGE ? objects.at(-1) : undefined;
	return html`<p><a href="${linkTo({ view: "objects", secrets })}">All kinds</a></p>
<h2>${kind} <code>${environment}</code></h2>
${objects.length === 0 ? nothing("There is none.") : objects.map((object) => objectDetails(object, secrets))}
${last ? html`<p><a href="${linkTo({ view: "objects", environment, kind, after: last.seq, secrets })}">More</a></p>` : ""}`;
}

const objectDetails = (object: StoredObject, secrets: boolean): Html =>
	html`<details><summary>${nameOf(object)} <code>${object.id}</code></summary>${json(shown(object), secrets, `/${object.kind}`)}</details>`;

const nameOf = ({ body, key }: StoredObject): string => String(body.name ?? body.username ?? key ?? "");

const shown = ({ id, parent, createdAt, updatedAt, body }: StoredObject): Json => ({
	id,
	parent,
	createdAt,
	updatedAt,
	...body,
});
