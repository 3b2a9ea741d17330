import { html, raw } from "hono/html";
import { PingOneRefusal } from "../../errors.ts";
import type { Html } from "../../html.ts";
import { curlOf } from "../curl.ts";
import { DEFAULT_LIMIT, listRequests, type ShownRequest, showRequest } from "../requests.ts";
import type { Asked } from "./asked.ts";
import { linkTo, nothing } from "./page.ts";

/** The last requests, and one of them in full. */
export function requestsView(asked: Asked): Html {
	return asked.query.number === undefined ? listView(asked) : oneView(asked);
}

function listView(asked: Asked): Html {
	const { method, path, status, correlationId, limit, refused } = asked.query;
	const { requests, fault } = selected(asked);
	return html`<form class="filter">
<input type="hidden" name="view" value="requests">
<label>Method <input name="method" value="${method ?? ""}" size="7"></label>
<label>Path <input name="path" value="${path ?? ""}" placeholder="/v1/**" size="24"></label>
<label>Status <input name="status" value="${status ?? ""}" placeholder="4xx" size="5"></label>
<label>Correlation id <input name="correlationId" value="${correlationId ?? ""}" size="8"></label>
<label>At most <input name="limit" value="${limit ?? ""}" placeholder="100" size="3" inputmode="numeric"></label>
<label><input type="checkbox" name="refused" value="true"${refused === "true" ? raw(" checked") : ""}> Refused only</label>
${asked.secrets ? html`<input type="hidden" name="secrets" value="true">` : ""}
<button>Filter</button>
</form>
${fault === undefined ? "" : html`<p role="alert">${fault}</p>`}
${requests.length === 0 ? nothing("There is no such request.") : table(requests, asked.secrets)}
${olderLink(asked, requests)}`;
}

/** The next page; there is none where this one is not full. */
function olderLink({ query, secrets }: Asked, requests: readonly ShownRequest[]): Html | "" {
	const last = requests.at(-1);
	if (!last || requests.length < (Number(query.limit) || DEFAULT_LIMIT)) return "";
	return html`<p><a href="${linkTo({ ...query, before: last.number, secrets })}">Older requests</a></p>`;
}

/** What the form means; a value that makes no sense is said beside it. */
function selected({ control, query }: Asked): { requests: ShownRequest[]; fault?: string } {
	const { view: _, secrets: __, ...form } = query;
	const filled = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ""));
	try {
		return { requests: listRequests(control.journal, { ...filled, ...(query.secrets && { secrets: query.secrets }) }) };
	} catch (error) {
		if (!(error instanceof PingOneRefusal)) throw error;
		return { requests: [], fault: error.details.map(({ target, message }) => `${target} ${message}`).join("; ") };
	}
}

const table = (
	requests: readonly ShownRequest[],
	secrets: boolean,
): Html => html`<div class="wide"><table class="requests">
<thead><tr><th scope="col">No.</th><th scope="col">Time</th><th scope="col">Request</th><th scope="col">Status</th><th scope="col">ms</th><th scope="col">Why refused</th></tr></thead>
<tbody>${requests.map((request) => row(request, secrets))}</tbody>
</table></div>`;

const row = ({ number, time, method, url, status, durationMs, refusal, fault }: ShownRequest, secrets: boolean): Html =>
	html`<tr class="${refusal !== undefined || status >= 400 ? "refused" : ""}"><td>${number}</td><td><time>${time.slice(11, 23)}</time></td><td><a href="${linkTo({ view: "requests", number, secrets })}"><b>${method}</b> ${url}</a></td><td>${status}</td><td>${durationMs}</td><td>${fault === undefined ? "" : html`<em>fault: ${fault}</em> `}${refusal ?? ""}</td></tr>`;

function oneView({ control, query, secrets }: Asked): Html {
	const recorded = control.journal.all().find(({ number }) => number === Number(query.number));
	const back = html`<p><a href="${linkTo({ view: "requests", secrets })}">All requests</a></p>`;
	if (!recorded) return html`${back}${nothing("This request is not among the last ones any more.")}`;
	const shown = showRequest(recorded, secrets);
	return html`${back}
<h2><b>${shown.method}</b> ${shown.url}</h2>
<p>${shown.time}, ${shown.durationMs} ms, answered ${shown.status}, correlation id <code>${shown.correlationId}</code></p>
${shown.refusal === undefined ? "" : html`<p class="why">Refused: ${shown.refusal}</p>`}
${shown.fault === undefined ? "" : html`<p class="why">Struck by a fault: ${shown.fault}</p>`}
<h3>As curl <button type="button" data-copy="curl">Copy as curl</button></h3>
<pre id="curl" tabindex="0">${curlOf(shown, new URL(recorded.url).origin)}</pre>
${message("Request", shown.request)}${message("Answer", shown.answer)}`;
}

const message = (title: string, { headers, body }: ShownRequest["request"]): Html => html`<h3>${title}</h3>
<dl>${headers.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${body === undefined ? "" : html`<pre tabindex="0">${readable(body)}</pre>`}`;

function readable(body: string): string {
	try {
		return JSON.stringify(JSON.parse(body), null, 2);
	} catch {
		return body;
	}
}
