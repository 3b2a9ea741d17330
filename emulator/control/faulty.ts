import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import type { Context, MiddlewareHandler, Next } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { setHeader } from "../answer.ts";
import { correlationIdOf } from "../auth/correlation.ts";
import { isControlPath } from "./controlPath.ts";
import { faultBody } from "./faultAnswer.ts";
import type { Faults, Pending } from "./faults.ts";
import { noteFault } from "./journal.ts";
import type { Strike } from "./strike.ts";
import { CLOSED_BY_CLIENT, CLOSED_HERE, unanswered } from "./unanswered.ts";

/** Lets the faults befall requests on their way to the routes; those of the control plane are spared. */
export const faulty =
	(faults: Faults): MiddlewareHandler =>
	(c, next) => {
		const pending = isControlPath(c.req.path) ? [] : faults.pending(c.req.method, c.req.path);
		return pending.length === 0 ? next() : struck(c, next, pending);
	};

async function struck(c: Context, next: Next, pending: readonly Pending[]): Promise<Response | undefined> {
	const after: Pending[] = [];
	for (const fault of pending) {
		const strike = fault.strike();
		if (!strike) continue;
		if ("cut" in strike && strike.cut === "after") {
			after.push(fault);
			continue;
		}
		fault.hit();
		const answer = await befallen(c, strike);
		if (answer) return answer;
	}
	await next();
	for (const fault of after) fault.hit();
	if (after.length > 0) cut(c, "lose-response-after-commit");
	return undefined;
}

/** The answer of a request that is not to be handled. */
async function befallen(c: Context, strike: Strike): Promise<Response | undefined> {
	if ("status" in strike) return answered(c, strike);
	if ("delayMs" in strike) return delayed(c, strike.delayMs);
	cut(c, "connection-reset");
	return unanswered(c, CLOSED_HERE);
}

function answered(c: Context, { status, code, retryAfterSeconds }: Extract<Strike, { status: number }>): Response {
	noteFault(c, `status ${status}`);
	if (retryAfterSeconds !== undefined) setHeader(c, "Retry-After", String(retryAfterSeconds));
	return c.json(faultBody(status, code, correlationIdOf(c)), status as ContentfulStatusCode);
}

/** A client that went away meanwhile is not served: an emulator that is closing has cut it off. */
async function delayed(c: Context, delayMs: number): Promise<Response | undefined> {
	noteFault(c, `delay ${delayMs} ms`);
	const { socket } = connectionOf(c).incoming;
	await passedOrClosed(delayMs, socket);
	return socket.destroyed ? unanswered(c, CLOSED_BY_CLIENT) : undefined;
}

/** An emulator that is closing must not wait until the delay is over. */
async function passedOrClosed(ms: number, socket: Socket): Promise<void> {
	const closed = new AbortController();
	const abort = () => closed.abort();
	socket.once("close", abort);
	await setTimeout(ms, undefined, { signal: closed.signal }).catch(() => undefined);
	socket.off("close", abort);
}

function cut(c: Context, fault: "connection-reset" | "lose-response-after-commit"): void {
	noteFault(c, fault);
	const { socket } = connectionOf(c).incoming;
	if (fault === "connection-reset") socket.resetAndDestroy();
	else socket.destroy();
}

const connectionOf = (c: Context): HttpBindings => c.env as HttpBindings;
