import type { World } from "../../world.ts";
import type { Control } from "../index.ts";

/** What a view is asked for: its query, and the form where one was sent. */
export interface Asked {
	world: World;
	control: Control;
	query: Record<string, string>;
	form: Record<string, string>;
	/** Whether secrets are to be shown. */
	secrets: boolean;
}
