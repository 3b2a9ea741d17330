import type { Context } from "hono";
import { setHeader } from "../answer.ts";
import { timestamp } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import { passwordPolicyOf } from "../passwords.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { type Flow, type FlowStatus, flowExpiry } from "./flow.ts";
import { findApplication, findUser, findUserByName, type User } from "./registered.ts";
import { type AuthorizationServer, resumeUrl } from "./server.ts";
import { signOnPageOf, signOnPageUrl } from "./signOnPage.ts";

/** The flow as its endpoint shows it (PingOne API, "Read Flow"). */
export function flowView(world: World, server: AuthorizationServer, flow: Flow): JsonObject {
	const application = findApplication(world, flow.environment, flow.request.clientId);
	const self = `${server.base}/flows/${flow.id}`;
	const page = signOnPageOf(server, application);
	const links = Object.fromEntries(offered(flow).map((action) => [action, { href: self }]));
	return {
		_links: { self: { href: self }, signOnPage: { href: signOnPageUrl(page, flow.id) }, ...links },
		id: flow.id,
		environment: { id: flow.environment },
		...(flow.authenticatedAt !== undefined && { session: { id: flow.sessionId } }),
		resumeUrl: resumeUrl(server, flow),
		status: flow.status,
		...(flow.error && { error: flow.error }),
		createdAt: timestamp(flow.createdAt),
		expiresAt: timestamp(flowExpiry(flow)),
		_embedded: {
			application: { name: application?.body.name, icon: application?.body.icon },
			...embeddedUser(world, flow),
			...embeddedPolicy(world, flow),
		},
	};
}

/** Answers with the flow. It names a person, so no cache may keep it. */
export function answerFlow(world: World, c: Context, server: AuthorizationServer, flow: Flow, more: JsonObject = {}) {
	setHeader(c, "Cache-Control", "no-store");
	return c.json({ ...flowView(world, server, flow), ...more });
}

const ACTIONS: Record<FlowStatus, readonly string[]> = {
	USERNAME_PASSWORD_REQUIRED: ["usernamePassword.check", "password.forgot", "user.register", "session.reset"],
	SIGN_ON_REQUIRED: ["user.lookup", "user.register", "session.reset"],
	PASSWORD_REQUIRED: ["usernamePassword.check", "password.forgot", "session.reset"],
	PASSWORD_EXPIRED: ["password.reset", "session.reset"],
	MUST_CHANGE_PASSWORD: ["password.reset", "session.reset"],
	RECOVERY_CODE_REQUIRED: ["password.recover", "password.sendRecoveryCode", "session.reset"],
	VERIFICATION_CODE_REQUIRED: ["user.verify", "user.sendVerificationCode", "session.reset"],
	COMPLETED: [],
	FAILED: [],
};

/** What may be done next: by status, and for recovery and registration by what the running action enables. */
export const offered = (flow: Flow): readonly string[] =>
	ACTIONS[flow.status].filter((action) => isEnabled(flow, action));

function isEnabled({ offers }: Flow, action: string): boolean {
	if (action === "password.forgot") return offers?.recovery === true;
	if (action === "user.register") return offers?.registration === true;
	return true;
}

const PASSWORD_CHANGES: readonly FlowStatus[] = ["PASSWORD_EXPIRED", "MUST_CHANGE_PASSWORD"];

/** The user is shown once known by more than a claim: after the right password or the registration. */
function embeddedUser(world: World, flow: Flow): JsonObject {
	const proven = [...PASSWORD_CHANGES, "VERIFICATION_CODE_REQUIRED", "COMPLETED"].includes(flow.status);
	const user = proven ? findUser(world, flow.userId ?? "") : undefined;
	return user ? { user: shown(user) } : {};
}

const shown = ({ id, body }: User): JsonObject => ({
	id,
	username: body.username,
	...(body.name && { name: { given: body.name.given, family: body.name.family } }),
});

/** The rules for a password that is chosen here, so that a page can tell them before it is sent. */
function embeddedPolicy(world: World, flow: Flow): JsonObject {
	const chooser = chooserOf(world, flow);
	if (!chooser) return {};
	const { id, body } = passwordPolicyOf(world, chooser);
	return { passwordPolicy: { id, ...body } };
}

/** The user, or whoever registers. An unknown name counts as one of the default population: the answer must not tell. */
function chooserOf(world: World, flow: Flow): Pick<StoredObject, "environment" | "body"> | undefined {
	const { environment, status, userId = "", username = "", offers } = flow;
	if (PASSWORD_CHANGES.includes(status)) return findUser(world, userId);
	if (status === "RECOVERY_CODE_REQUIRED") {
		return findUserByName(world, environment, username) ?? { environment, body: {} };
	}
	if (!offered(flow).includes("user.register")) return undefined;
	return { environment, body: offers?.population === undefined ? {} : { population: { id: offers.population } } };
}
