import type { JsonObject } from "../../json.ts";
import type { World } from "../../world.ts";
import type { Flow } from "../flow.ts";

/** One thing a user can do in a flow: the name is also the link and the media type that select it. */
export interface FlowAction {
	name: string;
	/** The flow after it, or a thrown PingOneRefusal that leaves the flow as it was. */
	run(world: World, flow: Flow, body: JsonObject): Flow;
}
