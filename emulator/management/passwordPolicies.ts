import type { Hono } from "hono";
import { z } from "zod";
import { constraintViolation } from "../errors.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { collectionRoutes } from "./collectionRoutes.ts";
import { isDefault, moveDefault } from "./default.ts";
import { integer, refuse, text } from "./fields.ts";

/** The attribute names are the sets themselves; clients write the last one with and without the backslash. */
const CHARACTER_SETS = [
	"abcdefghijklmnopqrstuvwxyz",
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	"0123456789",
	"~!@#$%^&*()-_=+[]{}|;:,.<>/?",
	"~!@#$%^&*()-_=+[]{}\\|;:,.<>/?",
] as const;

const sequenceRule = (minimum: number) => z.object({ maxLength: integer(minimum, 3) }).optional();

const schema = z
	.object({
		name: text,
		description: z.string().optional(),
		default: z.boolean().optional(),
		bypassPolicy: z.boolean().optional(),
		excludesCommonlyUsed: z.boolean(),
		excludesProfileData: z.boolean(),
		notSimilarToCurrent: z.boolean(),
		length: z.object({ min: integer(8, 32).optional(), max: integer(255, 255).optional() }).optional(),
		minCharacters: z.partialRecord(z.enum(CHARACTER_SETS), integer(0, 5)).optional(),
		minUniqueCharacters: integer(5, 5).optional(),
		maxRepeatedCharacters: integer(2, 2).optional(),
		minComplexity: integer(7, 7).optional(),
		history: z.object({ count: integer(1).optional(), retentionDays: integer(1).optional() }).optional(),
		lockout: z.object({ failureCount: integer(1).optional(), durationSeconds: integer(1).optional() }).optional(),
		maxAgeDays: integer(1).optional(),
		minAgeDays: integer(1).optional(),
		alphabetSequenceRule: sequenceRule(2),
		numberSequenceRule: sequenceRule(2),
		qwertySequenceRule: sequenceRule(3),
		shiftedNumberRowSequenceRule: sequenceRule(3),
	})
	.superRefine(({ maxAgeDays, minAgeDays = 0 }, ctx) => {
		// 21 days is the interval in which users are warned before their password expires.
		if (maxAgeDays !== undefined && maxAgeDays <= minAgeDays + 21) {
			refuse(ctx, "maxAgeDays", "must be greater than minAgeDays + 21", "OUT_OF_RANGE");
		}
	});

/** Password policies (PingOne API, "Password Policies"): exactly one default, which populations without one obey. */
export const passwordPolicies = (world: World): Collection<z.infer<typeof schema>> => ({
	kind: "passwordPolicy",
	path: "passwordPolicies",
	schema,
	unique: { target: "name", key: ({ name }) => name },
	prepare: (body, _place, before) => ({ ...body, default: isDefault(body, before) }),
	saved: (object) => moveDefault(world, object),
	refuseDelete: (object) => {
		if (object.body.default === true)
			throw constraintViolation("default", "Default Password Policy can not be deleted");
		if (world.store.countReferences("passwordPolicy.id", object.id) > 0) {
			throw constraintViolation("id", "The password policy is used by a population");
		}
	},
	present: (object) => ({ populationCount: world.store.countReferences("passwordPolicy.id", object.id) }),
});

export const passwordPolicyRoutes = (world: World): Hono => collectionRoutes(world, passwordPolicies(world));
