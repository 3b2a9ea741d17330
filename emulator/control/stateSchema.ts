import { z } from "zod";
import { invalidData, invalidValue } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { targetOf } from "../validate.ts";
import { ownObject } from "./ownSchema.ts";
import { FORMAT, type State, VERSION } from "./state.ts";
import { asIs, entries } from "./stateEntries.ts";
import { time } from "./stateTime.ts";

const id = z.string().regex(/^[0-9a-f-]{36}$/, "must be a lower-case UUID");
const name = z.string().regex(/^[a-z][\w.[\]-]*$/i, "must be a name");
const body = asIs(z.record(z.string(), z.json()));

const object = ownObject({
	id,
	parent: id.optional(),
	key: z.string().optional(),
	createdAt: time,
	updatedAt: time,
	body,
	references: z.record(name, z.array(id)).optional(),
});

const kinds = z.record(name, z.array(object));

const state = ownObject({
	format: z.literal(FORMAT),
	version: z.literal(VERSION),
	organization: kinds,
	environments: z.record(id, kinds),
	entries: entries.optional(),
});

/** The document as a state; throws PingOneRefusal that says where it is not one. */
export function parseState(document: Json): State {
	const { format, version } = (document ?? {}) as JsonObject;
	if (format === FORMAT && version !== VERSION) {
		throw invalidValue("version", `this emulator reads version ${VERSION}; export with the one that wrote it`);
	}
	const result = state.safeParse(document);
	if (result.success) return result.data as State;
	throw invalidData(
		...result.error.issues.map(({ path, message }) => ({ code: "INVALID_VALUE", target: targetOf(path), message })),
	);
}
