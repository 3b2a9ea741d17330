import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type Emulator, ManualClock, startEmulator } from "../../emulator/index.ts";
import { type Client, connect, user } from "../emulator/client.ts";
import { wholeWorkflow } from "../emulator/workflow.ts";
import { choose, describeInChromium, fillIn, focusedName, launchChromium, tabTo } from "./chromium.ts";

const HOSTILE = '<script>document.title="broken"</script><img src=x onerror="document.title=1">\'"&';

describeInChromium("the inspector page", () => {
	let browser: Browser;
	let emulator: Emulator;
	let client: Client;
	let context: BrowserContext;
	let page: Page;
	let complaints: string[];
	beforeAll(async () => {
		const clock = new ManualClock(Date.parse("2026-03-04T09:10:11.123Z"));
		[browser, emulator] = await Promise.all([launchChromium(), startEmulator({ port: 0, clock })]);
	});
	afterAll(() => Promise.all([browser.close(), emulator.close()]));
	beforeEach(async () => {
		emulator.reset();
		client = await connect(emulator);
		context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
		page = await context.newPage();
		complaints = [];
		page.on("console", (message) => complaints.push(message.text()));
		page.on("pageerror", (error) => complaints.push(error.message));
	});
	afterEach(async () => {
		await context.close();
		expect(complaints).toEqual([]);
	});

	const open = (query = "") => page.goto(`${emulator.authUrl}/_emulator/${query}`);
	const text = () => page.locator("main").innerText();
	const heading = () => page.getByRole("heading", { level: 1 }).textContent();

	it("is found without the slash, and by keyboard leads to each view", async () => {
		await page.goto(`${emulator.authUrl}/_emulator`);
		expect(page.url()).toBe(`${emulator.authUrl}/_emulator/`);
		await page.keyboard.press("Tab");
		expect(await focusedName(page)).toBe("Skip to content");
		for (const view of ["Requests", "Flows", "Tokens", "Clock and faults", "Objects"]) {
			await choose(page, view);
			expect(await heading()).toBe(view);
			expect(await page.title()).toBe(`${view} - PingOne emulator`);
		}
	});

	it("shows objects by kind with their JSON, whatever they are called", async () => {
		const { id } = (await client.post("/populations", { name: HOSTILE })).body;
		await open();
		await choose(page, "population");
		await page.locator("details", { hasText: id }).locator("summary").click();
		expect(await page.locator("details[open] pre").innerText()).toContain(JSON.stringify(HOSTILE));
		expect(await page.locator("details[open] summary").innerText()).toContain(HOSTILE);
		expect(await page.title()).toBe("Objects - PingOne emulator");
		expect(await page.locator("main script, main img").count()).toBe(0);
	});

	it("pages through many objects", async () => {
		for (let n = 0; n < 101; n++) await client.post("/users", user(`user${n}`));
		await open(`?view=objects&environment=${emulator.environmentId}&kind=user`);
		expect(await page.locator("details").count()).toBe(100);
		await page.getByRole("link", { name: "More" }).focus();
		await choose(page, "More");
		expect(await page.locator("summary").allInnerTexts()).toEqual([expect.stringContaining("user100")]);
	});

	it("redacts secrets unless asked", async () => {
		const { id } = (await client.post("/applications", { ...WORKER, name: "Secretive" })).body;
		const { secret } = (await client.get(`/applications/${id}/secret`)).body;
		for (const query of [`?view=objects&environment=${emulator.environmentId}&kind=secret`, "?view=requests"]) {
			await open(query);
			if (query === "?view=requests") await page.getByRole("link", { name: /secret$/ }).click();
			const source = async () => (await page.content()).includes(String(secret));
			expect(await source()).toBe(false);
			const shown = `${page.url()}&secrets=true`;
			await page.goto(shown);
			expect(await source()).toBe(true);
			expect(await page.getByRole("link", { name: "Hide secrets" }).count()).toBe(1);
		}
		expect(await page.content()).toContain(client.token);
	});

	it("shows requests with why they were refused, and finds them", async () => {
		await client.post("/users", { username: "ines", email: HOSTILE });
		await client.get("/users");
		await open("?view=requests");
		const rows = page.locator("tbody tr");
		expect(await rows.nth(1).innerText()).toMatch(/POST .*\/users\s+400\s+.*INVALID_DATA: \w+ email/);
		await fillIn(page, { Status: "4xx", Path: "/v1/**" });
		expect(await rows.count()).toBe(1);
		await rows.getByRole("link").click();
		expect(await text()).toMatch(/Refused: INVALID_DATA: \w+ email/);
		expect(await text()).toContain(JSON.stringify(HOSTILE));
		await open("?view=requests&status=abc");
		expect(await page.getByRole("alert").first().innerText()).toContain("status must be a status such as 404");
	});

	it("finds what was refused at once, pages back, and stays where it is when secrets are shown", async () => {
		await client.post("/users", {});
		for (let n = 0; n < 101; n++) await client.get("/users");
		await open("?view=requests");
		const rows = page.locator("tbody tr");
		expect(await rows.count()).toBe(100);
		await page.getByRole("link", { name: "Older requests" }).click();
		expect(await rows.count()).toBe(3);
		expect(await page.getByRole("link", { name: "Older requests" }).count()).toBe(0);
		await page.getByLabel("Refused only").check();
		await page.getByRole("button", { name: "Filter" }).click();
		expect(await rows.count()).toBe(1);
		expect(await page.getByLabel("Refused only").isChecked()).toBe(true);
		await rows.getByRole("link").click();
		const request = await page.getByRole("heading", { level: 2 }).innerText();
		await page.getByRole("link", { name: "Show secrets" }).click();
		expect(await page.getByRole("heading", { level: 2 }).innerText()).toBe(request);
		expect(await page.content()).toContain(client.token);
	});

	it("copies a request as curl that can be sent again", async () => {
		await client.post("/users", user("it's"));
		await open("?view=requests&secrets=true");
		await page.locator("tbody tr a").first().click();
		await page.goto(`${page.url()}&secrets=true`);
		await tabTo(page, "Copy as curl");
		await page.keyboard.press("Enter");
		await page.getByText("Copied").waitFor();
		const command = String(await page.evaluate("navigator.clipboard.readText()"));
		expect(command).toContain(`curl -X POST '${client.url}/users'`);
		expect(command).toContain(`authorization: Bearer ${client.token}`);
		expect(command).toContain(`--data-raw '{"username":"it'\\''s"`);
	});

	it("shows open flows", async () => {
		await wholeWorkflow(emulator);
		const { applications } = (await client.get("/applications")).body._embedded;
		const application = applications?.find(({ name }) => name === "Portal");
		const query = `response_type=code&client_id=${application?.id}&redirect_uri=https://portal.example.com/cb&scope=openid`;
		const begun = await fetch(`${emulator.authUrl}/${emulator.environmentId}/as/authorize?${query}`, {
			redirect: "manual",
		});
		const flow = new URL(begun.headers.get("location") ?? "").searchParams.get("flowId");
		await open("?view=flows");
		expect(await page.locator("summary", { hasText: String(flow) }).innerText()).toContain(
			"USERNAME_PASSWORD_REQUIRED",
		);
	});

	it("takes a token apart and judges its signature", async () => {
		const { tokens } = await wholeWorkflow(emulator);
		await open("?view=tokens");
		const label = "A token to take apart";
		const decode = async (token: string) => {
			await page.getByLabel(label).fill(token);
			await page.getByRole("button", { name: "Decode" }).click();
			return text();
		};
		expect(await decode(tokens.access_token)).toMatch(
			/signature is good, and the token is active[\s\S]*"RS256"[\s\S]*orders:read/,
		);
		const forged = `${tokens.access_token.slice(0, -9)}AAAAAAAAA`;
		expect(await decode(forged)).toContain("not by this emulator's key");
		expect(await decode("nonsense")).toContain("This is not a JWT");
		emulator.clock.set({ advanceSeconds: 7200 });
		expect(await decode(tokens.access_token)).toContain("the token expired at 2026-03-04T10:10:11.000Z");
	});

	it("lists the tokens that were issued", async () => {
		await wholeWorkflow(emulator);
		await open("?view=tokens");
		await page.locator("summary", { hasText: "id token" }).first().click();
		expect(await page.locator("details[open] pre").innerText()).toContain('"acr": "Portal_Login"');
	});

	it("moves the clock, sets faults, saves and restores", async () => {
		await open("?view=controls");
		await choose(page, "Advance 900 s");
		expect(await page.locator("#now").innerText()).toBe("2026-03-04T09:25:11.123Z");
		await choose(page, "Freeze");
		expect(emulator.clock.read().frozen).toBe(true);
		await choose(page, "Add fault");
		expect(emulator.faults.list()).toMatchObject([{ rule: { effect: "lose-response-after-commit" } }]);
		await choose(page, "Remove fault 1");
		expect(emulator.faults.list()).toEqual([]);
		await fillIn(page, { Name: "here" });
		await client.post("/users", user("gone"));
		await choose(page, "Restore here");
		expect((await client.get("/users")).body._embedded.users).toEqual([]);
		await choose(page, "Delete here");
		expect(await text()).toContain("There is no savepoint.");
		await choose(page, "Reset to the first start");
		expect(await page.locator("#now").innerText()).toBe("2026-03-04T09:10:11.123Z");
	});

	it("says what is wrong with a rule", async () => {
		await open("?view=controls");
		await page.getByLabel("A rule to add").fill('{"effect": "explode"}');
		await page.getByRole("button", { name: "Add fault" }).click();
		await page.getByRole("alert").waitFor();
		expect(await page.getByRole("alert").innerText()).toContain("effect must be one of status, delay");
		complaints = complaints.filter((complaint) => !complaint.includes("status of 400"));
	});

	it.each(["light", "dark"] as const)("has readable contrast where the person likes it %s", async (colorScheme) => {
		await page.emulateMedia({ colorScheme });
		await client.get("/nowhere");
		await open("?view=requests");
		for (const selector of ["h1", "nav a", "td a", "tr.refused td:nth-child(4)"]) {
			expect(await contrastOf(page, selector)).toBeGreaterThanOrEqual(4.5);
		}
	});
});

const WORKER = {
	enabled: true,
	protocol: "OPENID_CONNECT",
	type: "WORKER",
	grantTypes: ["CLIENT_CREDENTIALS"],
	tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC",
};

/** WCAG 2.2, "contrast ratio", of an element's text on what is behind it. */
async function contrastOf(page: Page, selector: string): Promise<number> {
	const [text, behind] = (await page.evaluate(`(() => {
		const element = document.querySelector(${JSON.stringify(selector)});
		let behind = element;
		while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
		return [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor];
	})()`)) as [string, string];
	const [light, dark] = [luminanceOf(text), luminanceOf(behind)].sort((a, b) => b - a) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

function luminanceOf(color: string): number {
	const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map((value) => {
		const share = Number(value) / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
