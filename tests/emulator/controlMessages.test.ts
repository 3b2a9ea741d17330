import { describe, expect, it } from "@jest/globals";
import { createApp } from "../../emulator/app.ts";
import type { User } from "../../emulator/auth/registered.ts";
import { type MessagePurpose, sendMessage } from "../../emulator/messages.ts";
import { newWorld } from "./world.ts";

describe("what users were sent", () => {
	it("is listed newest first, and on the page without its codes unless asked", async () => {
		const { world, clock, environment } = await newWorld();
		const app = createApp(world);
		const ines = { id: "ines", environment: environment.id, body: {} } as User;
		const recipient = "ines@example.com";
		const send = (purpose: MessagePurpose, code: string) => sendMessage(world, ines, { recipient, purpose, code });
		send("VERIFICATION", "first123");
		clock.advance(1000);
		send("RECOVERY", "second45");
		const { messages } = (await (await app.request("/_emulator/messages")).json()) as { messages: object[] };
		expect(messages).toMatchObject([
			{ recipient: "ines@example.com", purpose: "RECOVERY", code: "second45" },
			{ recipient: "ines@example.com", purpose: "VERIFICATION", code: "first123" },
		]);
		const page = async (query: string) => (await app.request(`/_emulator/?view=flows${query}`)).text();
		expect(await page("")).toContain("ines@example.com");
		expect(await page("")).not.toContain("second45");
		expect(await page("&secrets=true")).toContain("second45");
	});
});
