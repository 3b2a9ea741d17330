import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { createApp } from "../../emulator/app.ts";
import { EMULATED_LIST } from "../../emulator/errors.ts";
import { emulatedRoutes, emulatedText, featureOf } from "../../emulator/routes.ts";
import { startWithClient } from "./client.ts";
import { newWorld } from "./world.ts";

const app = async () => createApp((await newWorld()).world);

describe("the list of what is emulated", () => {
	it("is the one in the README", async () => {
		const readme = readFileSync("README.md", "utf8");
		const [, listed] = /<!-- emulated:begin -->\n([\s\S]*?)\n<!-- emulated:end -->/.exec(readme) ?? [];
		expect(listed?.trim()).toBe(emulatedText(await app()));
		const heading = EMULATED_LIST.split("#")[1]?.replaceAll("-", " ");
		expect(readme.toLowerCase()).toMatch(new RegExp(`^#+ ${heading}$`, "m"));
	});

	it("names paths as PingOne's documentation does, and leaves the control plane out", async () => {
		const routes = emulatedRoutes(await app());
		const methodsOf = (path: string) => routes.find((route) => route.path === path)?.methods;
		expect(methodsOf("/v1/environments/{environmentId}/applications/{applicationId}/grants/{grantId}")).toEqual([
			"GET",
			"PUT",
			"DELETE",
		]);
		expect(methodsOf("/{environmentId}/as/token")).toEqual(["POST"]);
		expect(methodsOf("/{environmentId}/as/device_authorization")).toBeUndefined();
		expect(routes.filter(({ path }) => path.includes("_emulator"))).toEqual([]);
	});
});

describe("a request for what is not emulated", () => {
	const ID = "00000000-0000-4000-8000-000000000000";
	it.each([
		["GET", `/v1/environments/${ID}/users/${ID}/devices`, /^MFA devices \(GET .*\/users\/\{id\}\/devices\)$/],
		["POST", `/v1/environments/${ID}/propagation/rules`, /^Provisioning \(/],
		["GET", `/v1/environments/${ID}/unheardOf`, /^GET \/v1\/environments\/\{id\}\/unheardOf$/],
		["GET", `/${ID}/saml20/idp/sso`, /^SAML single sign-on/],
	])("is named: %s %s", (method, path, feature) => {
		expect(featureOf(method, path)).toMatch(feature);
	});

	it("is named by the first 200 characters of its path", () => {
		expect(featureOf("GET", `/${"x".repeat(199)}`)).toBe(`GET /${"x".repeat(199)}`);
		expect(featureOf("GET", `/${"x".repeat(200)}`)).toBe(`GET /${"x".repeat(199)}`);
	});

	it("is answered with 501 and its name for each feature that the README lists, whatever the method", async () => {
		const { emulator, token } = await startWithClient();
		const missing = [...emulatedText(await app()).matchAll(/^- (.+): `(\/.+)`$/gm)];
		expect(missing.length).toBeGreaterThan(40);
		for (const [, feature = "", template = ""] of missing) {
			const path = template.replaceAll("{environmentId}", emulator.environmentId).replaceAll(/\{\w+\}/g, ID);
			for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
				for (const below of ["", `/${ID}`]) {
					const init = { method, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" } };
					const answer = await fetch(emulator.authUrl + path + below, init);
					const { code, message } = (await answer.json()) as { code: string; message: string };
					expect([method, path, answer.status, code]).toEqual([method, path, 501, "NOT_EMULATED"]);
					expect(message).toContain(`${feature} (`);
				}
			}
		}
		await emulator.close();
	});

	it("is answered with 501, the feature and where the list is", async () => {
		const answer = await (await app()).request(`/${ID}/davinci/policy`, { method: "POST" });
		expect([answer.status, await answer.json()]).toMatchObject([
			501,
			{ code: "NOT_EMULATED", message: expect.stringMatching(/^DaVinci flows .* README\.md#what-is-emulated/) },
		]);
	});
});
