import type { JSONWebKeySet, JWK } from "jose";
import { unlessAny, type Verdict } from "../verdict.ts";
import type { Check } from "./check.ts";

export const meta04: Check = {
	id: "META-04",
	title: "The published keys are strong, named and public",
	spec: "RFC 7517 4; RFC 7518 3.3; RFC 8725 3.5",
	level: "must",
	attack: "Look at the keys of the JWKS.",
	gist: "Keys have distinct ids; RSA keys have 2048 bits or more; private members are never published.",
	expectation: "At least one key, unique kids, no private members, RSA of 2048 bits, use sig.",
	remedy: "Rotate the environment's signing key in the PingOne console.",
	run: ({ evidence: { jwks } }) => judgeKeys(jwks),
};

const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

export function judgeKeys({ keys }: JSONWebKeySet): Verdict {
	const kids = keys.map(({ kid }) => kid);
	return unlessAny([
		...(keys.length > 0 ? [] : ["no key is published"]),
		...(new Set(kids).size === kids.length ? [] : ["two keys have the same kid"]),
		...keys.flatMap((key) => complaintsAbout(key).map((complaint) => `key ${key.kid ?? "without kid"} ${complaint}`)),
	]);
}

function complaintsAbout(key: JWK): string[] {
	return [
		...(key.kid ? [] : ["cannot be named"]),
		...(PRIVATE_MEMBERS.some((member) => member in key) ? ["is published with private members"] : []),
		...(key.kty === "RSA" && bitsOf(key) < 2048 ? [`has only ${bitsOf(key)} bits`] : []),
		...(key.use === undefined || key.use === "sig" ? [] : [`is for ${key.use}`]),
	];
}

/** Bits of the modulus, leading zeros left out. */
function bitsOf({ n = "" }: JWK): number {
	const bytes = Buffer.from(n, "base64url");
	const start = bytes.findIndex((byte) => byte !== 0);
	return start < 0 ? 0 : (bytes.length - start) * 8 - (Math.clz32(bytes[start] ?? 0) - 24);
}
