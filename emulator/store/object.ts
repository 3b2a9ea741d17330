import type { Json, JsonObject } from "../json.ts";
import type { Row } from "./dataFile.ts";

/** Everything that outlives a request. Children name their parent: a scope's parent is its resource. */
export type Kind =
	| "organization"
	| "environment"
	| "application"
	| "applicationAttribute"
	| "resource"
	| "secret"
	| "scope"
	| "attribute"
	| "grant"
	| "signOnPolicy"
	| "action"
	| "signOnPolicyAssignment"
	| "passwordPolicy"
	| "population"
	| "user"
	| "password"
	| "key"
	| "agreement"
	| "agreementLanguage"
	| "agreementRevision"
	| "certificate"
	| "deviceAuthenticationPolicy"
	| "gateway"
	| "group"
	| "identityProvider"
	| "identityProviderAttribute"
	| "image"
	| "keyRotationPolicy"
	| "language"
	| "roleAssignment"
	| "schema"
	| "schemaAttribute"
	| "theme";

/**
 * One stored object. `body` holds what was written; representation and links are made when it is read. It is frozen
 * throughout: a change is a new body.
 */
export interface StoredObject {
	/** Insertion order; the cursor of paged lists. */
	readonly seq: number;
	readonly id: string;
	readonly kind: Kind;
	/** The environment it belongs to; its own id for an environment, "" for an organization. */
	readonly environment: string;
	/** The object it hangs under, deleted with it; "" for an organization. */
	readonly parent: string;
	/** Unique among the same kind under the same parent, or null. */
	readonly key: string | null;
	readonly body: JsonObject;
	readonly createdAt: string;
	readonly updatedAt: string;
}

/** A row of table `object` as an object. */
export const toObject = (row: Row): StoredObject =>
	Object.freeze({
		seq: Number(row.seq),
		id: String(row.id),
		kind: row.kind as Kind,
		environment: String(row.environment),
		parent: String(row.parent),
		key: row.key === null ? null : String(row.key),
		body: frozen(JSON.parse(String(row.body)) as JsonObject),
		createdAt: String(row.created_at),
		updatedAt: String(row.updated_at),
	});

/** The value, which nobody can change from here on. */
export function frozen<T extends Json>(value: T): T {
	if (value === null || typeof value !== "object" || Object.isFrozen(value)) return value;
	for (const member of Object.values(value)) if (typeof member === "object") frozen(member);
	return Object.freeze(value);
}
