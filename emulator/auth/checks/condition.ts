import { BlockList, isIP, isIPv6 } from "node:net";
import { type Json, type JsonObject, valueAt } from "../../json.ts";

/** When an action runs (PingOne API, "Sign-on policy action conditions"); other expressions exist and are not emulated. */
export type Condition =
	| { and: readonly Condition[] }
	| { or: readonly Condition[] }
	| { not: Condition }
	| { secondsSince: string; greater: number }
	| { contains: string; ipRange: readonly string[] }
	| { value: string; equals: string | boolean };

/** What conditions are about. */
export interface Facts {
	remoteIp: string | undefined;
	user: JsonObject | undefined;
	/** When the user last gave the password, in ms; undefined when no session says so. */
	signedOnAt: number | undefined;
	now: number;
}

const LAST_PASSWORD = `\${session.lastSignOn.withAuthenticator.pwd.at}`;
const REMOTE_IP = `\${flow.request.http.remoteIp}`;
const USER_ATTRIBUTE = /^\$\{user\.(?!memberOf)([\w.]+)\}$/;

/** The first part of a condition that this emulator cannot judge, as text; undefined when it can judge all of it. */
export function unknownPart(condition: Condition): string | undefined {
	if ("and" in condition) return firstUnknown(condition.and);
	if ("or" in condition) return firstUnknown(condition.or);
	if ("not" in condition) return unknownPart(condition.not);
	return isKnown(condition) ? undefined : JSON.stringify(condition);
}

const firstUnknown = (parts: readonly Condition[]): string | undefined =>
	parts.map(unknownPart).find((part) => part !== undefined);

function isKnown(expression: Exclude<Condition, { and: unknown } | { or: unknown } | { not: unknown }>): boolean {
	if ("secondsSince" in expression) return expression.secondsSince === LAST_PASSWORD;
	if ("ipRange" in expression) return expression.contains === REMOTE_IP && expression.ipRange.every(isRange);
	return "equals" in expression && USER_ATTRIBUTE.test(expression.value);
}

/** Whether a condition without unknown parts is met. */
export function holds(condition: Condition, facts: Facts): boolean {
	if ("and" in condition) return condition.and.every((part) => holds(part, facts));
	if ("or" in condition) return condition.or.some((part) => holds(part, facts));
	if ("not" in condition) return !holds(condition.not, facts);
	if ("secondsSince" in condition) return isOlder(facts, condition.greater);
	if ("ipRange" in condition) return condition.ipRange.some((range) => isWithin(range, facts.remoteIp ?? ""));
	return attributeOf(condition.value, facts.user) === condition.equals;
}

const isOlder = ({ signedOnAt, now }: Facts, seconds: number): boolean =>
	signedOnAt === undefined || now - signedOnAt > seconds * 1000;

const attributeOf = (variable: string, user: JsonObject | undefined): Json | undefined =>
	user && valueAt(user, USER_ATTRIBUTE.exec(variable)?.[1] ?? "");

/** An address or a CIDR block. */
function isRange(range: string): boolean {
	const [address = "", prefix = "0", ...more] = range.split("/");
	const bits = isIPv6(address) ? 128 : 32;
	return isIP(address) > 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits && more.length === 0;
}

function isWithin(range: string, remoteIp: string): boolean {
	const [address = "", prefix] = range.split("/");
	const block = new BlockList();
	block.addSubnet(address, prefix === undefined ? familyBits(address) : Number(prefix), familyOf(address));
	return isIP(remoteIp) > 0 && block.check(remoteIp, familyOf(remoteIp));
}

const familyOf = (address: string) => (isIPv6(address) ? "ipv6" : "ipv4");
const familyBits = (address: string): number => (isIPv6(address) ? 128 : 32);
