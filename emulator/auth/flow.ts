import { notFound } from "../errors.ts";
import { recordsOf } from "../records.ts";
import type { World } from "../world.ts";
import type { AuthorizationRequest } from "./authorizationRequest.ts";

/** Where a flow stands (PingOne docs, "PingOne Flows"). */
export type FlowStatus =
	| "USERNAME_PASSWORD_REQUIRED"
	| "SIGN_ON_REQUIRED"
	| "PASSWORD_REQUIRED"
	| "PASSWORD_EXPIRED"
	| "MUST_CHANGE_PASSWORD"
	| "RECOVERY_CODE_REQUIRED"
	| "VERIFICATION_CODE_REQUIRED"
	| "COMPLETED"
	| "FAILED";

/** What the running action allows beside signing on, and the population of those who register. */
export type Offers = { recovery: boolean; registration: boolean; population?: string | undefined };

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
	offers?: Offers;
	/** Where the browser that began it is, for the conditions of actions. */
	remoteIp?: string | undefined;
	/** The session of the browser that began it. */
	sessionId: string;
	/** Who is signing on: claimed by `username`, found as `userId`, proven when `authenticatedAt` (ms) is there. */
	username?: string;
	userId?: string;
	authenticatedAt?: number;
	error?: { code: string; message: string };
	/** The form of the hosted page that it went on by, and the session secret that came with it. */
	sentForm?: { id: string; secret: string | undefined };
	createdAt: number;
	/** When it was used last, in ms; it ends 15 minutes later. */
	usedAt: number;
};

/** A flow ends 15 minutes after it was last used (PingOne docs, "PingOne Flows"). */
const IDLE_MS = 15 * 60_000;

/** Flows by their id. */
export const flows = recordsOf<Flow>("flow");

/** Keeps the flow for another 15 minutes. */
export function saveFlow(world: World, flow: Flow): Flow {
	const used = { ...flow, usedAt: world.clock.now() };
	flows.put(world, flow.id, used, flowExpiry(used));
	return used;
}

/** The same for a flow that is only looked at: pages poll, so not more often than once a second. */
export const keepAlive = (world: World, flow: Flow): Flow =>
	world.clock.now() - flow.usedAt < 1000 ? flow : saveFlow(world, flow);

/** When the flow will expire unless it is used before, in ms. */
export const flowExpiry = ({ usedAt }: Flow): number => usedAt + IDLE_MS;

export const removeFlow = (world: World, flow: Flow): void => flows.remove(world, flow.id);

/** The flow of that id; 404 when it never was, has expired or belongs to another environment. */
export function requireFlow(world: World, environment: string, id: string): Flow {
	const flow = flows.find(world, id);
	if (flow?.environment !== environment) throw notFound();
	return flow;
}
