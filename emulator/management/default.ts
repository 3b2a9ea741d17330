import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";

/** Whether an object is the default after it was written: one stays it until another takes its place. */
export const isDefault = (sent: { readonly default?: unknown }, before: StoredObject | undefined): boolean =>
	sent.default === true || before?.body.default === true;

/** Makes `object` the only default among those of its siblings that are `alike`, when it says it is one. */
export function moveDefault(
	world: World,
	object: StoredObject,
	alike: (other: StoredObject) => boolean = () => true,
): void {
	if (object.body.default !== true) return;
	for (const other of world.store.list(object.kind, object.parent)) {
		if (other.id !== object.id && other.body.default === true && alike(other)) {
			world.store.setBody(other.id, { ...other.body, default: false });
		}
	}
}
