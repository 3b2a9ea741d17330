import type { World } from "../world.ts";
import { isUsable } from "./checks/account.ts";
import { type ActionCondition, isFreshEnough } from "./checks/reauthentication.ts";
import type { Flow, FlowStatus } from "./flow.ts";
import { type Action, actionsOf, findUser, findUserByName, type SignOnPolicy } from "./registered.ts";
import type { Session } from "./session.ts";

/** Begins the first policy that has any action; one without actions accepts nobody. */
export function beginPolicy(
	world: World,
	flow: Flow,
	policies: readonly SignOnPolicy[],
	session: Session | undefined,
): Flow {
	for (const policy of policies) {
		const actions = actionsOf(world, policy.id);
		const begun = { ...flow, policy: { id: policy.id, name: policy.body.name }, step: 0 };
		if (actions.length > 0) return runFrom(world, withHint(world, begun), actions, session);
	}
	return failed(flow, "The sign-on policy has no actions.");
}

/** Forgets who was signing on and begins the policy again (media type `session.reset`). */
export function restartPolicy(world: World, flow: Flow): Flow {
	const { username: _, userId: __, authenticatedAt: ___, ...fresh } = flow;
	return nextAction(world, { ...fresh, step: 0 });
}

/** Moves the flow past every action that needs nothing, to the first that needs the user, or to its end. */
export const nextAction = (world: World, flow: Flow): Flow =>
	flow.policy ? runFrom(world, flow, actionsOf(world, flow.policy.id), undefined) : flow;

function runFrom(world: World, flow: Flow, actions: readonly Action[], session: Session | undefined): Flow {
	let current = flow;
	for (const [step, action] of actions.entries()) {
		if (step < flow.step) continue;
		current = enter(world, { ...current, step }, action, session);
		if (current.status !== "COMPLETED") return current;
	}
	return { ...current, status: "COMPLETED" };
}

/** The flow as this action leaves it; COMPLETED when the action asks for nothing. */
function enter(world: World, flow: Flow, { body }: Action, session: Session | undefined): Flow {
	const status = FIRST_STATUS[body.type];
	if (!status) return failed(flow, `The sign-on policy action type ${body.type} is not emulated.`);
	if (flow.authenticatedAt !== undefined) return { ...flow, status: "COMPLETED" };
	if (session && spares(world, flow, body.condition, session)) {
		return { ...flow, ...identityOf(session), status: "COMPLETED" };
	}
	const offers = { recovery: body.recovery?.enabled === true, registration: body.registration?.enabled === true };
	return { ...flow, offers, status: flow.userId === undefined ? status : "PASSWORD_REQUIRED" };
}

const FIRST_STATUS: Record<string, FlowStatus> = {
	LOGIN: "USERNAME_PASSWORD_REQUIRED",
	IDENTIFIER_FIRST: "SIGN_ON_REQUIRED",
};

/** A session counts only for the user who is expected, where one is, and who can still sign on. */
function spares(world: World, flow: Flow, condition: ActionCondition | undefined, session: Session): boolean {
	if (flow.userId !== undefined && flow.userId !== session.userId) return false;
	if (!isFreshEnough(flow.request, condition, session.authenticatedAt, world.clock.now())) return false;
	const user = findUser(world, session.userId ?? "");
	return user !== undefined && isUsable(user);
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

const failed = (flow: Flow, message: string): Flow => ({
	...flow,
	status: "FAILED",
	error: { code: "NOT_ALLOWED", message },
});
