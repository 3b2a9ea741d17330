import { timestamp } from "../clock.ts";
import type { World } from "../world.ts";
import type { FaultRule } from "./faultRule.ts";
import { createRateLimit } from "./rateLimit.ts";
import type { Effect } from "./strike.ts";

/** What the rule does from now on; what an effect remembers begins here. */
export function effectOf(world: World, rule: FaultRule): Effect {
	switch (rule.effect) {
		case "status":
			return () => ({ status: rule.status, code: rule.code, retryAfterSeconds: rule.retryAfterSeconds });
		case "delay":
			return () => ({ delayMs: rule.delayMs });
		case "connection-reset":
			return () => ({ cut: "before" });
		case "lose-response-after-commit":
			return () => ({ cut: "after" });
		case "secret-not-found-after-create":
			return secretAppearsLater(world, rule);
		case "rate-limit":
			return createRateLimit(world, rule);
	}
}

type LateSecret = Extract<FaultRule, { effect: "secret-not-found-after-create" }>;

function secretAppearsLater(world: World, { reads, seconds }: LateSecret): Effect {
	const since = timestamp(world.clock.now());
	const before = secretOwners(world);
	const readOf = new Map<string, number>();
	return (method, path) => {
		const owner = method === "GET" ? secretOwner(world, path) : undefined;
		if (!owner || owner.createdAt < since || before.has(owner.id)) return undefined;
		const read = (readOf.get(owner.id) ?? 0) + 1;
		readOf.set(owner.id, read);
		const hidden =
			seconds === undefined ? read <= (reads ?? 0) : world.clock.now() < Date.parse(owner.createdAt) + seconds * 1000;
		return hidden ? { status: 404 } : undefined;
	};
}

/** Ids of all that has a secret by now: a clock that stands still does not tell it from what is made later. */
const secretOwners = ({ store }: World): Set<string> =>
	new Set(
		store
			.census()
			.filter(({ kind }) => kind === "application" || kind === "resource")
			.flatMap(({ kind, environment }) => store.listAll(kind, environment).map(({ id }) => id)),
	);

const SECRET_PATH = /^\/v1\/environments\/[^/]+\/(applications|resources)\/([^/]+)\/secret$/;

function secretOwner(world: World, path: string) {
	const [, collection, id = ""] = SECRET_PATH.exec(path) ?? [];
	return collection && world.store.find(collection === "applications" ? "application" : "resource", id);
}
