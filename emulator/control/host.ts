import type { Context } from "hono";
import { invalidRequest, PingOneRefusal } from "../errors.ts";
import { isLoopback } from "../loopback.ts";
import { isControlPath } from "./controlPath.ts";

/**
 * What no stranger can make resolve to this machine: addresses, names without a dot, and names that are reserved
 * (RFC 2606, RFC 6761, ICANN's .internal). Containers and TLS proxies have such.
 */
const NOT_PUBLIC =
	/^(?:\[.+\]|\d+(?:\.\d+){3}|[^.]+|(?:.+\.)?(?:localhost|test|example|invalid|internal|example\.(?:com|net|org)))$/;

/** Pages cannot change how their browser names itself, and every browser names itself so. */
const BROWSER = /^Mozilla\//;

/**
 * Closes DNS rebinding: a page whose own name was made to point at this machine would pass for one of the emulator's.
 * Throws PingOneRefusal for a browser at a Host that a stranger can have; for the control plane, whoever asks, it must be
 * this machine's or allowed. Other programs go where their user leads them: the vendor's own clients, behind a TLS proxy
 * that keeps the Host, ask for api.pingone.com.
 */
export function requireOwnHost(c: Context, allowed: ReadonlySet<string>): void {
	const host = c.req.header("host");
	if (host === undefined) return;
	// RFC 9112 section 3.2. Two lines arrive joined by a comma and a space.
	if (!URL.canParse(`http://${host}`)) throw noHost(host);
	const name = host.replace(/:\d*$/, "").toLowerCase();
	if (isLoopback(name) || allowed.has(name)) return;
	const isBrowser = BROWSER.test(c.req.header("user-agent") ?? "");
	if (!isControlPath(c.req.path) && (!isBrowser || NOT_PUBLIC.test(name))) return;
	throw foreign(name);
}

const noHost = (host: string): PingOneRefusal =>
	invalidRequest({
		code: "INVALID_VALUE",
		target: "Host",
		message: `'${host}' is not one host, with its port or without`,
	});

const foreign = (name: string): PingOneRefusal =>
	new PingOneRefusal(403, "ACCESS_FAILED", "The request is for another host.", [
		{
			code: "INVALID_VALUE",
			target: "Host",
			message: `'${name}' is not this machine's: if it leads here by your will, start the emulator with --allow-host ${name}`,
		},
	]);
