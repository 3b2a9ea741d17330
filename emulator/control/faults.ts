import { invalidValue, notFound } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { effectOf } from "./faultEffect.ts";
import { type FaultRule, faultRule } from "./faultRule.ts";
import { validateOwn } from "./ownSchema.ts";
import { matchesPath } from "./pathPattern.ts";
import type { Effect, Strike } from "./strike.ts";

/** A rule that stands, and what it has done. */
export interface Fault {
	id: string;
	rule: FaultRule;
	/** Requests of its method and path. */
	matched: number;
	/** Requests that it struck. */
	hits: number;
}

/** The faults of one emulator. */
export interface Faults {
	/** Adds a FaultRule; throws PingOneRefusal for what is none, or one that makes no sense. */
	add(rule: JsonObject): Fault;
	list(): Fault[];
	/** Lets go of one rule; throws PingOneRefusal when it does not stand. */
	remove(id: string): void;
	clear(): void;
	/** What stands by for the next request of that method and path, in the order of the rules. */
	pending(method: string, path: string): Pending[];
}

/** A rule that means a request. Another may have answered it before this one's turn. */
export interface Pending {
	/** What it does to the request; undefined when that is nothing. */
	strike(): Strike | undefined;
	/** Counts what was done. */
	hit(): void;
}

type Standing = Fault & { effect: Effect };

export function createFaults(world: World): Faults {
	let standing: Standing[] = [];
	let added = 0;
	return {
		add: (body) => {
			const rule = validateOwn(faultRule, body);
			requireChance(rule);
			const fault = { id: String(++added), rule, matched: 0, hits: 0, effect: effectOf(world, rule) };
			standing.push(fault);
			return shown(fault);
		},
		list: () => standing.map(shown),
		remove: (id) => {
			if (!standing.some((fault) => fault.id === id)) throw notFound(`There is no fault '${id}'`);
			standing = standing.filter((fault) => fault.id !== id);
		},
		clear: () => {
			standing = [];
			added = 0;
		},
		pending: (method, path) =>
			standing
				.filter((fault) => means(world, fault, method, path))
				.map((fault) => ({ strike: () => fault.effect(method, path), hit: () => void fault.hits++ })),
	};
}

const shown = ({ id, rule, matched, hits }: Fault): Fault => ({ id, rule, matched, hits });

/** Whether a rule means the request, which counts as one of its requests. */
function means(world: World, fault: Standing, method: string, path: string): boolean {
	const { rule } = fault;
	if (rule.method !== undefined && rule.method !== method) return false;
	if (rule.path !== undefined && !matchesPath(rule.path, path)) return false;
	fault.matched++;
	return isChosen(rule, fault.matched) && (rule.probability === undefined || world.ids.chance() < rule.probability);
}

/** A rule that can never strike is a mistake. */
function requireChance(rule: FaultRule): void {
	const { nth, from = 1, to = Number.POSITIVE_INFINITY, every = 1 } = rule;
	if (from > to) throw invalidValue("to", "must not be before from");
	if (isChosen(rule, nth ?? from + every - 1)) return;
	if (nth !== undefined) throw invalidValue("nth", "is none of the requests that from, to and every choose");
	throw invalidValue("every", `must be at most ${to - from + 1}, the requests from from to to`);
}

/** Whether the rule means the `n`th of its requests. */
export function isChosen(rule: Pick<FaultRule, "nth" | "from" | "to" | "every">, n: number): boolean {
	const { nth = n, from = 1, to = n, every = 1 } = rule;
	return n === nth && n >= from && n <= to && (n - from + 1) % every === 0;
}
