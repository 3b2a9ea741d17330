/** What the inspector page runs: buttons that ask the control plane, and one that copies. */
export const script = `"use strict";
const notice = document.getElementById("notice");
function say(text) {
	notice.textContent = text;
	notice.hidden = false;
}
async function send(order, body) {
	const [method, path] = order.split(" ");
	const headers = body === undefined ? {} : { "content-type": "application/json" };
	const answer = await fetch(path, { method, headers, body });
	if (answer.ok) return location.reload();
	const refusal = await answer.json();
	say([refusal.message].concat((refusal.details || []).map((d) => (d.target ? d.target + " " : "") + d.message)).join(" "));
}
async function copy(button) {
	await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
	button.textContent = "Copied";
}
const failed = (error) => say(String(error));
document.addEventListener("click", ({ target }) => {
	if (target.dataset.copy) copy(target).catch(failed);
	else if (target.matches("button[data-send]")) send(target.dataset.send, target.dataset.body).catch(failed);
});
document.addEventListener("submit", (event) => {
	const form = event.target;
	const fields = form.elements;
	if (form.dataset.send) send(form.dataset.send, fields[form.dataset.field].value).catch(failed);
	else if ("savepoint" in form.dataset) send("POST savepoints/" + fields.name.value).catch(failed);
	else return;
	event.preventDefault();
});
`;
