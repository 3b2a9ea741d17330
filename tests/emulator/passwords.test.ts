import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { PingOneRefusal } from "../../emulator/errors.ts";
import type { JsonObject } from "../../emulator/json.ts";
import { type PasswordRules, unsatisfiedRequirements } from "../../emulator/passwordRules.ts";
import {
	checkPassword,
	forcePasswordChange,
	type NewPassword,
	passwordState,
	passwordStatus,
	setPassword,
	unlockPassword,
} from "../../emulator/passwords.ts";
import type { StoredObject } from "../../emulator/store.ts";
import { newWorld } from "./world.ts";

const DAY = 86_400_000;
/** As long as a salted digest is. */
const SSHA = `{SSHA}${Buffer.from("twenty bytes of digest, salted").toString("base64")}`;
const GOOD = "2FederateM0re!";

async function withUser(policy: JsonObject = {}) {
	const { world, clock, environment } = await newWorld();
	const standard = world.store.list("passwordPolicy", environment.id)[0] as StoredObject;
	world.store.setBody(standard.id, { ...standard.body, ...policy });
	const population = world.store.list("population", environment.id)[0] as StoredObject;
	const body = { username: "ines", name: { given: "Wilhelmine42!" }, population: { id: population.id } };
	const user = world.store.insert({
		id: world.ids.uuid(),
		kind: "user",
		environment: environment.id,
		parent: environment.id,
		body,
	});
	return { world, clock, user, environment, population };
}

/** The innerError of the refusal, or undefined when the value was taken. */
function refusalOf(set: () => void): JsonObject | undefined {
	try {
		set();
		return undefined;
	} catch (error) {
		if (!(error instanceof PingOneRefusal)) throw error;
		return { ...error.details[0] };
	}
}

const STANDARD: PasswordRules = {
	length: { min: 8, max: 255 },
	minUniqueCharacters: 5,
	maxRepeatedCharacters: 2,
	excludesCommonlyUsed: true,
	excludesProfileData: true,
	notSimilarToCurrent: true,
	minCharacters: {
		abcdefghijklmnopqrstuvwxyz: 1,
		ABCDEFGHIJKLMNOPQRSTUVWXYZ: 1,
		"0123456789": 1,
		"~!@#$%^&*()-_=+[]{}|;:,.<>/?": 1,
	},
};
const NOTHING_KNOWN = { profile: [], usedBefore: false };
const missed = (
	value: string,
	rules = STANDARD,
	context: Parameters<typeof unsatisfiedRequirements>[2] = NOTHING_KNOWN,
) => Object.keys(unsatisfiedRequirements(value, rules, context));

describe("the requirements of a password policy", () => {
	it("are named and worded as the service does", () => {
		expect(unsatisfiedRequirements("aaa", STANDARD, NOTHING_KNOWN)).toEqual({
			length: "The provided password is shorter than the minimum required length of 8 characters",
			minUniqueCharacters:
				"The provided password does not contain enough unique characters.  The minimum number of unique characters that may appear in a user password is 5",
			maxRepeatedCharacters:
				"The provided password is not acceptable because it contains a character repeated more than 2 times in a row",
			minCharacters:
				"The provided password did not contain enough characters from the character set 'ZYXWVUTSRQPONMLKJIHGFEDCBA'.  The minimum number of characters from that set that must be present in user passwords is 1",
		});
	});

	it.each([
		[GOOD, []],
		["Password1!", ["excludesCommonlyUsed"]],
		["Drow$$ap1", []],
		["P@$$w0rd", ["excludesCommonlyUsed"]],
		["Short1!", ["length"]],
		[`${GOOD}${"ab".repeat(121)}`, ["length"]],
		[GOOD.padEnd(255, "ab"), []],
		[GOOD.padEnd(256, "ab"), ["length"]],
		["Abc11123!", ["maxRepeatedCharacters"]],
		["Aa1!Aa1!", ["minUniqueCharacters"]],
		["Aa1!Aa1b", []],
		["Aa1!b😀😃", ["length"]],
		["Aa1!b😀😃😄", []],
		["nocapitals1!", ["minCharacters"]],
	])("of the Standard policy: %s misses %j", (value, keys) => {
		expect(missed(value)).toEqual(keys);
	});

	it.each<[string, PasswordRules, string[]]>([
		["aaaa", { minComplexity: 7 }, ["minComplexity"]],
		["correct horse battery", { minComplexity: 7 }, []],
		["xabcdx", { alphabetSequenceRule: { maxLength: 3 } }, ["alphabetSequenceRule"]],
		["xabcx", { alphabetSequenceRule: { maxLength: 3 } }, []],
		["xWXYZx", { alphabetSequenceRule: { maxLength: 3 } }, ["alphabetSequenceRule"]],
		["xdcbax", { alphabetSequenceRule: { maxLength: 3 } }, []],
		["x123x", { numberSequenceRule: { maxLength: 2 } }, ["numberSequenceRule"]],
		...["x012x", "x789x"].map((value): [string, PasswordRules, string[]] => [
			value,
			{ numberSequenceRule: { maxLength: 2 } },
			["numberSequenceRule"],
		]),
		["x890x", { numberSequenceRule: { maxLength: 2 } }, []],
		["xASDFx", { qwertySequenceRule: { maxLength: 3 } }, ["qwertySequenceRule"]],
		...["xqwerx", "xuiopx", "xhjklx", "xzxcvx", "xvbnmx"].map((value): [string, PasswordRules, string[]] => [
			value,
			{ qwertySequenceRule: { maxLength: 3 } },
			["qwertySequenceRule"],
		]),
		...["xrewqx", "xfdsax", "xqwexasdx"].map((value): [string, PasswordRules, string[]] => [
			value,
			{ qwertySequenceRule: { maxLength: 3 } },
			[],
		]),
		["x#$%^x", { shiftedNumberRowSequenceRule: { maxLength: 3 } }, ["shiftedNumberRowSequenceRule"]],
		["x&*()x", { shiftedNumberRowSequenceRule: { maxLength: 3 } }, ["shiftedNumberRowSequenceRule"]],
	])("of other settings: %s by %j misses %j", (value, rules, keys) => {
		expect(missed(value, rules)).toEqual(keys);
	});

	it.each([
		["abcdefghijk", "abcdefghijkl"],
		["ABCDEFGHIJK", "ABCDEFGHIJKL"],
		["1234567890123456", "12345678901234567"],
		["!$%&/()=?+#", "!$%&/()=?+#-"],
		["aB1!aB1!", "aB1!aB1!a"],
	])("are complex by length and kinds of characters: %s is searched in seven days, %s is not", (value, longer) => {
		expect(missed(value, { minComplexity: 7 })).toEqual(["minComplexity"]);
		expect(missed(longer, { minComplexity: 7 })).toEqual([]);
	});

	it.each([
		...["drowssap", "hell0", "p@ssword99", "1etmein", "s3cret", "m4ster", "5ecret", "7est", "p@ssword", "$ecret"],
		...["adm!n", "MASTER!"],
	])("know a word that is commonly used in another form: %s", (value) => {
		expect(missed(value, { excludesCommonlyUsed: true })).toEqual(["excludesCommonlyUsed"]);
		expect(missed(value, {})).toEqual([]);
	});

	it.each([
		["ederateM0re!", ["notSimilarToCurrent"]],
		["derateM0re!", []],
		["2FedateM0re!", ["notSimilarToCurrent"]],
		["2FxyerateM0re!", ["notSimilarToCurrent"]],
		["2FxyzrateM0re!", []],
		["12xFederateM0re!", ["notSimilarToCurrent"]],
	])("count what is left out, changed and put in between: %s misses %j", (value, keys) => {
		expect(missed(value, STANDARD, { profile: [], current: GOOD, usedBefore: false })).toEqual(keys);
	});

	it("know the profile, the current password and the history", () => {
		expect(missed("Wilhelmine42!", STANDARD, { profile: ["wilhelmine42!"], usedBefore: false })).toEqual([
			"excludesProfileData",
		]);
		expect(missed(`${GOOD}!`, STANDARD, { profile: [], current: GOOD, usedBefore: false })).toEqual([
			"notSimilarToCurrent",
		]);
		for (const [more, keys] of [
			["!?", ["notSimilarToCurrent"]],
			["!?;", []],
		]) {
			expect(missed(`${GOOD}${more}`, STANDARD, { profile: [], current: GOOD, usedBefore: false })).toEqual(keys);
		}
		expect(missed(GOOD, STANDARD, { profile: [], usedBefore: true })).toEqual(["history"]);
	});

	it("never fail on any text, and a policy without settings takes everything", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.string({ unit: "binary" }), (value, current) => {
				expect(missed(value, {}, { profile: [], current, usedBefore: false })).toEqual([]);
				const messages = unsatisfiedRequirements(value, STANDARD, { profile: [current], current, usedBefore: false });
				expect(Object.values(messages)).not.toContain(undefined);
			}),
		);
	});
});

describe("setting a password", () => {
	it.each<[NewPassword, string, string]>([
		[{}, "password", "User password did not satisfy password policy requirements"],
		[{ target: "newPassword" }, "newPassword", "New password did not satisfy password policy requirements"],
	])("names the attribute at fault: %j", async (options, target, message) => {
		const { world, user } = await withUser();
		const refusal = refusalOf(() => setPassword(world, user, "aaa", options));
		expect(refusal).toMatchObject({
			code: "INVALID_VALUE",
			target,
			message,
			innerError: {
				unsatisfiedRequirements: ["length", "minUniqueCharacters", "maxRepeatedCharacters", "minCharacters"],
				length: "The provided password is shorter than the minimum required length of 8 characters",
			},
		});
		expect(passwordStatus(world, user)).toBe("NO_PASSWORD");
	});

	it("refuses the profile and the history, until the history is forgotten", async () => {
		const { world, user, clock } = await withUser({ history: { count: 2, retentionDays: 10 } });
		const keysFor = (value: string) =>
			(refusalOf(() => setPassword(world, user, value))?.innerError as JsonObject | undefined)?.unsatisfiedRequirements;
		expect(keysFor("Wilhelmine42!")).toEqual(["excludesProfileData"]);
		expect(keysFor(GOOD)).toBeUndefined();
		expect(keysFor(GOOD)).toEqual(["history"]);
		expect(keysFor("Second-2nd")).toBeUndefined();
		expect(keysFor(GOOD)).toEqual(["history"]);
		clock.advance(10 * DAY);
		expect(keysFor(GOOD)).toEqual(["history"]);
		clock.advance(1);
		expect(keysFor(GOOD)).toBeUndefined();
	});

	it("remembers as many values as the policy says, the current one among them", async () => {
		const { world, user } = await withUser({ history: { count: 2 } });
		const isTaken = (value: string) => refusalOf(() => setPassword(world, user, value)) === undefined;
		const [first, second, third] = ["First-1st", "Second-2nd", "Third-3rd"] as const;
		expect([first, second, first, second, third, second, first].map(isTaken)).toEqual([
			...[true, true, false, false, true],
			...[false, true],
		]);
	});

	it.each([{ count: 20 }, { retentionDays: 10_000 }, {}])(
		"remembers without an end what the policy sets no limit to: %j",
		async (history) => {
			const { world, user, clock } = await withUser({ history });
			for (let number = 1; number <= 12; number++) {
				setPassword(world, user, `Harbour-${number}`);
				clock.advance(400 * DAY);
			}
			expect(refusalOf(() => setPassword(world, user, "Harbour-1"))).toMatchObject({
				innerError: { unsatisfiedRequirements: ["history"] },
			});
		},
	);

	it.each([
		...["{SSHA}Abc1!xyz9", "{SSHA}QWJjMSF4eXo5", "{MD5}Qm9vIQ==Aa1!", `x${SSHA}`, `${SSHA}!`],
		...[`${SSHA}===`, `${SSHA}_-`, SSHA.replace("SSHA", "SSHA512"), "{constructor}QWJjMSF4eXo5", "x{BCRYPT}JDJiJDEwJA"],
	])("takes for clear text what no scheme has encoded: %s", async (value) => {
		const { world, user } = await withUser({ minCharacters: {}, maxRepeatedCharacters: 3 });
		setPassword(world, user, value, { encodable: true });
		expect(checkPassword(world, user, value)).toEqual({ outcome: "ok" });
		expect(refusalOf(() => setPassword(world, user, value, { encodable: true }))).toMatchObject({
			innerError: { unsatisfiedRequirements: ["history"] },
		});
	});

	it("obeys the policy of the population before the environment's default", async () => {
		const { world, user, environment, population } = await withUser();
		const policy = world.store.insert({
			id: world.ids.uuid(),
			kind: "passwordPolicy",
			environment: environment.id,
			parent: environment.id,
			body: { name: "any" },
		});
		world.store.setBody(population.id, { ...population.body, passwordPolicy: { id: policy.id } });
		setPassword(world, user, "x");
		expect(checkPassword(world, user, "x")).toEqual({ outcome: "ok" });
	});

	it.each(["SSHA512", "SHA512", "SSHA384", "SSHA256", "SSHA"])(
		"takes a value pre-encoded as {%s}, which no policy judges",
		async (scheme) => {
			const { world, user } = await withUser({ length: { max: 24 } });
			const salt = scheme.startsWith("SS") ? "salt" : "";
			const algorithm = scheme.replace(/^SS?HA/, "sha");
			const digest = createHash(algorithm === "sha" ? "sha1" : algorithm)
				.update(`secret${salt}`)
				.digest();
			const encoded = `{${scheme}}${Buffer.concat([digest, Buffer.from(salt)]).toString("base64")}`;
			setPassword(world, user, encoded, { encodable: true });
			expect(checkPassword(world, user, "secret")).toEqual({ outcome: "ok" });
			expect(checkPassword(world, user, encoded)).toMatchObject({ outcome: "wrong" });
			unlockPassword(world, user);
			setPassword(world, user, encoded, { bypassPolicy: true });
			expect(checkPassword(world, user, encoded)).toEqual({ outcome: "ok" });
			expect(checkPassword(world, user, "secret")).toMatchObject({ outcome: "wrong" });
		},
	);

	it.each(["BCRYPT", "PBKDF2", "ARGON2", "MSKCC_PBKDF2", "SCRYPT", "SCRYPT_RFC7914"])(
		"says that {%s} is not emulated, and changes nothing",
		async (scheme) => {
			const { world, user } = await withUser();
			setPassword(world, user, GOOD);
			expect(() => setPassword(world, user, `{${scheme}}JDJiJDEwJEFiYzEyMyE=`, { encodable: true })).toThrow(
				`A password pre-encoded as {${scheme}} is not emulated`,
			);
			expect(checkPassword(world, user, GOOD)).toEqual({ outcome: "ok" });
		},
	);

	it("does not ask the policy when told not to", async () => {
		const { world, user } = await withUser();
		setPassword(world, user, "weak", { bypassPolicy: true });
		expect(checkPassword(world, user, "weak")).toEqual({ outcome: "ok" });
	});

	it("keeps no clear text", async () => {
		const { world, user } = await withUser();
		setPassword(world, user, GOOD);
		const stored = JSON.stringify(world.store.dump());
		expect(stored).not.toContain(GOOD);
		expect(stored).toContain("{SSHA512}");
	});

	it("keeps the same password in another form each time", async () => {
		const { world, user } = await withUser();
		const forms = [1, 2, 3].map(() => {
			setPassword(world, user, GOOD, { bypassPolicy: true });
			return world.store.findByKey("password", user.id, "current")?.body.value;
		});
		expect(new Set(forms).size).toBe(3);
	});

	it("and checking it agree, whatever the text", async () => {
		const { world, user } = await withUser({ lockout: undefined, history: undefined });
		const any = { name: "any", default: true };
		for (const policy of world.store.list("passwordPolicy", user.environment)) world.store.setBody(policy.id, any);
		fc.assert(
			fc.property(
				fc.string({ unit: "binary", minLength: 1 }),
				fc.string({ unit: "binary", minLength: 1 }),
				(value, other) => {
					fc.pre(!/^\{[A-Z0-9]+\}/.test(value));
					setPassword(world, user, value);
					expect(checkPassword(world, user, value).outcome).toBe("ok");
					expect(checkPassword(world, user, other).outcome).toBe(other === value ? "ok" : "wrong");
				},
			),
		);
	});
});

describe("failed attempts", () => {
	it("count down, lock the password for a while, and are forgotten", async () => {
		const { world, user, clock } = await withUser();
		expect(checkPassword(world, user, "x")).toEqual({ outcome: "noPassword" });
		setPassword(world, user, GOOD);
		const wrong = () => checkPassword(world, user, "no");
		for (const failuresRemaining of [4, 3, 2, 1, 0]) expect(wrong()).toEqual({ outcome: "wrong", failuresRemaining });
		expect(checkPassword(world, user, GOOD)).toEqual({ outcome: "lockedOut", secondsUntilUnlock: 900 });
		expect(passwordStatus(world, user)).toBe("PASSWORD_LOCKED_OUT");
		clock.advance(899_001);
		expect(checkPassword(world, user, GOOD)).toEqual({ outcome: "lockedOut", secondsUntilUnlock: 1 });
		clock.advance(999);
		expect(passwordState(world, user)).toMatchObject({ status: "OK" });
		expect(passwordState(world, user)).not.toHaveProperty("lockedUntil");
		for (const failuresRemaining of [4, 3]) expect(wrong()).toEqual({ outcome: "wrong", failuresRemaining });
		expect(checkPassword(world, user, GOOD)).toEqual({ outcome: "ok" });
		expect(wrong()).toEqual({ outcome: "wrong", failuresRemaining: 4 });
	});

	it("are ended and forgotten by an administrator, or with the password", async () => {
		const { world, user } = await withUser({ lockout: { failureCount: 2, durationSeconds: 60 } });
		const wrong = () => checkPassword(world, user, "no");
		setPassword(world, user, GOOD);
		for (const failuresRemaining of [1, 0]) expect(wrong()).toEqual({ outcome: "wrong", failuresRemaining });
		expect(unlockPassword(world, user)).toBe(true);
		expect(passwordStatus(world, user)).toBe("OK");
		expect(wrong()).toEqual({ outcome: "wrong", failuresRemaining: 1 });
		setPassword(world, user, "Another-1");
		expect(wrong()).toEqual({ outcome: "wrong", failuresRemaining: 1 });
	});

	it("lock the password when the policy has come to allow fewer", async () => {
		const { world, user } = await withUser();
		setPassword(world, user, GOOD);
		for (let attempt = 0; attempt < 3; attempt++) checkPassword(world, user, "no");
		const [policy] = world.store.list("passwordPolicy", user.environment);
		world.store.setBody(policy?.id ?? "", { default: true, lockout: { failureCount: 2, durationSeconds: 60 } });
		expect(checkPassword(world, user, "no")).toEqual({ outcome: "wrong", failuresRemaining: 0 });
		expect(passwordStatus(world, user)).toBe("PASSWORD_LOCKED_OUT");
	});

	it.each<[lockout: JsonObject | undefined, remaining: (number | undefined)[]]>([
		[undefined, [undefined, undefined, undefined]],
		[{ durationSeconds: 60 }, [undefined, undefined, undefined]],
		[{ failureCount: 2 }, [1, 0, 1]],
	])("do not lock the password by the setting %j", async (lockout, remaining) => {
		const { world, user } = await withUser({ lockout });
		setPassword(world, user, GOOD);
		for (const failuresRemaining of remaining) {
			expect(checkPassword(world, user, "no")).toEqual({
				outcome: "wrong",
				...(failuresRemaining !== undefined && { failuresRemaining }),
			});
		}
		expect(passwordStatus(world, user)).toBe("OK");
	});
});

describe("the status of a password", () => {
	it("follows its age and the wish to have it changed", async () => {
		const { world, user, clock } = await withUser();
		expect([forcePasswordChange(world, user), unlockPassword(world, user)]).toEqual([false, false]);
		setPassword(world, user, GOOD, { forceChange: true });
		expect(passwordStatus(world, user)).toBe("MUST_CHANGE_PASSWORD");
		setPassword(world, user, "Another-1");
		expect(passwordStatus(world, user)).toBe("OK");
		clock.advance(182 * DAY);
		expect(passwordStatus(world, user)).toBe("OK");
		clock.advance(1);
		expect(passwordStatus(world, user)).toBe("PASSWORD_EXPIRED");
		expect(forcePasswordChange(world, user)).toBe(true);
		expect(passwordStatus(world, user)).toBe("MUST_CHANGE_PASSWORD");
		setPassword(world, user, GOOD, { bypassPolicy: true });
		expect(passwordState(world, user)).toMatchObject({ status: "OK", lastChangedAt: "2026-09-02T09:10:11.124Z" });
	});

	it("is that of the lockout before the wish to have it changed, which outlives it", async () => {
		const { world, user } = await withUser();
		setPassword(world, user, GOOD, { forceChange: true });
		for (let attempt = 0; attempt < 5; attempt++) checkPassword(world, user, "no");
		expect(passwordStatus(world, user)).toBe("PASSWORD_LOCKED_OUT");
		unlockPassword(world, user);
		expect(passwordStatus(world, user)).toBe("MUST_CHANGE_PASSWORD");
	});

	it("does not follow its age where the policy has no say on it", async () => {
		const { world, user, clock } = await withUser({ maxAgeDays: undefined });
		setPassword(world, user, GOOD);
		clock.advance(4000 * DAY);
		expect(passwordStatus(world, user)).toBe("OK");
	});
});
