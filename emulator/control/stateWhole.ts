import type { ErrorDetail } from "../errors.ts";
import { isBuiltIn } from "../management/applicationFields.ts";
import { fault, isOrganization, type Placed } from "./placed.ts";

/** What is wrong with the objects of a state together: each is good by itself. */
export const faultsOfWhole = (placed: readonly Placed[], environments: readonly string[]): ErrorDetail[] => [
	...organizations(placed),
	...withoutEnvironment(placed, environments),
	...HAVE_DEFAULT.flatMap((kind) => withoutDefault(kind, placed)),
	...withoutSecret(placed),
	...nestedInCircles(placed),
];

function organizations(placed: readonly Placed[]): ErrorDetail[] {
	if (placed.filter(isOrganization).length === 1) return [];
	return [fault("INVALID_VALUE", "organization.organization", "there must be exactly one")];
}

function withoutEnvironment(placed: readonly Placed[], environments: readonly string[]): ErrorDetail[] {
	if (environments.length === 0) return [fault("EMPTY_VALUE", "environments", "there must be at least one")];
	const made = new Set(placed.filter(({ kind }) => kind === "environment").map(({ environment }) => environment));
	return environments
		.filter((id) => !made.has(id))
		.map((id) => fault("REQUIRED_VALUE", `environments.${id}.environment`, "the environment itself is missing"));
}

/** Kinds of which each environment has exactly one default. */
const HAVE_DEFAULT = [
	"signOnPolicy",
	"population",
	"passwordPolicy",
	"theme",
	"deviceAuthenticationPolicy",
	"language",
];

function withoutDefault(kind: string, placed: readonly Placed[]): ErrorDetail[] {
	const environments = placed.filter((one) => one.kind === "environment");
	return environments.flatMap(({ environment }) => {
		const ofKind = placed.filter((one) => one.kind === kind && one.environment === environment);
		if (ofKind.filter(({ object }) => object.body.default === true).length === 1) return [];
		return [fault("INVALID_VALUE", `environments.${environment}.${kind}`, "exactly one must be the default")];
	});
}

/** The emulator makes the secret with its owner: without it nobody could ever be that client. */
function withoutSecret(placed: readonly Placed[]): ErrorDetail[] {
	const owners = new Set(placed.filter(({ kind }) => kind === "secret").map(({ object }) => object.parent));
	return placed
		.filter((one) => hasSecret(one) && !owners.has(one.object.id))
		.map(({ at }) => fault("REQUIRED_VALUE", at, "its secret is missing: an object of kind secret whose parent it is"));
}

function hasSecret({ kind, object: { body } }: Placed): boolean {
	if (kind === "resource") return body.type === "CUSTOM";
	return kind === "application" && body.protocol === "OPENID_CONNECT" && !isBuiltIn(body.type);
}

/** Takes away the groups that stand in no other, then those that stood in these only: what is left is in a circle, or in one that is. */
function nestedInCircles(placed: readonly Placed[]): ErrorDetail[] {
	const groups = placed.filter(({ kind }) => kind === "group");
	const inner = Map.groupBy(
		groups.flatMap(({ object }) => outerOf(object).map((outer) => ({ outer, id: object.id }))),
		({ outer }) => outer,
	);
	const left = new Map(groups.map(({ object }) => [object.id, outerOf(object).length]));
	const free = [...left].filter(([, outer]) => outer === 0).map(([id]) => id);
	for (const outer of free) {
		for (const { id } of inner.get(outer) ?? []) {
			left.set(id, (left.get(id) ?? 0) - 1);
			if (left.get(id) === 0) free.push(id);
		}
	}
	return groups
		.filter(({ object }) => left.get(object.id) !== 0)
		.map(({ at }) => fault("INVALID_VALUE", `${at}.references.nestedIn`, "is nested in itself, or in a group that is"));
}

const outerOf = ({ references }: Placed["object"]): string[] => [...new Set(references?.nestedIn)];
