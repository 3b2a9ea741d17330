import { checkPrimeSync, createPrivateKey, type KeyObject } from "node:crypto";
import { seededBytes, WELL_KNOWN_SEED } from "../ids.ts";

/**
 * The RSA-2048 key that a seed determines. Whoever knows the seed has the key, and everybody knows that of a default
 * start: the emulator listens on loopback only, and what its tokens open is the emulator.
 */
export function seededKey(seed: string): KeyObject {
	return privateKeyOf(primeOf(seed, "p"), primeOf(seed, "q"));
}

type Factor = "p" | "q";

/** How many odd numbers behind the first candidate its primes are, so that a default start need not search. */
const WELL_KNOWN_STEPS: Record<Factor, number> = { p: 877, q: 77 };

/** How far the search went for a factor of that seed's key. */
export function stepsToPrime(seed: string, factor: Factor): number {
	const first = firstCandidate(seed, factor);
	const composite = sieveFrom(first);
	for (let steps = 0; ; steps++) {
		if (!composite(steps) && isFactor(first + 2n * BigInt(steps))) return steps;
	}
}

function primeOf(seed: string, factor: Factor): bigint {
	const steps = seed === WELL_KNOWN_SEED ? WELL_KNOWN_STEPS[factor] : stepsToPrime(seed, factor);
	return firstCandidate(seed, factor) + 2n * BigInt(steps);
}

/** 1024 bits, odd, and with both upper bits set: the product of two such has 2048 bits (FIPS 186-5 appendix A.1.3). */
function firstCandidate(seed: string, factor: Factor): bigint {
	const bytes = seededBytes(`${seed} signing key ${factor}`, 128);
	bytes[0] = (bytes[0] ?? 0) | 0xc0;
	bytes[127] = (bytes[127] ?? 0) | 1;
	return BigInt(`0x${bytes.toString("hex")}`);
}

const E = 65_537n;

const isFactor = (candidate: bigint): boolean => (candidate - 1n) % E !== 0n && checkPrimeSync(candidate);

/** Whether a small prime divides `first + 2 * steps`; nine of ten candidates fall here, where a test costs nothing. */
function sieveFrom(first: bigint): (steps: number) => boolean {
	const primes = oddPrimesBelow(2000);
	const remainders = primes.map((prime) => Number(first % BigInt(prime)));
	return (steps) => primes.some((prime, i) => ((remainders[i] ?? 0) + 2 * steps) % prime === 0);
}

function oddPrimesBelow(end: number): number[] {
	const primes: number[] = [];
	for (let n = 3; n < end; n += 2) if (!primes.some((prime) => n % prime === 0)) primes.push(n);
	return primes;
}

/** RFC 8017 section 3.2 as a JWK (RFC 7518 section 6.3.2). */
function privateKeyOf(p: bigint, q: bigint): KeyObject {
	const d = inverse(E, (p - 1n) * (q - 1n));
	const key = {
		kty: "RSA",
		n: base64url(p * q, 256),
		e: "AQAB",
		d: base64url(d, 256),
		p: base64url(p, 128),
		q: base64url(q, 128),
		dp: base64url(d % (p - 1n), 128),
		dq: base64url(d % (q - 1n), 128),
		qi: base64url(inverse(q, p), 128),
	};
	return createPrivateKey({ key, format: "jwk" });
}

const base64url = (value: bigint, bytes: number): string =>
	Buffer.from(value.toString(16).padStart(2 * bytes, "0"), "hex").toString("base64url");

/** The number that times `value` leaves 1 over multiples of `modulus`: extended Euclid. */
function inverse(value: bigint, modulus: bigint): bigint {
	let [r, next, x, nextX] = [modulus, value % modulus, 0n, 1n];
	while (next !== 0n) {
		const quotient = r / next;
		[r, next] = [next, r - quotient * next];
		[x, nextX] = [nextX, x - quotient * nextX];
	}
	return ((x % modulus) + modulus) % modulus;
}
