import { html } from "hono/html";
import { unverifiedClaims, unverifiedHeader } from "../../auth/jwt.ts";
import { issued, tokenState } from "../../auth/tokens.ts";
import { timestamp } from "../../clock.ts";
import type { Html } from "../../html.ts";
import type { World } from "../../world.ts";
import type { Asked } from "./asked.ts";
import { json, linkTo, nothing } from "./page.ts";

/** A pasted token taken apart, and the tokens that were issued. */
export async function tokensView(asked: Asked): Promise<Html> {
	const token = asked.form.token?.trim();
	const result = token ? await decoded(asked.world, token) : "";
	return html`<form method="post" action="${linkTo({ view: "tokens", secrets: asked.secrets })}">
<label for="token">A token to take apart</label>
<textarea id="token" name="token" rows="4" spellcheck="false" autocomplete="off" required></textarea>
<button>Decode</button>
</form>
${result}
<h2>Issued and not expired</h2>
${issuedTokens(asked)}`;
}

async function decoded(world: World, token: string): Promise<Html> {
	const [header, claims] = [unverifiedHeader(token), unverifiedClaims(token)];
	if (!header || !claims) return html`<p role="alert">This is not a JWT: it has no readable header and claims.</p>`;
	const signature = await tokenState(world, token);
	return html`<section aria-label="Decoded token"><p class="state">${signature}</p>
<h2>Header</h2>${json(header, true)}<h2>Claims</h2>${json(claims, true)}</section>`;
}

/** How many are listed. */
const MOST = 100;

function issuedTokens({ world }: Asked): Html {
	const tokens = issued.list(world);
	if (tokens.length === 0) return nothing("No token is active.");
	const newest = tokens.sort((a, b) => Number(b.body.claims.iat) - Number(a.body.claims.iat)).slice(0, MOST);
	return html`${newest.map(({ body: { use, claims }, expiresAt }) => html`<details><summary><b>${use} token</b> of ${claims.sub ?? claims.client_id}, until ${timestamp(expiresAt)}</summary>${json(claims, true)}</details>`)}`;
}
