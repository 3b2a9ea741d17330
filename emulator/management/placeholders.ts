/** A placeholder that is a plain path; what stands in another is an expression, which is not judged here. */
const USER_PATH = /\$\{\s*user\.([\w-]+)(?:\.[\w.-]+)?\s*\}/g;

/**
 * The first attribute of a user that a mapping's value names and `isKnown` does not know. "Placeholders must be valid,
 * enabled attributes in the environment's user schema" (PingOne API, "Resource Attributes"), which does not declare
 * what is inside of an attribute.
 */
export const unknownPlaceholder = (value: string, isKnown: (name: string) => boolean): string | undefined =>
	[...value.matchAll(USER_PATH)].flatMap(([, name = ""]) => name).find((name) => !isKnown(name));
