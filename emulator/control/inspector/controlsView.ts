import { html } from "hono/html";
import type { Html } from "../../html.ts";
import type { Fault } from "../faults.ts";
import { list, type Savepoint } from "../savepoints.ts";
import type { Asked } from "./asked.ts";
import { nothing } from "./page.ts";

/** Clock, faults and savepoints, with the buttons that set them. */
export function controlsView({ world, control }: Asked): Html {
	const faults = control.faults.list();
	const savepoints = list(world);
	return html`${clockSection(control.clock.read())}
<section><h2>Faults</h2>
${faults.length === 0 ? nothing("No fault stands.") : faultTable(faults)}
<form data-send="POST faults" data-field="rule">
<label for="rule">A rule to add</label>
<textarea id="rule" name="rule" rows="4" spellcheck="false" required>{"method": "POST", "path": "/v1/**", "nth": 1, "effect": "lose-response-after-commit"}</textarea>
<button>Add fault</button>
</form></section>
<section><h2>State</h2>
<p><a href="state">Export</a> <a href="state?all=true">Export with flows and tokens</a>, both with client secrets</p>
${savepoints.length === 0 ? nothing("There is no savepoint.") : html`<ul>${savepoints.map(savepointItem)}</ul>`}
<form data-savepoint><label>Name <input name="name" required pattern="[A-Za-z0-9._\\-]{1,64}" size="20"></label> <button>Save</button></form>
<p><button type="button" data-send="POST reset">Reset to the first start</button></p>
</section>`;
}

const clockSection = ({ now, frozen, offsetMs }: ReturnType<Asked["control"]["clock"]["read"]>): Html => html`<section>
<h2>Clock</h2>
<p><time id="now">${now}</time> ${frozen ? "(frozen)" : "(running)"}, ${offsetMs} ms from the machine's</p>
<p><button type="button" data-send="PUT clock" data-body="${JSON.stringify({ frozen: !frozen })}">${frozen ? "Let it run" : "Freeze"}</button>
${[60, 900, 3600, 86_400].map((seconds) => html`<button type="button" data-send="PUT clock" data-body="${JSON.stringify({ advanceSeconds: seconds })}">Advance ${seconds} s</button> `)}</p>
</section>`;

const faultTable = (faults: readonly Fault[]): Html => html`<div class="wide"><table>
<thead><tr><th scope="col">Rule</th><th scope="col">Matched</th><th scope="col">Struck</th><th scope="col"></th></tr></thead>
<tbody>${faults.map(({ id, rule, matched, hits }) => html`<tr><td><code>${JSON.stringify(rule)}</code></td><td>${matched}</td><td>${hits}</td><td><button type="button" data-send="DELETE faults/${id}">Remove fault ${id}</button></td></tr>`)}</tbody>
</table></div>`;

const savepointItem = ({ name, savedAt, objects }: Savepoint): Html =>
	html`<li>${name}, ${savedAt}, ${objects} objects <button type="button" data-send="POST savepoints/${name}/restore">Restore ${name}</button> <button type="button" data-send="DELETE savepoints/${name}">Delete ${name}</button></li>`;
