import { expect, it } from "@jest/globals";
import { startEmulator } from "../emulator/index.ts";
import { LOCAL_EMULATOR } from "../providers/api/config.ts";

// The two rooms may not share code, so each says on its own who the worker of a fresh emulator is.
it("the emulator starts as stacks with pingone:target emulator expect it", async () => {
	const { environmentId, clientId, clientSecret, close } = await startEmulator({ port: 0 });
	await close();
	expect({ environmentId, clientId, clientSecret }).toEqual({
		environmentId: LOCAL_EMULATOR.environmentId,
		clientId: LOCAL_EMULATOR.clientId,
		clientSecret: LOCAL_EMULATOR.clientSecret,
	});
});
