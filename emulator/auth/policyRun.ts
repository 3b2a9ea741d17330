import { isUsable } from "../account.ts";
import type { World } from "../world.ts";
import { type Condition, type Facts, holds, unknownPart } from "./checks/condition.ts";
import { isFreshEnough } from "./checks/reauthentication.ts";
import type { Flow, FlowStatus, Offers } from "./flow.ts";
import { isExpected } from "./idTokenHint.ts";
import { type Action, actionsOf, findUser, findUserByName, mappableUser, type SignOnPolicy } from "./registered.ts";
import type { Session } from "./session.ts";

/**
 * Begins the first policy that does not fail at once: the next one runs if authentication with the previous fails (PingOne
 * docs, "Application Sign-On Policy Assignments"). One that is not emulated stops there: PingOne might have gone through it.
 */
export function beginPolicy(
	world: World,
	flow: Flow,
	policies: readonly SignOnPolicy[],
	session: Session | undefined,
): Flow {
	let begun = failed(flow, "The application has no sign-on policy.");
	for (const policy of policies) {
		const start = { ...flow, policy: { id: policy.id, name: policy.body.name }, step: 0 };
		begun = runFrom(world, withHint(world, start), actionsOf(world, policy.id), session);
		if (begun.error?.code !== NO_SIGN_ON) return begun;
	}
	return begun;
}

/** Forgets who was signing on and begins the policy again (media type `session.reset`). */
export function restartPolicy(world: World, flow: Flow): Flow {
	const { username: _, userId: __, authenticatedAt: ___, ...fresh } = flow;
	return nextAction(world, { ...fresh, step: 0 });
}

/** Moves the flow past every action that needs nothing, to the first that needs the user, or to its end. */
export const nextAction = (world: World, flow: Flow): Flow =>
	flow.policy ? runFrom(world, flow, actionsOf(world, flow.policy.id), undefined) : flow;

/** The action of the policy that waits for the user. */
export const runningAction = (world: World, { policy, step }: Pick<Flow, "policy" | "step">): Action | undefined =>
	policy && actionsOf(world, policy.id)[step];

function runFrom(world: World, flow: Flow, actions: readonly Action[], session: Session | undefined): Flow {
	let current = flow;
	for (const [step, action] of actions.entries()) {
		if (step < flow.step) continue;
		current = enter(world, { ...current, step }, action, session);
		if (current.status !== "COMPLETED") return current;
	}
	if (actions.length === 0) return failed(current, "The sign-on policy has no actions.");
	if (current.authenticatedAt === undefined) return failed(current, "No sign-on policy action signed the user on.");
	// Also where none is left to enter: actions may be deleted while a user signs on.
	return completed(current);
}

/** The flow as this action leaves it; COMPLETED when the action asks for nothing. */
function enter(world: World, flow: Flow, { body }: Action, session: Session | undefined): Flow {
	const unknown = body.condition && unknownPart(body.condition);
	if (unknown !== undefined) return stopped(flow, `The sign-on policy action condition ${unknown} is not emulated.`);
	const status = FIRST_STATUS[body.type];
	if (!status) return enterOther(world, flow, body, session);
	if (flow.authenticatedAt !== undefined) return completed(flow);
	if (session && spares(world, flow, body.condition, session)) return completed({ ...flow, ...identityOf(session) });
	return { ...flow, offers: offersOf(body), status: flow.userId === undefined ? status : "PASSWORD_REQUIRED" };
}

/** An action that does not sign on by password: none is emulated, so the flow goes on only where it does not run. */
function enterOther(world: World, flow: Flow, { type, condition }: Action["body"], session: Session | undefined): Flow {
	if (condition && !holds(condition, factsOf(world, flow, session))) return completed(flow);
	return stopped(flow, `The sign-on policy action type ${type} is not emulated.`);
}

const offersOf = ({ recovery, registration }: Action["body"]): Offers => ({
	recovery: recovery?.enabled === true,
	registration: registration?.enabled === true,
	population: registration?.population?.id,
});

const FIRST_STATUS: Record<string, FlowStatus> = {
	LOGIN: "USERNAME_PASSWORD_REQUIRED",
	IDENTIFIER_FIRST: "SIGN_ON_REQUIRED",
};

/**
 * Whether the session spares the user a sign-on: it must be of the user who is expected, where one is, who can still sign
 * on, and fresh enough. An action without a condition always runs (PingOne API, "Sign-On Policy Actions").
 */
function spares(world: World, flow: Flow, condition: Condition | undefined, session: Session): boolean {
	if (session.authenticatedAt === undefined || condition === undefined) return false;
	if (flow.userId !== undefined && flow.userId !== session.userId) return false;
	if (!isFreshEnough(flow.request, session.authenticatedAt, world.clock.now())) return false;
	const user = findUser(world, session.userId ?? "");
	if (!user || !isUsable(user, world.clock.now()) || !isExpected(world, flow.request, user)) return false;
	return !holds(condition, factsOf(world, flow, session));
}

function factsOf(world: World, flow: Flow, session: Session | undefined): Facts {
	const user = findUser(world, flow.userId ?? session?.userId ?? "");
	return {
		remoteIp: flow.remoteIp,
		user: user && mappableUser(world, user),
		signedOnAt: flow.authenticatedAt ?? session?.authenticatedAt,
		now: world.clock.now(),
	};
}

const identityOf = ({ userId, authenticatedAt }: Session) => ({
	...(userId !== undefined && { userId }),
	...(authenticatedAt !== undefined && { authenticatedAt }),
});

/** `login_hint` names the user in advance (OpenID Connect Core 3.1.2.1). */
function withHint(world: World, flow: Flow): Flow {
	const hint = flow.request.loginHint;
	const user = hint === undefined ? undefined : findUserByName(world, flow.environment, hint);
	return user ? { ...flow, username: user.body.username, userId: user.id } : flow;
}

const completed = (flow: Flow): Flow => ({ ...flow, status: "COMPLETED" });

/** The policy let nobody in. */
const NO_SIGN_ON = "NOT_ALLOWED";

const failed = (flow: Flow, message: string): Flow => ({
	...flow,
	status: "FAILED",
	error: { code: NO_SIGN_ON, message },
});

/** The flow as it ends where it reaches what only PingOne has. */
export const stopped = (flow: Flow, message: string): Flow => ({
	...flow,
	status: "FAILED",
	error: { code: "NOT_EMULATED", message },
});
