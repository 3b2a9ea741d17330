import { createHash, randomBytes, randomUUID } from "node:crypto";

/** Where identifiers and secrets come from: the system's randomness, or a seed that repeats them. */
export interface Ids {
	/** A lower-case UUID (version 4 layout). */
	uuid(): string;
	/** `length` characters of the alphabet PingOne uses for secrets: a-z A-Z 0-9 - . _ ~ */
	secret(length: number): string;
	/** Begins the repeating sequence again; without a seed there is none. */
	restart(): void;
}

const SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Without a seed every value is random; with one, the n-th value since the (re)start is always the same. */
export function createIds(seed?: string): Ids {
	if (seed === undefined) {
		return { uuid: randomUUID, secret: (length) => secretFrom(randomBytes(length)), restart: () => undefined };
	}
	let drawn = 0;
	const bytes = (length: number) => seededBytes(`${seed}:${drawn++}`, length);
	return {
		uuid: () => formatUuid(bytes(16)),
		secret: (length) => secretFrom(bytes(length)),
		restart: () => {
			drawn = 0;
		},
	};
}

const secretFrom = (bytes: Buffer): string =>
	Array.from(bytes, (byte) => SECRET_ALPHABET[byte % SECRET_ALPHABET.length]).join("");

function seededBytes(seed: string, length: number): Buffer {
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
