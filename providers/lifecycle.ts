import { type Client, isObject, type Json, type JsonObject } from "./api/client.ts";
import { TAKE_OVER } from "./api/config.ts";
import { PingOneError } from "./api/error.ts";
import { checkArguments } from "./check.ts";
import { equal } from "./compare.ts";
import type { Holdings } from "./holdings.ts";
import { bodyOf, type Failure, isKnown, type Kind, managedOf, type Properties } from "./kind.ts";

export interface DiffResult {
	changes: boolean;
	replaces: string[];
	deleteBeforeReplace: boolean;
}

export interface ReadResult {
	/** Absent: the object is gone. */
	id?: string;
	props?: Properties;
	inputs?: Properties;
}

/** The object was made, and something that belongs to it was not. The engine keeps it and tries again by update. */
export class PartialFailure extends Error {
	override readonly name = "PartialFailure";
	readonly objectId: string;
	readonly state: Properties;
	constructor(objectId: string, state: Properties, cause: unknown) {
		super(cause instanceof Error ? cause.message : String(cause), { cause });
		this.objectId = objectId;
		this.state = state;
	}
}

const SECRET_WAITS_MS: readonly number[] = [250, 500, 1000, 2000, 4000];

/** Fills defaults and validates. No I/O: the engine checks one object at a time. */
export function check(
	kind: Kind,
	news: Properties,
	environmentId: string,
): { inputs: Properties; failures: Failure[] } {
	return checkArguments(kind, news, environmentId);
}

/** Compares what is in the state with what is wanted. No I/O; unknown values count as changed. */
export function diff(kind: Kind, olds: Properties, news: Properties): DiffResult {
	const changed = changedIn(kind, olds, news);
	const fixed: readonly string[] = ["environmentId", ...(kind.parents ?? []), ...(kind.immutable ?? [])];
	const replaces = changed.filter((name) =>
		fixed.some((path) => path === name || isChangedInside(path, name, olds, news)),
	);
	return {
		changes: changed.length > 0,
		replaces,
		deleteBeforeReplace: replaces.length > 0 && kind.deleteBeforeReplace,
	};
}

const changedIn = (kind: Kind, olds: Properties, news: Properties): string[] =>
	["environmentId", ...Object.keys(kind.shape)].filter((name) => isChanged(kind, name, olds, news));

function isChanged(kind: Kind, name: string, olds: Properties, news: Properties): boolean {
	if (!isKnown(news[name])) return true;
	return !sameValue(kind, name, olds[name], news[name], false);
}

/** Whether the nested member that `path` names, such as `mobile.bundleId`, differs. */
function isChangedInside(path: string, name: string, olds: Properties, news: Properties): boolean {
	const [outer, inner] = path.split(".");
	if (outer !== name || inner === undefined) return false;
	return memberOf(olds[name], inner) !== memberOf(news[name], inner);
}

const memberOf = (value: Json | undefined, name: string): Json | undefined =>
	isObject(value) ? value[name] : undefined;

const sameValue = (
	kind: Kind,
	name: string,
	actual: Json | undefined,
	wanted: Json | undefined,
	partial: boolean,
): boolean =>
	equal(actual ?? defaultOf(kind, name), wanted, { ordered: kind.ordered?.includes(name) ?? false, partial });

function defaultOf(kind: Kind, name: string): Json | undefined {
	const result = kind.shape[name]?.safeParse(undefined);
	return result?.success ? (result.data as Json | undefined) : undefined;
}

/** Makes the object, or takes over the one that an interrupted run of ours left behind. */
export async function create(
	kind: Kind,
	client: Client,
	inputs: Properties,
	holdings: Holdings,
): Promise<{ id: string; outs: Properties }> {
	const answer = (await leftBehind(kind, client, inputs, holdings)) ?? (await post(kind, client, inputs, holdings));
	const objectId = idOf(kind, answer);
	holdings.created(objectId);
	return { id: objectId, outs: await complete(kind, client, objectId, inputs, answer, undefined) };
}

/** The service lets twins of some kinds be made: there nobody would notice. */
const leftBehind = async (kind: Kind, client: Client, inputs: Properties, holdings: Holdings) =>
	kind.unique ? undefined : leftThere(kind, client, inputs, holdings);

/** What is exactly what the inputs describe and no resource of this stack has; throws when the stack may not take it. */
async function leftThere(
	kind: Kind,
	client: Client,
	inputs: Properties,
	holdings: Holdings,
): Promise<JsonObject | undefined> {
	const twin = await findTwin(kind, client, inputs, ({ id }) => !holdings.isKnown(id));
	return twin && twin.differsIn.length === 0 ? takenOver(kind, client, inputs, holdings, twin) : undefined;
}

async function post(kind: Kind, client: Client, inputs: Properties, holdings: Holdings): Promise<JsonObject> {
	try {
		return await write(kind, client, inputs);
	} catch (error) {
		if (!(error instanceof PingOneError)) throw error;
		if (error.has("UNIQUENESS_VIOLATION")) {
			const twin = await findTwin(kind, client, inputs, () => true);
			if (!twin) throw error;
			return takenOver(kind, client, inputs, holdings, twin);
		}
		if (!mayHaveCreated(error)) throw error;
		// The answer was lost: to post again what is there by now would make two.
		return (await leftThere(kind, client, inputs, holdings)) ?? write(kind, client, inputs);
	}
}

const write = (kind: Kind, client: Client, inputs: Properties): Promise<JsonObject> => {
	const url = collectionUrl(kind, inputs);
	return kind.write?.create ? kind.write.create(client, url, inputs) : client.post(url, bodyOf(kind, inputs));
};

const mayHaveCreated = (error: PingOneError): boolean =>
	error.status >= 500 || (error.code === "UNREACHABLE" && error.message.startsWith("No answer"));

/** An object that the inputs name. */
interface Twin {
	id: string;
	answer: JsonObject;
	/** Properties in which it is not what the inputs describe. */
	differsIn: readonly string[];
}

/** Of the objects that come into question the one that is exactly what the inputs describe, else any that they name. */
async function findTwin(
	kind: Kind,
	client: Client,
	inputs: Properties,
	isInQuestion: (object: Pick<Twin, "id">) => boolean,
): Promise<Twin | undefined> {
	const url = collectionUrl(kind, inputs);
	const twins: Twin[] = [];
	for (const answer of await client.list(url + (kind.query?.(inputs) ?? ""), kind.embedded)) {
		const { id } = answer;
		if (typeof id !== "string" || !isInQuestion({ id }) || !kind.isSame(answer, inputs)) continue;
		const differsIn = changedIn(kind, observe(kind, answer, inputs), inputs);
		const unconfirmed = differsIn.length === 0 ? await kind.confirm?.(client, `${url}/${id}`, inputs) : undefined;
		twins.push({ id, answer, differsIn: unconfirmed === undefined ? differsIn : [unconfirmed] });
	}
	return twins.find(({ differsIn }) => differsIn.length === 0) ?? twins[0];
}

/**
 * What the stack may make its own: what hangs under an object of this very stack, which an interrupted run has left
 * there; anything else only when it is told to, because it may be another stack's, whose objects would be deleted with ours.
 */
function takenOver(kind: Kind, client: Client, inputs: Properties, holdings: Holdings, twin: Twin): JsonObject {
	if (holdings.isKnown(twin.id)) throw existsAlready(twin, `and another resource of this stack has it. ${ALIAS}`);
	if (twin.differsIn.length > 0)
		throw existsAlready(twin, `and differs in ${twin.differsIn.join(", ")}. ${ALIAS} ${DESCRIBE}`);
	const isUnderOurs = kind.parents?.some((parent) => holdings.isKept(String(inputs[parent]))) ?? false;
	if (isUnderOurs || client.settings.takeOver) return twin.answer;
	throw existsAlready(twin, `and is what the program describes. ${ALIAS} ${ADOPT}`);
}

const existsAlready = ({ id }: Twin, more: string) => new Error(`exists already with id ${id} ${more}`);

const ALIAS =
	'If the program has renamed its resource, give the old name: aliases: [{ name: "…" }]. Else choose another.';
const ADOPT = `If it is to be this stack's own, as after a run that was cut off, run once with ${TAKE_OVER}=true.`;
const DESCRIBE = `If it is to be this stack's own, describe it as it is and run once with ${TAKE_OVER}=true.`;

/** The object as it is now, or `{}` when it is gone. */
export async function read(kind: Kind, client: Client, id: string, props: Properties): Promise<ReadResult> {
	const url = objectUrl(kind, props, id);
	const answer = await unlessGone(client, props, client.get(url));
	if (!answer) return {};
	const outs = { ...observe(kind, answer, props), ...(await computedOf(kind, client, url, props)) };
	const inputs = Object.fromEntries(
		Object.entries(outs).filter(([name]) => name === "environmentId" || Object.hasOwn(kind.shape, name)),
	);
	return { id, props: outs, inputs };
}

/** A PUT of the whole desired object: PingOne clears what a PUT leaves out. */
export async function update(
	kind: Kind,
	client: Client,
	id: string,
	olds: Properties,
	news: Properties,
): Promise<Properties> {
	const answer = await client.put(objectUrl(kind, news, id), bodyOf(kind, news));
	return complete(kind, client, id, news, answer, olds);
}

/** Deletes the object; one that is gone already is a success. */
export async function remove(kind: Kind, client: Client, id: string, props: Properties): Promise<void> {
	try {
		await client.delete(objectUrl(kind, props, id));
	} catch (error) {
		if (kind.goesWithParent?.(error) || (await isGone(client, props, error))) return;
		throw error;
	}
}

/** What follows the main write: settings with requests of their own, and outputs that are read elsewhere. */
async function complete(
	kind: Kind,
	client: Client,
	id: string,
	inputs: Properties,
	answer: JsonObject,
	before: Properties | undefined,
): Promise<Properties> {
	const url = objectUrl(kind, inputs, id);
	try {
		const settled = (await kind.write?.settle?.(client, url, inputs, before)) ?? answer;
		return { ...observe(kind, settled, inputs), ...(await computedOf(kind, client, url, inputs)) };
	} catch (error) {
		throw new PartialFailure(id, observe(kind, answer, withFormer(kind, inputs, before)), error);
	}
}

/** Unreadable values may not have been written yet: the state keeps the former ones, so that they are written again. */
function withFormer(kind: Kind, inputs: Properties, before: Properties | undefined): Properties {
	if (!before) return inputs;
	const former = { ...inputs };
	for (const name of kind.unreadable ?? []) {
		if (before[name] === undefined) delete former[name];
		else former[name] = before[name];
	}
	return former;
}

/** A new application's secret may be 404 for a moment (PingOne best practices, eventual consistency). */
async function computedOf(kind: Kind, client: Client, url: string, inputs: Properties): Promise<JsonObject> {
	if (!kind.computed) return {};
	for (const wait of SECRET_WAITS_MS) {
		try {
			return await kind.computed(client, url, inputs);
		} catch (error) {
			if (!isMissing(error)) throw error;
			await client.wait(wait);
		}
	}
	return kind.computed(client, url, inputs);
}

/** The outputs: each input as the service has it, in the form it was wanted where both mean the same. */
export function observe(kind: Kind, answer: JsonObject, wanted: Properties): Properties {
	const managed = managedOf(kind, answer);
	const outputs: Properties = { environmentId: wanted.environmentId ?? "" };
	for (const name of Object.keys(kind.shape)) {
		const kept = kind.unreadable?.includes(name) || kind.parents?.includes(name);
		const value = kept ? wanted[name] : observedValue(kind, name, managed[name], wanted[name]);
		if (value !== undefined) outputs[name] = value;
	}
	return outputs;
}

function observedValue(kind: Kind, name: string, actual: Json | undefined, wanted: Json | undefined): Json | undefined {
	const filled = kind.filled?.includes(name) ?? false;
	if (wanted === undefined && filled) return undefined;
	return sameValue(kind, name, actual, wanted, filled) ? wanted : actual;
}

const collectionUrl = (kind: Kind, inputs: Properties): string =>
	`/environments/${inputs.environmentId}${kind.path(inputs)}`;

const objectUrl = (kind: Kind, inputs: Properties, id: string): string => `${collectionUrl(kind, inputs)}/${id}`;

function idOf(kind: Kind, answer: JsonObject): string {
	if (typeof answer.id === "string" && answer.id !== "") return answer.id;
	throw new Error(
		`the service answered the creation of this ${kind.name} without an id: check pingone:apiUrl and any proxy`,
	);
}

const isMissing = (error: unknown): boolean => error instanceof PingOneError && error.status === 404;

/** Below an environment that does not exist PingOne answers 400, 401 or 403; only the environment itself is 404. */
const MAY_MEAN_NO_ENVIRONMENT: readonly unknown[] = [400, 401, 403];

async function isGone(client: Client, { environmentId }: Properties, error: unknown): Promise<boolean> {
	if (isMissing(error)) return true;
	if (!(error instanceof PingOneError) || !MAY_MEAN_NO_ENVIRONMENT.includes(error.status)) return false;
	return client.get(`/environments/${environmentId}`).then(() => false, isMissing);
}

async function unlessGone(
	client: Client,
	props: Properties,
	answer: Promise<JsonObject>,
): Promise<JsonObject | undefined> {
	try {
		return await answer;
	} catch (error) {
		if (await isGone(client, props, error)) return undefined;
		throw error;
	}
}
