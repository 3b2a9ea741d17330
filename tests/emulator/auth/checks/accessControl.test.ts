import { describe, expect, it } from "@jest/globals";
import { admits } from "../../../../emulator/auth/checks/accessControl.ts";

const group = (type: string, ...ids: string[]) => ({ group: { type, groups: ids.map((id) => ({ id })) } });
const member = (...groups: string[]) => ({ groups, isAdministrator: false });
const ADMINISTRATORS = { role: { type: "ADMIN_USERS_ONLY" } };

describe("an application", () => {
	it("is for everybody unless it says otherwise", () => {
		expect(admits({}, member())).toBe(true);
	});

	it("can be for members of any of its groups, or of all", () => {
		expect(admits(group("ANY_GROUP", "a", "b"), member("b", "c"))).toBe(true);
		expect(admits(group("ANY_GROUP", "a", "b"), member("c"))).toBe(false);
		expect(admits(group("ALL_GROUPS", "a", "b"), member("b", "a", "c"))).toBe(true);
		expect(admits(group("ALL_GROUPS", "a", "b"), member("b"))).toBe(false);
	});

	it("can be for administrators only, who must still be members", () => {
		expect(admits(ADMINISTRATORS, member())).toBe(false);
		expect(admits(ADMINISTRATORS, { groups: [], isAdministrator: true })).toBe(true);
		expect(admits({ ...ADMINISTRATORS, ...group("ANY_GROUP", "a") }, { groups: [], isAdministrator: true })).toBe(
			false,
		);
	});
});
