import { setTimeout } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import type { Context, MiddlewareHandler, Next } from "hono";
import type { ContentfulStatusCode, StatusCode } from "hono/utils/http-status";
import { setHeader } from "../answer.ts";
import { correlationIdOf } from "../auth/correlation.ts";
import { isControlPath } from "./controlPath.ts";
import { faultBody } from "./faultAnswer.ts";
import type { Strike } from "./faultEffect.ts";
import type { Faults } from "./faults.ts";
import { noteFault } from "./journal.ts";

/** Lets the faults befall requests on their way to the routes; those of the control plane are spared. */
export const faulty =
	(faults: Faults): MiddlewareHandler =>
	(c, next) => {
		const strikes = isControlPath(c.req.path) ? [] : faults.strikes(c.req.method, c.req.path);
		return strikes.length === 0 ? next() : struck(c, next, strikes);
	};

async function struck(c: Context, next: Next, strikes: readonly Strike[]): Promise<Response | undefined> {
	for (const strike of strikes) {
		const answer = await befallen(c, strike);
		if (answer) return answer;
	}
	await next();
	if (strikes.some((strike) => "cut" in strike)) cut(c, "lose-response-after-commit");
	return undefined;
}

/** The answer of a request that is not to be handled. */
async function befallen(c: Context, strike: Strike): Promise<Response | undefined> {
	if ("status" in strike) return answered(c, strike);
	if ("delayMs" in strike) return delayed(c, strike.delayMs);
	if (strike.cut === "after") return undefined;
	cut(c, "connection-reset");
	return unanswered(c);
}

function answered(c: Context, { status, code, retryAfterSeconds }: Extract<Strike, { status: number }>): Response {
	noteFault(c, `status ${status}`);
	if (retryAfterSeconds !== undefined) setHeader(c, "Retry-After", String(retryAfterSeconds));
	return c.json(faultBody(status, code, correlationIdOf(c)), status as ContentfulStatusCode);
}

/** A client that went away meanwhile is not served: an emulator that is closing has cut it off. */
async function delayed(c: Context, delayMs: number): Promise<Response | undefined> {
	noteFault(c, `delay ${delayMs} ms`);
	// Not held: an emulator that was closed must not keep its process until the delay is over.
	await setTimeout(delayMs, undefined, { ref: false });
	return connectionOf(c).incoming.socket.destroyed ? unanswered(c) : undefined;
}

/** For the journal only: nginx's code for a connection that was closed without an answer. */
const unanswered = (c: Context): Response => c.newResponse(null, 444 as StatusCode);

function cut(c: Context, fault: "connection-reset" | "lose-response-after-commit"): void {
	noteFault(c, fault);
	const { socket } = connectionOf(c).incoming;
	if (fault === "connection-reset") socket.resetAndDestroy();
	else socket.destroy();
}

const connectionOf = (c: Context): HttpBindings => c.env as HttpBindings;
