import { type Context, Hono } from "hono";
import { z } from "zod";
import { secondsUntil } from "../clock.ts";
import { invalidData, invalidValue, notEmulated, unsupportedMediaType } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import {
	checkPassword,
	forcePasswordChange,
	passwordState,
	setPassword,
	unlockPassword,
	unsetPassword,
} from "../passwords.ts";
import { recoverPassword, recoveryObstacle } from "../recovery.ts";
import { mediaTypesOf, received } from "../request.ts";
import type { StoredObject } from "../store.ts";
import { validate } from "../validate.ts";
import type { World } from "../world.ts";
import type { Place } from "./collection.ts";
import { locate, refuseOtherMethods, represent } from "./collectionRoutes.ts";
import { refuse, text } from "./fields.ts";
import { passwordPolicies } from "./passwordPolicies.ts";
import { sendCode } from "./sendCode.ts";
import { external } from "./userSchema.ts";
import { requireGateway, users } from "./users.ts";

type Action = (world: World, user: StoredObject, body: JsonObject) => void;

/** One path, many actions: the media type `application/vnd.pingidentity.password.<name>+json` chooses. */
const ACTIONS: Record<string, { methods: readonly string[]; act: Action }> = {
	set: { methods: ["PUT", "POST"], act: set },
	setValue: { methods: ["PUT"], act: setValue },
	setGateway: { methods: ["PUT"], act: setGateway },
	reset: { methods: ["PUT"], act: reset },
	forceChange: { methods: ["POST", "PUT"], act: forceChange },
	check: { methods: ["POST"], act: check },
	unlock: { methods: ["POST"], act: unlock },
	sendRecoveryCode: { methods: ["POST"], act: sendRecoveryCode },
	recover: { methods: ["POST"], act: recover },
};

/** The password of a user: state and actions (PingOne API, "User passwords"). */
export function passwordRoutes(world: World): Hono {
	const routes = new Hono();
	const path = "/users/:id/password";

	routes.get(path, (c) => c.json(stateOf(world, c)));

	routes.on(["PUT", "POST"], path, async (c) => {
		const sent = await received(c);
		const { object: user } = locate(world, c, users(world));
		const { act, mediaType } = chosen(c);
		// A wrong password is refused and still counts: what was written before the refusal must stay.
		act(world, user, sent.json([mediaType]));
		return c.json(stateOf(world, c));
	});

	refuseOtherMethods(routes, path, ["GET", "PUT", "POST"]);
	return routes;
}

function chosen(c: Context): { act: Action; mediaType: string } {
	const known = Object.entries(ACTIONS)
		.filter(([, { methods }]) => methods.includes(c.req.method))
		.flatMap(([name, { act }]) => mediaTypesFor(name).map((mediaType) => ({ act, mediaType })));
	const sent = mediaTypesOf(c);
	const found = known.find(({ mediaType }) => sent.includes(mediaType.toLowerCase()));
	if (found) return { act: found.act, mediaType: found.mediaType.toLowerCase() };
	throw unsupportedMediaType(
		c.req.header("content-type"),
		known.map(({ mediaType }) => mediaType),
	);
}

/** Actions without a body (PingOne API, "Password Force Change"): the documentation writes them without `+json`, clients with it. */
const WITHOUT_BODY = ["forceChange", "unlock", "sendRecoveryCode"];

function mediaTypesFor(name: string): string[] {
	const type = `application/vnd.pingidentity.password.${name}`;
	return WITHOUT_BODY.includes(name) ? [`${type}+json`, type] : [`${type}+json`];
}

function stateOf(world: World, c: Context): JsonObject {
	const { place, object: user } = locate(world, c, users(world));
	const userUrl = `${place.url}/${user.id}`;
	const self = `${userUrl}/password`;
	const { policy, status, lastChangedAt, lockedUntil } = passwordState(world, user);
	const actions = ["check", "reset", "set", "recover"].map((name) => [`password.${name}`, { href: self }]);
	return {
		_links: {
			self: { href: self },
			environment: { href: place.environmentUrl },
			user: { href: userUrl },
			passwordPolicy: { href: `${place.environmentUrl}/passwordPolicies/${policy.id}` },
			...Object.fromEntries(actions),
		},
		environment: { id: place.environment.id },
		user: { id: user.id },
		passwordPolicy: { id: policy.id },
		status,
		...(lockedUntil !== undefined && { secondsUntilUnlock: secondsUntil(lockedUntil, world.clock.now()) }),
		...(lastChangedAt !== undefined && { lastChangedAt }),
		// PingOne API, "API requests": expansion of a link into `_embedded`.
		...(c.req.query("expand") === "passwordPolicy" && { _embedded: { passwordPolicy: shown(world, policy, place) } }),
	};
}

const shown = (world: World, policy: StoredObject, place: Place): JsonObject =>
	represent(passwordPolicies(world), policy, { ...place, url: `${place.environmentUrl}/passwordPolicies` });

const setSchema = z
	.object({
		value: text.optional(),
		forceChange: z.boolean().optional(),
		bypassPolicy: z.boolean().optional(),
		external: external.optional(),
	})
	.superRefine(({ value, external }, ctx) => {
		if (value === undefined && !external?.gateway) refuse(ctx, "value", "must not be null", "REQUIRED_VALUE");
	});

/** With a gateway alone, "the user's password is managed in an external directory": there is none to set here. */
function set(world: World, user: StoredObject, body: JsonObject): void {
	const sent = validate(setSchema, body);
	const { value, forceChange = false, bypassPolicy = false } = sent;
	requireGateway(world, user, sent.external, "external");
	if (value === undefined) return;
	world.store.transaction(() => setPassword(world, user, value, { forceChange, bypassPolicy, encodable: true }));
}

const setValueSchema = z.object({
	value: text.optional(),
	forceChange: z.boolean().optional(),
	bypassPolicy: z.boolean().optional(),
});

/** PingOne API, "Update Password (Set Value)": without a value the user has no password afterwards. */
function setValue(world: World, user: StoredObject, body: JsonObject): void {
	const { value, forceChange = false, bypassPolicy = false } = validate(setValueSchema, body);
	world.store.transaction(() => {
		if (value === undefined) unsetPassword(world, user);
		else setPassword(world, user, value, { forceChange, bypassPolicy, encodable: true });
	});
}

function setGateway(): never {
	throw notEmulated("A password that the directory behind a gateway keeps (password.setGateway)");
}

const resetSchema = z.object({ currentPassword: text.optional(), newPassword: text });

/**
 * With the current password it is the user's own change, as the policy allows it. Without, it is an administrator's
 * (PingOne API, "Update Password (Admin)"): the policy is not asked, and the user must replace the password.
 */
function reset(world: World, user: StoredObject, body: JsonObject): void {
	const { currentPassword: current, newPassword } = validate(resetSchema, body);
	if (current !== undefined) requirePassword(world, user, current, "currentPassword");
	const options = current === undefined ? BY_ADMINISTRATOR : ({ target: "newPassword", current } as const);
	world.store.transaction(() => setPassword(world, user, newPassword, options));
}

const BY_ADMINISTRATOR = { forceChange: true, bypassPolicy: true };

function check(world: World, user: StoredObject, body: JsonObject): void {
	const { password } = validate(z.object({ password: text }), body);
	requirePassword(world, user, password, "password");
}

function forceChange(world: World, user: StoredObject): void {
	if (!forcePasswordChange(world, user)) throw noPassword();
}

function unlock(world: World, user: StoredObject): void {
	if (!unlockPassword(world, user)) throw noPassword();
}

function requirePassword(world: World, user: StoredObject, value: string, target: string): void {
	const checked = checkPassword(world, user, value);
	switch (checked.outcome) {
		case "ok":
			return;
		case "noPassword":
			throw noPassword();
		case "lockedOut":
			throw lockedOut(target, checked.secondsUntilUnlock);
		case "wrong": {
			const { failuresRemaining } = checked;
			const innerError = failuresRemaining === undefined ? undefined : { failuresRemaining };
			throw invalidValue(target, "The provided password did not match provisioned password", innerError);
		}
	}
}

const lockedOut = (target: string | undefined, secondsUntilUnlock: number) =>
	invalidData({
		code: "PASSWORD_LOCKED_OUT",
		...(target !== undefined && { target }),
		message: "The password is locked out after too many failed attempts",
		innerError: { secondsUntilUnlock },
	});

const disabled = () => invalidData({ code: "ACCOUNT_NOT_USABLE", message: "The account is disabled" });

const noPassword = () => invalidData({ code: "NO_PASSWORD", message: "The user has no password" });

function sendRecoveryCode(world: World, user: StoredObject): void {
	const obstacle = recoveryObstacle(world, user);
	if (obstacle === "disabled") throw disabled();
	if (obstacle === "noPassword") throw noPassword();
	if (obstacle) throw lockedOut(undefined, obstacle.secondsUntilUnlock);
	sendCode(world, user, "RECOVERY");
}

const recoverSchema = z.object({ recoveryCode: text, newPassword: text });

function recover(world: World, user: StoredObject, body: JsonObject): void {
	const { recoveryCode, newPassword } = validate(recoverSchema, body);
	const recovery = recoverPassword(world, user, recoveryCode, newPassword);
	if (recovery === "wrong") throw invalidValue("recoveryCode", "The recovery code is invalid or has expired");
	if (recovery !== "ok") throw lockedOut("recoveryCode", recovery.secondsUntilUnlock);
}
