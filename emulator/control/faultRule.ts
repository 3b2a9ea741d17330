import { z } from "zod";
import { ownObject } from "./ownSchema.ts";

const count = z.int().min(1).max(1_000_000_000);
const match = {
	/** `GET`, `POST` …; any method where it is missing. */
	method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]).optional(),
	/** `*` is one segment, `**` any number of them; any path where it is missing. */
	path: z.string().startsWith("/", "must start with /").max(500).optional(),
	/** Strikes the nth matching request only. */
	nth: count.optional(),
	/** Strikes from this matching request on, to that one. */
	from: count.optional(),
	to: count.optional(),
	/** Strikes every such request only. */
	every: count.optional(),
	/** Strikes that part of the requests that are left. */
	probability: z.number().min(0).max(1).optional(),
};

/** A fault as a test asks for it: which requests it strikes, and what it does to them. */
export const faultRule = z.discriminatedUnion("effect", [
	/** Answered so, and not handled. */
	ownObject({
		...match,
		effect: z.literal("status"),
		status: z.int().min(400).max(599),
		code: z.string().min(1).max(100).optional(),
		retryAfterSeconds: z.int().min(0).max(86_400).optional(),
	}),
	/** Handled after that much real time. */
	ownObject({ ...match, effect: z.literal("delay"), delayMs: z.int().min(0).max(60_000) }),
	/** The connection is reset before the request is handled. */
	ownObject({ ...match, effect: z.literal("connection-reset") }),
	/** Handled, and the connection cut in place of the answer. */
	ownObject({ ...match, effect: z.literal("lose-response-after-commit") }),
	/**
	 * Secrets of applications and resources made after the rule are not found for so many reads, or so many seconds of
	 * the emulator's clock (PingOne docs, "Best practices": a secret is made a moment after its application).
	 */
	ownObject({
		...match,
		effect: z.literal("secret-not-found-after-create"),
		reads: count.optional(),
		seconds: count.optional(),
	}).refine(({ reads, seconds }) => (reads === undefined) !== (seconds === undefined), {
		error: "give either reads or seconds",
	}),
	/**
	 * Each licence may send so many requests a second of the emulator's clock, and `burst` at once. PingOne counts by
	 * rate groups as well (PingOne docs, "Rate Limiting"): a rule with a `path` for each.
	 */
	ownObject({
		...match,
		effect: z.literal("rate-limit"),
		requestsPerSecond: z.number().min(0.001).max(1_000_000),
		burst: count.optional(),
	}),
]);

export type FaultRule = z.infer<typeof faultRule>;
