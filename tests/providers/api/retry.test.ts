import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Attempt, delayBeforeRetry, RETRY_BUDGET_MS, retryAfterMs } from "../../../providers/api/retry.ts";

const NOW = Date.parse("2026-03-04T09:10:11Z");
const delay = (attempt: Partial<Attempt>, tries = 1, waited = 0) =>
	delayBeforeRetry({ method: "GET", status: 200, mayHaveArrived: true, ...attempt }, tries, waited, 0.5, NOW);

describe("delayBeforeRetry", () => {
	it.each(["GET", "POST", "PUT", "DELETE"])("repeats a %s that was rate limited, not before Retry-After", (method) => {
		expect(delay({ method, status: 429, retryAfter: "7" })).toBeGreaterThanOrEqual(7000);
	});

	it("repeats a POST refused with 503 only when the service says when to come back", () => {
		expect(delay({ method: "POST", status: 503, retryAfter: "1" })).toBeGreaterThanOrEqual(1000);
		expect(delay({ method: "POST", status: 503 })).toBeUndefined();
	});

	it.each([500, 502, 503, 504, 408])("repeats a GET after %d, never a POST", (status) => {
		expect(delay({ status })).toBeGreaterThan(0);
		expect(delay({ method: "POST", status })).toBeUndefined();
	});

	it.each([200, 201, 400, 401, 403, 404, 409, 415, 501])("does not repeat after %d", (status) => {
		expect(delay({ status })).toBeUndefined();
	});

	it("repeats a lost answer of a GET but not a refused connection", () => {
		expect(delay({ status: 0 })).toBeGreaterThan(0);
		expect(delay({ status: 0, mayHaveArrived: false })).toBeUndefined();
		expect(delay({ method: "POST", status: 0 })).toBeUndefined();
	});

	it("never waits more than the budget in all, and never less than Retry-After asks", () => {
		fc.assert(
			fc.property(
				fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH"),
				fc.constantFrom(0, 200, 400, 404, 408, 429, 500, 502, 503, 504),
				fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined }),
				fc.boolean(),
				fc.integer({ min: 1, max: 40 }),
				fc.integer({ min: 0, max: RETRY_BUDGET_MS }),
				fc.double({ min: 0, max: 0.999, noNaN: true }),
				(method, status, seconds, mayHaveArrived, tries, waited, random) => {
					const retryAfter = seconds?.toString();
					const wait = delayBeforeRetry({ method, status, retryAfter, mayHaveArrived }, tries, waited, random, NOW);
					if (wait === undefined) return true;
					return wait + waited <= RETRY_BUDGET_MS && wait >= (seconds ?? 0) * 1000 && wait >= 0;
				},
			),
		);
	});
});

describe("retryAfterMs", () => {
	it("reads seconds and HTTP dates", () => {
		expect(retryAfterMs("30", NOW)).toBe(30_000);
		expect(retryAfterMs("Wed, 04 Mar 2026 09:10:21 GMT", NOW)).toBe(10_000);
		expect(retryAfterMs("Wed, 04 Mar 2026 09:00:00 GMT", NOW)).toBe(0);
	});

	it("ignores what is neither", () => {
		expect(retryAfterMs("soon", NOW)).toBeUndefined();
		expect(retryAfterMs(undefined, NOW)).toBeUndefined();
	});
});
