import { z } from "zod";
import type { Json } from "./api/client.ts";
import { type Failure, isKnown, type Kind, type Properties } from "./kind.ts";
import { nearName } from "./nearName.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id of a PingOne object: a UUID in lower case. */
export const id = () => z.string().regex(UUID, "must be the id of a PingOne object (a UUID in lower case)");

export interface Checked {
	/** The inputs with defaults filled in and nulls dropped. */
	inputs: Properties;
	failures: Failure[];
}

/** Validates the arguments of one object. Pure: runs in every preview, before any request. */
export function checkArguments(kind: Kind, args: Properties, environmentId: string): Checked {
	const shape: Record<string, z.ZodType> = { environmentId: id().default(environmentId), ...kind.shape };
	const inputs: Properties = {};
	const failures: Failure[] = unknownNames(args, Object.keys(shape));
	for (const [name, schema] of Object.entries(shape)) {
		const value = withoutNulls(args[name] ?? null);
		if (value !== undefined && !isKnown(value)) {
			inputs[name] = value;
			continue;
		}
		const result = schema.safeParse(value);
		if (!result.success) failures.push(...result.error.issues.map((issue) => toFailure(kind, name, value, issue)));
		else if (result.data !== undefined) inputs[name] = result.data as Json;
	}
	const complete = { ...kind.defaults?.(inputs), ...inputs };
	if (failures.length === 0) failures.push(...(kind.rules?.(complete) ?? []));
	return { inputs: complete, failures: failures.map((failure) => concealSecret(kind, failure)) };
}

function unknownNames(args: Properties, known: readonly string[]): Failure[] {
	return Object.keys(args)
		.filter((name) => !known.includes(name))
		.map((name) => ({ property: name, reason: `is not a property of this kind${suggestion(name, known)}` }));
}

function suggestion(name: string, known: readonly string[]): string {
	const near = nearName(name, known);
	return near === undefined ? `; it has ${known.join(", ")}` : `; did you mean ${near}?`;
}

function toFailure(kind: Kind, name: string, value: Json | undefined, issue: z.core.$ZodIssue): Failure {
	const inside = issue.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");
	if (value === undefined) return { property: name, reason: "is required" };
	const got =
		kind.secrets?.includes(name) || inside === "" ? "" : `; got ${JSON.stringify(valueAt(value, issue.path))}`;
	return { property: name, reason: `${inside === "" ? "" : `${name}${inside} `}${issue.message}${got}` };
}

function valueAt(value: Json, path: readonly PropertyKey[]): Json | undefined {
	let current: Json | undefined = value;
	for (const step of path) {
		if (typeof current !== "object" || current === null) return undefined;
		current = (current as Record<PropertyKey, Json>)[step];
	}
	return current;
}

// The engine prints the value of the property that a failure names, secret or not: a secret one goes unnamed.
const concealSecret = (kind: Kind, { property, reason }: Failure): Failure =>
	kind.secrets?.includes(property) ? { property: "", reason: `${property} ${reason}` } : { property, reason };

function withoutNulls(value: Json): Json | undefined {
	if (value === null) return undefined;
	if (Array.isArray(value)) return value.map(withoutNulls).filter((member) => member !== undefined);
	if (typeof value !== "object") return value;
	const kept: Properties = {};
	for (const [name, member] of Object.entries(value)) {
		const cleaned = withoutNulls(member);
		if (cleaned !== undefined) kept[name] = cleaned;
	}
	return kept;
}
