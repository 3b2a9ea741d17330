import { createHash, randomBytes, randomUUID } from "node:crypto";

/** Where identifiers and secrets come from: the system's randomness, or a seed that repeats them. */
export interface Ids {
	/** A lower-case UUID (version 4 layout). */
	uuid(): string;
	/** `length` characters of those that PingOne uses for secrets, but of a-z A-Z 0-9 - _ only: 64 are drawn evenly by a byte. */
	secret(length: number): string;
	/** `length` bytes of salt. */
	salt(length: number): Buffer;
	/** A UUID for one answer; drawn apart, so that a request that only reads changes no id of what is written later. */
	correlationId(): string;
	/** A number from 0 to below 1, drawn apart as well: whether a fault strikes. */
	chance(): number;
	/**
	 * Begins the repeating sequence again, or another one that `branch` names: a state that was put in place holds ids
	 * that the first sequence would draw again. Without a seed there is nothing to repeat.
	 */
	restart(branch?: string): void;
}

/** What the emulator uses for the worker and the signing key where nobody gives a seed: programs find it untold. */
export const WELL_KNOWN_SEED = "pingone";

const SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Without a seed every value is random; with one, the n-th value since the (re)start is always the same. */
export const createIds = (seed?: string): Ids => (seed === undefined ? randomIds : seededIds(seed));

const randomIds: Ids = {
	uuid: randomUUID,
	secret: (length) => secretFrom(randomBytes(length)),
	salt: randomBytes,
	correlationId: randomUUID,
	chance: Math.random,
	restart: () => undefined,
};

function seededIds(seed: string): Ids {
	let draw = sequencesOf(seed);
	return {
		uuid: () => formatUuid(draw.objects(16)),
		secret: (length) => secretFrom(draw.objects(length)),
		salt: (length) => draw.objects(length),
		correlationId: () => formatUuid(draw.answers(16)),
		chance: () => draw.faults(6).readUIntBE(0, 6) / 2 ** 48,
		restart: (branch) => {
			draw = sequencesOf(branch === undefined ? seed : `${seed} ${branch}`);
		},
	};
}

const sequencesOf = (seed: string) => ({
	objects: sequence(seed),
	answers: sequence(`${seed} answers`),
	faults: sequence(`${seed} faults`),
});

function sequence(seed: string): (length: number) => Buffer {
	let drawn = 0;
	return (length) => seededBytes(`${seed}:${drawn++}`, length);
}

const secretFrom = (bytes: Buffer): string =>
	Array.from(bytes, (byte) => SECRET_ALPHABET[byte % SECRET_ALPHABET.length]).join("");

/** The same `length` bytes for the same seed, and no way back from them to the seed. */
export function seededBytes(seed: string, length: number): Buffer {
	const blocks = Math.ceil(length / 32);
	const digests = Array.from({ length: blocks }, (_, n) => createHash("sha256").update(`${seed}:${n}`).digest());
	return Buffer.concat(digests).subarray(0, length);
}

function formatUuid(bytes: Buffer): string {
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = bytes.toString("hex");
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
