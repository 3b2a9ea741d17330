import { z } from "zod";
import type { JsonObject } from "../json.ts";
import { validate } from "../validate.ts";

/** What the control plane takes, and what it says where PingOne's words would name no remedy. */

/** An object of these members alone; whoever sends another is told which there are. */
export const ownObject = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
	z.strictObject(shape, {
		error: ({ code, keys }) =>
			code === "unrecognized_keys"
				? `Unrecognized key: ${(keys as string[]).map((key) => `"${key}"`).join(", ")}; use ${Object.keys(shape).join(", ")}`
				: undefined,
	});

const TYPES: Record<string, string> = {
	boolean: "true or false",
	int: "an integer",
	number: "a number",
	string: "a text",
};

/** As `validate`; of a value of a wrong type it says which would be right. */
export const validateOwn = <T>(schema: z.ZodType<T>, body: JsonObject): T =>
	validate(schema, body, (expected) => `must be ${TYPES[expected] ?? expected}`);
