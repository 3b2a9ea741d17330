import type { StoredObject } from "./store.ts";

/** What the routes of the management API know of the caller. */
export interface Authorized {
	Variables: {
		/** The worker application that the token was issued to. */
		worker: StoredObject;
	};
}
