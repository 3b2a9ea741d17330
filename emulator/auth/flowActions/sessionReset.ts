import { restartPolicy } from "../policyRun.ts";
import type { FlowAction } from "./flowAction.ts";

/** Forgets the user and goes back to the first step. */
export const sessionReset: FlowAction = { name: "session.reset", run: (world, flow) => restartPolicy(world, flow) };
