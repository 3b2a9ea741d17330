import { hash, timingSafeEqual } from "node:crypto";
import { DAY_MS, secondsUntil, timestamp } from "./clock.ts";
import { defaultOf } from "./defaultOf.ts";
import { invalidValue, notEmulated } from "./errors.ts";
import { isObject, type JsonObject } from "./json.ts";
import { type PasswordRules, unsatisfiedRequirements } from "./passwordRules.ts";
import type { Kind, StoredObject } from "./store.ts";
import type { World } from "./world.ts";

/** State of a user's password (PingOne API, "Read password state"). */
export type PasswordStatus = "OK" | "NO_PASSWORD" | "PASSWORD_EXPIRED" | "PASSWORD_LOCKED_OUT" | "MUST_CHANGE_PASSWORD";

/** What comes of comparing a value with a user's password. `failuresRemaining` is absent where the policy never locks. */
export type PasswordCheck =
	| { outcome: "ok" }
	| { outcome: "wrong"; failuresRemaining?: number }
	| { outcome: "lockedOut"; secondsUntilUnlock: number }
	| { outcome: "noPassword" };

export interface NewPassword {
	/** The user must replace it at the next sign-on. */
	forceChange?: boolean;
	/** Attribute that a refusal names: `password` on set and import, `newPassword` where the user chooses. */
	target?: "password" | "newPassword";
	/** It may come pre-encoded (`{SSHA512}…`), as an administrator may give it and nobody who chooses one. */
	encodable?: boolean;
	/** The policy is not asked (PingOne API, "Update Password (Set)"). */
	bypassPolicy?: boolean;
	/** The current clear-text password, where the user typed it: what `notSimilarToCurrent` compares with. */
	current?: string;
}

/** A user's password as answers show it, read at once: a list shows many. */
export interface PasswordState {
	status: PasswordStatus;
	/** The policy that it obeys. */
	policy: StoredObject;
	/** When it was last set, as PingOne prints it; absent without a password. */
	lastChangedAt?: string;
	/** Until when failed attempts lock the user out, in ms of the emulator's clock; absent when they do not. */
	lockedUntil?: number;
}

interface Password {
	/** `{SCHEME}base64(digest + salt)`. */
	value: string;
	changedAt: number;
	mustChange: boolean;
	failures: number;
	lockedUntil: number;
	history: { value: string; changedAt: number }[];
}

interface PasswordPolicy extends PasswordRules {
	history?: { count?: number; retentionDays?: number };
	lockout?: { failureCount?: number; durationSeconds?: number };
	maxAgeDays?: number;
}

const KEY = "current";

/**
 * Sets a user's password, or throws PingOne's refusal when the policy of the user's population does not accept it.
 * A pre-encoded value is taken as it is: there is nothing to judge. Schemes that this emulator cannot compare with are
 * answered with 501: taken for clear text, nobody could sign on with what they encode.
 */
export function setPassword(world: World, user: StoredObject, value: string, options: NewPassword = {}): void {
	const before = passwordOf(world, user);
	const encoded = options.encodable === true && isEncoded(value);
	if (!encoded && options.bypassPolicy !== true) requireAcceptable(world, user, value, before, options);
	const next: Password = {
		value: encoded ? value : encode(value, world.ids.salt(8)),
		changedAt: world.clock.now(),
		mustChange: options.forceChange ?? false,
		failures: 0,
		lockedUntil: 0,
		history: before ? kept(before, policyOf(world, user), world.clock.now()) : [],
	};
	save(world, user, next);
}

/** Compares a value with the user's password and counts failures towards the lockout of the policy. */
export function checkPassword(world: World, user: StoredObject, value: string): PasswordCheck {
	const password = passwordOf(world, user);
	if (!password) return { outcome: "noPassword" };
	const now = world.clock.now();
	if (password.lockedUntil > now) return lockedOut(password, now);
	if (matches(value, password.value)) {
		if (password.failures > 0) save(world, user, { ...password, failures: 0, lockedUntil: 0 });
		return { outcome: "ok" };
	}
	return failed(world, user, password);
}

/** Where the user's password stands by the policy and the emulator's clock. */
export function passwordStatus(world: World, user: StoredObject): PasswordStatus {
	const password = passwordOf(world, user);
	return password ? statusOf(password, policyOf(world, user), world.clock.now()) : "NO_PASSWORD";
}

/** All that is shown of the user's password (PingOne API, "Read password state"). */
export function passwordState(world: World, user: StoredObject): PasswordState {
	const policy = passwordPolicyOf(world, user);
	const password = passwordOf(world, user);
	if (!password) return { status: "NO_PASSWORD", policy };
	const now = world.clock.now();
	const { changedAt, lockedUntil } = password;
	return {
		status: statusOf(password, policy.body, now),
		policy,
		lastChangedAt: timestamp(changedAt),
		...(lockedUntil > now && { lockedUntil }),
	};
}

function statusOf(password: Password, { maxAgeDays }: PasswordPolicy, now: number): PasswordStatus {
	if (password.lockedUntil > now) return "PASSWORD_LOCKED_OUT";
	if (password.mustChange) return "MUST_CHANGE_PASSWORD";
	return maxAgeDays !== undefined && now - password.changedAt > maxAgeDays * DAY_MS ? "PASSWORD_EXPIRED" : "OK";
}

/** Leaves the user without a password. */
export function unsetPassword(world: World, user: StoredObject): void {
	const stored = world.store.findByKey("password", user.id, KEY);
	if (stored) world.store.remove(stored.id);
}

/**
 * Makes the user replace the password at the next sign-on, which a lockout no longer stands in the way of (PingOne API,
 * "Password Force Change"). False when there is no password.
 */
export const forcePasswordChange = (world: World, user: StoredObject): boolean =>
	change(world, user, { mustChange: true, failures: 0, lockedUntil: 0 });

/** Ends a lockout and forgets the failed attempts. False when there is no password. */
export const unlockPassword = (world: World, user: StoredObject): boolean =>
	change(world, user, { failures: 0, lockedUntil: 0 });

/** The policy that a user's password obeys: that of the population, else the environment's default. */
export function passwordPolicyOf(world: World, user: Pick<StoredObject, "environment" | "body">): StoredObject {
	const population = referred(world, "population", user.body.population);
	const own = referred(world, "passwordPolicy", population?.body.passwordPolicy);
	const policy = own ?? defaultOf(world, "passwordPolicy", user.environment);
	if (!policy) throw new Error(`environment ${user.environment} has no default password policy`);
	return policy;
}

const policyOf = (world: World, user: StoredObject) => passwordPolicyOf(world, user).body as PasswordPolicy;

const referred = (world: World, kind: Kind, reference: unknown): StoredObject | undefined =>
	reference === undefined ? undefined : world.store.find(kind, String((reference as JsonObject).id));

const passwordOf = (world: World, user: StoredObject) =>
	world.store.findByKey("password", user.id, KEY)?.body as Password | undefined;

function save(world: World, user: StoredObject, password: Password): void {
	const body: JsonObject = { ...password, history: password.history.map((entry) => ({ ...entry })) };
	const stored = world.store.findByKey("password", user.id, KEY);
	if (stored) world.store.setBody(stored.id, body);
	else {
		const { environment, id: parent } = user;
		world.store.insert({ id: world.ids.uuid(), kind: "password", environment, parent, key: KEY, body });
	}
}

function change(world: World, user: StoredObject, members: Partial<Password>): boolean {
	const password = passwordOf(world, user);
	if (!password) return false;
	save(world, user, { ...password, ...members });
	return true;
}

function failed(world: World, user: StoredObject, password: Password): PasswordCheck {
	const { failureCount, durationSeconds = 0 } = policyOf(world, user).lockout ?? {};
	if (failureCount === undefined) return { outcome: "wrong" };
	const now = world.clock.now();
	// A lockout that has run out starts the count anew.
	const failures = (password.lockedUntil > 0 ? 0 : password.failures) + 1;
	const locks = failures >= failureCount;
	save(world, user, { ...password, failures, lockedUntil: locks ? now + durationSeconds * 1000 : 0 });
	return { outcome: "wrong", failuresRemaining: Math.max(0, failureCount - failures) };
}

const lockedOut = (password: Password, now: number): PasswordCheck => ({
	outcome: "lockedOut",
	secondsUntilUnlock: secondsUntil(password.lockedUntil, now),
});

function requireAcceptable(
	world: World,
	user: StoredObject,
	value: string,
	before: Password | undefined,
	{ target = "password", current }: NewPassword,
): void {
	const policy = policyOf(world, user);
	const unsatisfied = unsatisfiedRequirements(value, policy, {
		profile: textsOf(user.body),
		current,
		usedBefore: before !== undefined && wasUsed(value, before, policy, world.clock.now()),
	});
	const keys = Object.keys(unsatisfied);
	if (keys.length === 0) return;
	const message = `${target === "password" ? "User" : "New"} password did not satisfy password policy requirements`;
	throw invalidValue(target, message, { unsatisfiedRequirements: keys, ...unsatisfied });
}

/** Every text in a profile, at any depth. */
function textsOf(value: JsonObject): string[] {
	return Object.values(value).flatMap((member) => {
		if (typeof member === "string") return [member];
		return isObject(member) ? textsOf(member) : [];
	});
}

const wasUsed = (value: string, before: Password, policy: PasswordPolicy, now: number): boolean =>
	policy.history !== undefined && kept(before, policy, now).some((entry) => matches(value, entry.value));

/** The current value and those before it that the policy still remembers. */
function kept(password: Password, { history }: PasswordPolicy, now: number): Password["history"] {
	if (!history) return [];
	const { count = Number.POSITIVE_INFINITY, retentionDays = Number.POSITIVE_INFINITY } = history;
	const current = { value: password.value, changedAt: password.changedAt };
	const earlier = password.history.filter(({ changedAt }) => now - changedAt <= retentionDays * DAY_MS);
	return [current, ...earlier].slice(0, count);
}

const DIGESTS: Record<string, { algorithm: string; bytes: number }> = {
	SHA512: { algorithm: "sha512", bytes: 64 },
	SSHA512: { algorithm: "sha512", bytes: 64 },
	SSHA384: { algorithm: "sha384", bytes: 48 },
	SSHA256: { algorithm: "sha256", bytes: 32 },
	SSHA: { algorithm: "sha1", bytes: 20 },
};

/** Schemes that PingOne takes besides (PingOne API, "Password encoding"). */
const UNREAD_SCHEME = /^\{(BCRYPT|PBKDF2|ARGON2|MSKCC_PBKDF2|SCRYPT|SCRYPT_RFC7914)\}/;

/**
 * Salted SHA-512, the pre-encoded form that PingOne itself takes. Fast on purpose: these are test users on one
 * machine, and a slow hash would be most of the cost of a sign-on without protecting anything real.
 */
function encode(value: string, salt: Buffer): string {
	const digest = hash("sha512", Buffer.concat([Buffer.from(value), salt]), "buffer");
	return `{SSHA512}${Buffer.concat([digest, salt]).toString("base64")}`;
}

function parseEncoded(value: string): { algorithm: string; digest: Buffer; salt: Buffer } | undefined {
	const [, name = "", base64 = ""] = /^\{([A-Z0-9]+)\}([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
	const scheme = DIGESTS[name];
	const bytes = Buffer.from(base64, "base64");
	if (!scheme || bytes.length < scheme.bytes) return undefined;
	return { algorithm: scheme.algorithm, digest: bytes.subarray(0, scheme.bytes), salt: bytes.subarray(scheme.bytes) };
}

/** Whether it is encoded by a scheme that can be compared with; refuses one that cannot. */
function isEncoded(value: string): boolean {
	const [, unread] = UNREAD_SCHEME.exec(value) ?? [];
	if (unread !== undefined) throw notEmulated(`A password pre-encoded as {${unread}}`);
	return parseEncoded(value) !== undefined;
}

function matches(value: string, stored: string): boolean {
	const encoded = parseEncoded(stored);
	if (!encoded) return false;
	const digest = hash(encoded.algorithm, Buffer.concat([Buffer.from(value), encoded.salt]), "buffer");
	return timingSafeEqual(digest, encoded.digest);
}
