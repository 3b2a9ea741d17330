import type { z } from "zod";
import type { Client, Json, JsonObject } from "./api/client.ts";

/** Plain inputs or outputs of one object, as the engine hands them over: no secrets wrapped, no promises. */
export type Properties = JsonObject;

/** One schema a property: a missing or an extra one does not compile. */
export type Shape<Args> = { [Name in keyof Required<Args>]: z.ZodType };

/** A rule that spans several properties was broken. */
export interface Failure {
	property: string;
	reason: string;
}

/**
 * What is particular to one kind of PingOne object. `lifecycle.ts` does check, diff, create, read, update and
 * delete for any kind from this.
 */
export interface Kind<Name extends string = string> {
	/** Class name and last part of the type token: `Application`. */
	name: string;
	/** Takes the Pulumi name for its `name` when none is given. */
	named?: boolean;
	/** Every input, with its type, range and default. `environmentId` is added for all kinds. */
	shape: Record<Name, z.ZodType>;
	/** Path of the collection below the environment: `/applications/{applicationId}/grants`. */
	path: (inputs: Properties) => string;
	/** Key of the collection in `_embedded` of a list. */
	embedded: string;
	/** Inputs that hold the id of another object, and the name of that object in the API's JSON. */
	references?: Partial<Record<Name, string>>;
	/** Inputs that are part of the path, so never of the body. */
	parents?: readonly Name[];
	/** A change of one of these needs a new object; `mobile.bundleId` names a nested one. Parents always do. */
	immutable?: readonly (Name | `${Name}.${string}`)[];
	/** Delete the old object first when it is replaced: its name or pair must be unique. */
	deleteBeforeReplace: boolean;
	/** Never echoed by the service: kept as they were last written. */
	unreadable?: readonly Name[];
	/** Filled in by the service when not set: the state has what was asked for, and only that is compared. */
	filled?: readonly Name[];
	/** Lists whose order means something; all others are sets. */
	ordered?: readonly Name[];
	/** Outputs that are stored encrypted and printed as [secret]. */
	secrets?: readonly string[];
	/** Defaults that follow from other properties. Values may still be unknown in a preview. */
	defaults?: (inputs: Properties) => Properties;
	/** Rules over several properties. Values may still be unknown in a preview: see `isKnown`. */
	rules?: (inputs: Properties) => Failure[];
	/** Inputs as the body of POST and PUT, where dropping parents and wrapping references is not all. */
	body?: (inputs: Properties) => JsonObject;
	/** The answer as inputs, where unwrapping references is not all. */
	managed?: (answer: JsonObject) => JsonObject;
	/** Whether an object found in a list is the one these inputs describe. */
	isSame: (answer: JsonObject, inputs: Properties) => boolean;
	/** The property in which an object that looks like ours is another all the same, where looks are not enough. */
	confirm?: (client: Client, url: string, inputs: Properties) => Promise<string | undefined>;
	/** Query that narrows the list in which `isSame` looks, where the service can filter. */
	query?: (inputs: Properties) => string;
	/** False where the service lets twins be made: then create looks before it posts. */
	unique: boolean;
	/** How the object is created and replaced, where it is not a plain POST and PUT of the body. */
	write?: Partial<Write>;
	/** Outputs that are read from elsewhere, such as the secret of an application. */
	computed?: (client: Client, url: string, inputs: Properties) => Promise<JsonObject>;
	/** True when the service refuses this delete although the object goes with its parent. */
	goesWithParent?: (error: unknown) => boolean;
}

/** Creation and replacement as requests; the answer is the object. */
export interface Write {
	create(client: Client, collectionUrl: string, inputs: Properties): Promise<JsonObject>;
	/**
	 * Follows create and update: what PingOne sets through requests of its own. Answers the object as it then is, or
	 * undefined when nothing had to be done. May throw after a partial success. `before` is undefined after a create.
	 */
	settle(
		client: Client,
		url: string,
		inputs: Properties,
		before: Properties | undefined,
	): Promise<JsonObject | undefined>;
}

/** Ties a kind's shape to its documented arguments at compile time. */
export const defineKind =
	<Args>() =>
	<const K extends Kind<Extract<keyof Args, string>> & { shape: Shape<Args> }>(kind: K): Kind =>
		kind;

/** The engine's stand-in for a value that a preview cannot know yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** True when no part of the value is still unknown. */
export function isKnown(value: Json | undefined): boolean {
	if (value === UNKNOWN) return false;
	if (Array.isArray(value)) return value.every(isKnown);
	return typeof value !== "object" || value === null || Object.values(value).every(isKnown);
}

/** Body for POST and PUT: parents and the environment are in the path, references become `{id}`. */
export function bodyOf(kind: Kind, inputs: Properties): JsonObject {
	if (kind.body) return kind.body(inputs);
	return plainBody(kind, inputs);
}

/** The general form of a body, for kinds that only add to it. */
export function plainBody(kind: Pick<Kind, "shape" | "references" | "parents">, inputs: Properties): JsonObject {
	const body: JsonObject = {};
	for (const name of Object.keys(kind.shape)) {
		const value = inputs[name];
		if (value === undefined || kind.parents?.includes(name)) continue;
		const reference = kind.references?.[name];
		if (reference === undefined) body[name] = value;
		else body[reference] = { id: value };
	}
	return body;
}

/** An answer in the terms of the inputs: references unwrapped, everything that is not an input left out. */
export function managedOf(kind: Kind, answer: JsonObject): JsonObject {
	const source = kind.managed ? { ...answer, ...kind.managed(answer) } : answer;
	const managed: JsonObject = {};
	for (const name of Object.keys(kind.shape)) {
		const reference = kind.references?.[name];
		const value = source[name] ?? (reference === undefined ? undefined : idIn(source[reference]));
		if (value !== undefined && value !== null) managed[name] = value;
	}
	return managed;
}

/** The id in `{id}`, or undefined. */
export const idIn = (value: Json | undefined): string | undefined =>
	typeof value === "object" && value !== null && !Array.isArray(value) && typeof value.id === "string"
		? value.id
		: undefined;
