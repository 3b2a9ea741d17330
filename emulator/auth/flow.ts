import { notFound } from "../errors.ts";
import type { World } from "../world.ts";
import type { AuthorizationRequest } from "./authorizationRequest.ts";
import { recordsOf } from "./records.ts";

/** Where a flow stands (PingOne docs, "PingOne Flows"). */
export type FlowStatus =
	| "USERNAME_PASSWORD_REQUIRED"
	| "SIGN_ON_REQUIRED"
	| "PASSWORD_REQUIRED"
	| "PASSWORD_EXPIRED"
	| "MUST_CHANGE_PASSWORD"
	| "RECOVERY_CODE_REQUIRED"
	| "COMPLETED"
	| "FAILED";

/** One attempt of a user to sign on for one authorization request. */
export type Flow = {
	id: string;
	environment: string;
	request: AuthorizationRequest;
	/** The policy that runs; its name is the `acr` of the tokens. */
	policy?: { id: string; name: string };
	/** Index of the policy's action that runs. */
	step: number;
	status: FlowStatus;
	/** What the running action allows beside signing on. */
	offers?: { recovery: boolean; registration: boolean };
	/** The session of the browser that began it. */
	sessionId: string;
	/** Who is signing on: claimed by `username`, found as `userId`, proven when `authenticatedAt` (ms) is there. */
	username?: string;
	userId?: string;
	authenticatedAt?: number;
	error?: { code: string; message: string };
	createdAt: number;
};

/** A flow ends 15 minutes after it was last used (PingOne docs, "PingOne Flows"). */
const IDLE_MS = 15 * 60_000;

const flows = recordsOf<Flow>("flow");

/** Keeps the flow for another 15 minutes. */
export const saveFlow = (world: World, flow: Flow): void => flows.put(world, flow.id, flow, flowExpiry(world));

/** When a flow that is used now will expire, in ms. */
export const flowExpiry = (world: World): number => world.clock.now() + IDLE_MS;

export const removeFlow = (world: World, flow: Flow): void => flows.remove(world, flow.id);

/** The flow of that id; 404 when it never was, has expired or belongs to another environment. */
export function requireFlow(world: World, environment: string, id: string): Flow {
	const flow = flows.find(world, id);
	if (flow?.environment !== environment) throw notFound();
	return flow;
}
