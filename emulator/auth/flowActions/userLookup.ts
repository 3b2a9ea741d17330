import { z } from "zod";
import { validate } from "../../request.ts";
import type { FlowAction } from "./flowAction.ts";

const schema = z.object({ username: z.string().min(1) });

/** Takes the username first (PingOne API, "Identifier first action"). Whether it exists shows only with the password. */
export const userLookup: FlowAction = {
	name: "user.lookup",
	run: (_world, flow, body) => ({ ...flow, ...validate(schema, body), status: "PASSWORD_REQUIRED" }),
};
