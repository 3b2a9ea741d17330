import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "@jest/globals";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** Where Debian's package `chromium` puts it. */
const EXECUTABLE = "/usr/bin/chromium";

const ARGUMENTS = [
	"--headless",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/** `describe`, or its skipping form where there is no browser to test with. */
export const describeInChromium: typeof describe.skip = existsSync(EXECUTABLE) ? describe : skipping();

function skipping(): typeof describe.skip {
	process.stderr.write(`Browser tests are skipped: there is no ${EXECUTABLE} (apt-get install chromium)\n`);
	return describe.skip;
}

export const launchChromium = (): Promise<Browser> => chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });

/** Work in a browser whose user lets pages of one site use the cookies of another, which only a profile can say. */
export async function withForeignCookies(work: (context: BrowserContext) => Promise<void>): Promise<void> {
	const profile = mkdtempSync(join(tmpdir(), "chromium-"));
	mkdirSync(join(profile, "Default"));
	const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
	writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
	const context = await chromium.launchPersistentContext(profile, { executablePath: EXECUTABLE, args: ARGUMENTS });
	try {
		await work(context);
	} finally {
		await context.close();
		// Again where it is not empty: processes of the browser may outlive it and still write.
		rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
	}
}

/** Presses Tab until the focus is on what people know by that name. */
export async function tabTo(page: Page, name: string): Promise<void> {
	for (let steps = 0; steps < 20; steps++) {
		if ((await focusedName(page)) === name) return;
		await page.keyboard.press("Tab");
	}
	throw new Error(`the keyboard does not reach ${name}`);
}

/** What has the focus, by its label or its text. */
export const focusedName = (page: Page): Promise<string> =>
	page.evaluate(`(() => {
		const focused = document.activeElement;
		return (focused.labels?.[0] ?? focused).textContent.trim();
	})()`);

/** Types into the fields, given by label, and sends the form: all by keyboard. */
export async function fillIn(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
	for (const [label, value] of Object.entries(fields)) {
		await tabTo(page, label);
		await page.keyboard.press("Control+A");
		await page.keyboard.type(value);
	}
	await go(page);
}

/** Follows the link or presses the button of that name, by keyboard. */
export async function choose(page: Page, name: string): Promise<void> {
	await tabTo(page, name);
	await go(page);
}

/** Presses Enter and waits for the page it leads to. */
async function go(page: Page): Promise<void> {
	const loaded = page.waitForEvent("load");
	await page.keyboard.press("Enter");
	await loaded;
}
