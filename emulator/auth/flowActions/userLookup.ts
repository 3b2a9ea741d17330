import { z } from "zod";
import { validate } from "../../validate.ts";
import type { World } from "../../world.ts";
import type { Flow } from "../flow.ts";
import { runningAction, stopped } from "../policyRun.ts";
import type { FlowAction } from "./flowAction.ts";

const schema = z.object({ username: z.string().min(1) });

/** Takes the username first (PingOne API, "Identifier first action"). Whether it exists shows only with the password. */
export const userLookup: FlowAction = {
	name: "user.lookup",
	run(world, flow, body) {
		const named: Flow = { ...flow, ...validate(schema, body), status: "PASSWORD_REQUIRED" };
		return isDiscovered(world, named) ? stopped(named, "Sign-on with an identity provider is not emulated.") : named;
	},
};

/** Whether a discovery rule of the running action sends users of that name to another identity provider. */
function isDiscovered(world: World, { username = "", ...flow }: Flow): boolean {
	const rules = runningAction(world, flow)?.body.discoveryRules ?? [];
	return rules.some(({ condition }) => username.toLowerCase().includes(condition.value.toLowerCase()));
}
