import { describe, expect, it } from "@jest/globals";
import { webApp } from "../client.ts";
import { client, detailsOf, listed, made, outside, startEmulatorForAll, through } from "./provider.ts";

startEmulatorForAll();

describe("role assignments", () => {
	it.each([
		["user", "/users", { username: "admin", email: "admin@example.com" }],
		["application", "/applications", webApp("Administrator")],
		["group", "/groups", { name: "Administrators" }],
	])("of a %s are made, read and removed", async (_kind, path, holder) => {
		const { id } = await made(path, holder);
		const { roles = [] } = (await outside("GET", "/roles")).body._embedded;
		const role = roles.find(({ name }) => name === "Identity Data Admin");
		const environment = (await client.get("")).body.id;
		const assignment = { role: { id: role?.id }, scope: { id: environment, type: "ENVIRONMENT" } };
		const answers = await through(`${path}/${id}/roleAssignments`, [assignment]);
		expect(answers).toMatchObject([{ ...assignment, readOnly: false }]);
	});
});

describe("pingone_sign_on_policy_action", () => {
	const ip = "${flow.request.http.remoteIp}";
	const lastSignOn = (by: string) => ({
		secondsSince: `\${session.lastSignOn.withAuthenticator.${by}.at}`,
		greater: 3600,
	});
	const or = (...parts: object[]) => ({ or: parts });

	it.each<[string, object, object]>([
		[
			"login",
			{
				...{ type: "LOGIN", recovery: { enabled: true }, enforceLockoutForIdentityProviders: true },
				...{ registration: { enabled: false, external: { href: "https://www.pingidentity.com" } } },
				condition: or(
					lastSignOn("pwd"),
					{ not: { contains: ip, ipRange: ["192.168.129.23/17"] } },
					or(
						{ value: "${user.lifecycle.status}", equals: "ACCOUNT_OK" },
						{ value: "${user.mfaEnabled}", equals: true },
					),
				),
			},
			{ type: "LOGIN", recovery: { enabled: false } },
		],
		[
			"mfa",
			{
				...{ type: "MULTI_FACTOR_AUTHENTICATION", noDevicesMode: "BYPASS" },
				condition: or(
					lastSignOn("mfa"),
					{ valid: ip, ipRisk: { minScore: 80, maxScore: 100 } },
					{ valid: ip, anonymousNetwork: [] },
					{
						geoVelocity: ip,
						valid: {
							previousSuccessfulAuthenticationIp: "${user.lastSignOn.remoteIp}",
							previousSuccessfulAuthenticationTime: "${user.lastSignOn.at}",
						},
					},
				),
			},
			{ type: "MULTI_FACTOR_AUTHENTICATION", noDevicesMode: "BLOCK" },
		],
		[
			"progressive_profiling",
			{
				...{ type: "PROGRESSIVE_PROFILING", preventMultiplePromptsPerFlow: true, promptIntervalSeconds: 5 },
				...{ promptText: "For the best experience", attributes: [{ name: "name.given", required: false }] },
			},
			{
				...{ type: "PROGRESSIVE_PROFILING", preventMultiplePromptsPerFlow: true, promptIntervalSeconds: 7_776_000 },
				...{ promptText: "For the best experience", attributes: [{ name: "name.given", required: true }] },
			},
		],
		["pingid", { type: "PINGID_AUTHENTICATION" }, { type: "PINGID_AUTHENTICATION" }],
		[
			"pingid_windows_login_passwordless",
			{
				...{ type: "PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION", offlineMode: { enabled: true } },
				uniqueUserAttribute: { name: "externalId" },
			},
			{
				...{ type: "PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION", offlineMode: { enabled: false } },
				uniqueUserAttribute: { name: "email" },
			},
		],
		["identifier_first", { type: "IDENTIFIER_FIRST", recovery: { enabled: true } }, { type: "IDENTIFIER_FIRST" }],
	])("changes between full and minimal: %s", async (name, full, minimal) => {
		const { id } = await made("/signOnPolicies", { name: `Tf_${name}` });
		const actions = `/signOnPolicies/${id}/actions`;
		await made(actions, { type: "LOGIN", priority: 1 });
		const bodies = [full, minimal, full].map((body, n) => ({ priority: 2 + n, ...body }));
		const answers = await through(actions, bodies as [object, ...object[]]);
		expect(answers).toMatchObject(bodies);
		expect(answers[1]).not.toHaveProperty("condition");
		expect((await client.delete(`/signOnPolicies/${id}`)).status).toBe(204);
	});

	it("is the last of its policy, which goes by making another first", async () => {
		const { id } = await made("/signOnPolicies", { name: "Tf_last" });
		const actions = `/signOnPolicies/${id}/actions`;
		const only = await made(actions, { type: "LOGIN", priority: 1 });
		expect(detailsOf(await client.delete(`${actions}/${only.id}`))).toMatchObject([
			{ code: "CONSTRAINT_VIOLATION", message: "Cannot delete last action from the policy" },
		]);
		await made(actions, { type: "LOGIN", priority: 1 });
		expect((await client.delete(`${actions}/${only.id}`)).status).toBe(204);
	});
});

describe("pingone_group_nesting", () => {
	it("puts a group into another, which tells how many it has", async () => {
		const [staff, sales, west] = [
			await made("/groups", { name: "Staff" }),
			await made("/groups", { name: "Sales" }),
			await made("/groups", { name: "West" }),
		];
		const nested = `/groups/${sales.id}/memberOfGroups`;
		const created = await client.post(nested, { id: staff.id });
		expect(created).toMatchObject({ status: 201, body: { id: staff.id, type: "DIRECT", name: "Staff" } });
		expect(created.headers.get("location")).toBe(`${client.url}${nested}/${staff.id}`);
		expect((await client.get(`${nested}/${staff.id}`)).body).toEqual(created.body);
		expect(await listed(nested)).toEqual([created.body]);
		expect((await client.get(`/groups/${staff.id}`)).body.directMemberCounts).toEqual({ users: 0, groups: 1 });
		await made(`/groups/${west.id}/memberOfGroups`, { id: sales.id });
		for (const inner of [staff.id, sales.id, west.id]) {
			const circle = await client.post(`/groups/${staff.id}/memberOfGroups`, { id: inner });
			expect(detailsOf(circle)).toMatchObject([{ code: "INVALID_VALUE", target: "id" }]);
		}
		expect(detailsOf(await client.post(nested, { id: staff.id }))).toMatchObject([{ code: "UNIQUENESS_VIOLATION" }]);
		expect(detailsOf(await client.post(nested, { id: client.emulator.clientId }))).toMatchObject([{ target: "id" }]);
		// A change of the group itself leaves it where it is.
		const changed = (await client.put(`/groups/${sales.id}`, { name: "Sales", memberOfGroups: [] })).body;
		expect(changed).not.toHaveProperty("memberOfGroups");
		expect(await listed(nested)).toHaveLength(1);
		expect((await client.delete(`/groups/${sales.id}`)).status).toBe(204);
		expect(await listed(`/groups/${west.id}/memberOfGroups`)).toEqual([]);
		await made(`/groups/${west.id}/memberOfGroups`, { id: staff.id });
		expect((await client.delete(`/groups/${west.id}/memberOfGroups/${staff.id}`)).status).toBe(204);
		expect((await client.delete(`/groups/${west.id}/memberOfGroups/${staff.id}`)).body.code).toBe("NOT_FOUND");
	});
});
