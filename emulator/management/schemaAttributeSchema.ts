import { z } from "zod";
import { refuseRepeated, text } from "./fields.ts";

/** What a client may write on an attribute of the User schema (PingOne API, "Schemas"). */

/** "It must start with a letter and may be followed by letters, numbers or hyphens." */
const name = text.max(256).regex(/^[A-Za-z][A-Za-z0-9-]*$/);

const DESCRIPTION = /^[\p{L}\p{M}\p{N}\p{P}\p{Zs}]*$/u;
const DISPLAY_NAME = /^[\p{L}\p{M}\p{N}/.'_ -]*$/u;

const lowerCase = (values: readonly { value: string }[]): string[] => values.map(({ value }) => value.toLowerCase());

const enumeratedValues = z
	.array(z.object({ value: text, archived: z.boolean().optional(), description: z.string().optional() }))
	.max(100)
	// "Values are case sensitive; two values that differ only by case are not allowed."
	.superRefine((values, ctx) => refuseRepeated(lowerCase(values), "value", ctx));

const regexValidation = z.object({
	pattern: text,
	requirements: text,
	valuesPatternShouldMatch: z.array(z.string()).optional(),
	valuesPatternShouldNotMatch: z.array(z.string()).optional(),
});

export const schemaAttributeSchema = z.object({
	name,
	displayName: text.regex(DISPLAY_NAME).optional(),
	description: text.regex(DESCRIPTION).optional(),
	type: z.enum(["STRING", "JSON", "BOOLEAN", "COMPLEX"]).optional(),
	enabled: z.boolean(),
	unique: z.boolean(),
	required: z.boolean().default(false),
	multiValued: z.boolean().default(false),
	subAttributes: z.array(z.object({ name, type: z.enum(["STRING", "JSON"]) })).optional(),
	enumeratedValues: enumeratedValues.optional(),
	regexValidation: regexValidation.optional(),
});

export type SchemaAttribute = z.infer<typeof schemaAttributeSchema>;
