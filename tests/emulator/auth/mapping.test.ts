import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { mappedValue } from "../../../emulator/auth/mapping.ts";
import { mappableUser, type User } from "../../../emulator/auth/registered.ts";
import { newWorld, START } from "../world.ts";

const user = { id: "u1", email: "a@example.com", name: { given: "Ines", family: "Prado" }, mfaEnabled: false };
const of = (path: string) => `\${user.${path}}`;

describe("an attribute mapping", () => {
	it("takes a user attribute with its type", () => {
		expect(mappedValue(of("id"), user)).toBe("u1");
		expect(mappedValue(of("name.given"), user)).toBe("Ines");
		expect(mappedValue(of("mfaEnabled"), user)).toBe(false);
		expect(mappedValue(of("name"), user)).toEqual({ given: "Ines", family: "Prado" });
	});

	it("puts text around placeholders", () => {
		expect(mappedValue(`${of("name.given")} ${of("name.family")}!`, user)).toBe("Ines Prado!");
	});

	it("has no value when an attribute has none, or there is no user", () => {
		for (const path of ["nickname", "name.middle", "id.length", "__proto__", "constructor.name"]) {
			expect(mappedValue(of(path), user)).toBeUndefined();
			expect(mappedValue(`x ${of(path)}`, user)).toBeUndefined();
		}
		expect(mappedValue(of("id"), undefined)).toBeUndefined();
		expect(mappedValue(of("id").replace("user", "group"), user)).toBeUndefined();
		expect(mappedValue(`to ${of("name")}`, user)).toBeUndefined();
	});

	it("sees an account as unlocked once the time of its lock has come", async () => {
		const { world, clock, environment } = await newWorld();
		const account = { status: "LOCKED", unlockAt: new Date(START + 1).toISOString() };
		const body = { username: "locked", account };
		const stored = { id: "u", kind: "user", environment: environment.id, parent: environment.id, body } as const;
		const locked = world.store.insert(stored) as User;
		expect(mappedValue(of("account.status"), mappableUser(world, locked))).toBe("LOCKED");
		clock.advance(1);
		expect(mappedValue(of("account.status"), mappableUser(world, locked))).toBe("OK");
	});

	it("is static text for everyone, user or not", () => {
		const texts = fc.string().filter((text) => !text.includes("${"));
		fc.assert(fc.property(texts, (text) => expect(mappedValue(text, undefined)).toBe(text)));
	});
});
