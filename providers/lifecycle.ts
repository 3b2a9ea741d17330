import { type Client, isObject, type Json, type JsonObject } from "./api/client.ts";
import { PingOneError } from "./api/error.ts";
import { checkArguments } from "./check.ts";
import { equal } from "./compare.ts";
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

/** Ids that this run's stack already holds: never taken over by the create of another object. */
export type Tracked = Set<string>;

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
	const changed = ["environmentId", ...Object.keys(kind.shape)].filter((name) => isChanged(kind, name, olds, news));
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

function isChanged(kind: Kind, name: string, olds: Properties, news: Properties): boolean {
	if (!isKnown(news[name])) return true;
	return !sameValue(kind, name, olds[name], news[name]);
}

/** Whether the nested member that `path` names, such as `mobile.bundleId`, differs. */
function isChangedInside(path: string, name: string, olds: Properties, news: Properties): boolean {
	const [outer, inner] = path.split(".");
	if (outer !== name || inner === undefined) return false;
	return memberOf(olds[name], inner) !== memberOf(news[name], inner);
}

const memberOf = (value: Json | undefined, name: string): Json | undefined =>
	isObject(value) ? value[name] : undefined;

const sameValue = (kind: Kind, name: string, actual: Json | undefined, wanted: Json | undefined): boolean =>
	equal(actual ?? defaultOf(kind, name), wanted, {
		ordered: kind.ordered?.includes(name) ?? false,
		partial: kind.filled?.includes(name) ?? false,
	});

function defaultOf(kind: Kind, name: string): Json | undefined {
	const result = kind.shape[name]?.safeParse(undefined);
	return result?.success ? (result.data as Json | undefined) : undefined;
}

/** Makes the object, or takes over the one that an interrupted run of ours left behind. */
export async function create(
	kind: Kind,
	client: Client,
	inputs: Properties,
	tracked: Tracked,
): Promise<{ id: string; outs: Properties }> {
	const answer = (await leftBehind(kind, client, inputs, tracked)) ?? (await post(kind, client, inputs, tracked));
	const objectId = idOf(kind, answer);
	tracked.add(objectId);
	return { id: objectId, outs: await complete(kind, client, objectId, inputs, answer, undefined) };
}

async function leftBehind(
	kind: Kind,
	client: Client,
	inputs: Properties,
	tracked: Tracked,
): Promise<JsonObject | undefined> {
	return kind.unique ? undefined : findOwn(kind, client, inputs, tracked);
}

async function post(kind: Kind, client: Client, inputs: Properties, tracked: Tracked): Promise<JsonObject> {
	try {
		return await write(kind, client, inputs);
	} catch (error) {
		if (!(error instanceof PingOneError)) throw error;
		if (error.has("UNIQUENESS_VIOLATION")) return takeOver(kind, client, inputs, tracked, error);
		if (!mayHaveCreated(error)) throw error;
		// The answer was lost: look before posting again, or there would be two.
		return (await findOwn(kind, client, inputs, tracked)) ?? (await write(kind, client, inputs));
	}
}

const write = (kind: Kind, client: Client, inputs: Properties): Promise<JsonObject> => {
	const url = collectionUrl(kind, inputs);
	return kind.write?.create ? kind.write.create(client, url, inputs) : client.post(url, bodyOf(kind, inputs));
};

const mayHaveCreated = (error: PingOneError): boolean =>
	error.status >= 500 || (error.code === "UNREACHABLE" && error.message.startsWith("No answer"));

async function takeOver(
	kind: Kind,
	client: Client,
	inputs: Properties,
	tracked: Tracked,
	refusal: PingOneError,
): Promise<JsonObject> {
	const own = await findOwn(kind, client, inputs, tracked);
	if (own) return own;
	throw refusal;
}

/** An object that is exactly what the inputs describe and that the stack does not hold yet. */
async function findOwn(
	kind: Kind,
	client: Client,
	inputs: Properties,
	tracked: Tracked,
): Promise<JsonObject | undefined> {
	const url = collectionUrl(kind, inputs);
	for (const candidate of await client.list(url + (kind.query?.(inputs) ?? ""), kind.embedded)) {
		if (!isUntracked(candidate, tracked) || !kind.isSame(candidate, inputs)) continue;
		if (diff(kind, observe(kind, candidate, inputs), inputs).changes) continue;
		if ((await kind.confirm?.(client, `${url}/${candidate.id}`, inputs)) ?? true) return candidate;
	}
	return undefined;
}

const isUntracked = ({ id }: JsonObject, tracked: Tracked): boolean => typeof id === "string" && !tracked.has(id);

/** The object as it is now, or `{}` when it is gone. */
export async function read(
	kind: Kind,
	client: Client,
	id: string,
	props: Properties,
	tracked: Tracked,
): Promise<ReadResult> {
	tracked.add(id);
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
	if (wanted === undefined && kind.filled?.includes(name)) return undefined;
	return sameValue(kind, name, actual, wanted) ? wanted : actual;
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
