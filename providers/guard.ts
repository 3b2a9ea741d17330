import { ConfigurationError } from "./api/config.ts";
import { explain, PingOneError } from "./api/error.ts";
import { redact } from "./api/redact.ts";
import type { Properties } from "./kind.ts";
import { PartialFailure } from "./lifecycle.ts";

/**
 * Runs one provider function so that nothing it returns or throws can harm the engine:
 * results hold only JSON (an `undefined` would orphan what was just created); only Errors are thrown (anything else
 * hangs the deployment); no error carries an `id` but a partial creation (the engine takes an `id` for a created object);
 * no message holds a secret.
 */
export async function guarded<T>(
	call: { kind: string; subject: Properties; secrets: readonly string[] },
	work: () => Promise<T>,
): Promise<T> {
	try {
		return plain(await work());
	} catch (error) {
		throw toEngineError(call, error);
	}
}

/** The value as JSON: members that are undefined are left out at every depth. */
export const plain = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));

/**
 * The engine shows the message with the resource. Beside that the SDK prints `${error}: ${error.stack}` of errors from
 * check, diff, read and delete: that is one short line here, or all would stand there three times.
 */
class EngineError extends Error {
	readonly #object: string;

	constructor(object: string, message: string) {
		super(message);
		this.#object = object;
		this.stack = "failed, as told with the resource";
	}

	override toString(): string {
		return this.#object;
	}
}

function toEngineError(call: { kind: string; subject: Properties; secrets: readonly string[] }, error: unknown): Error {
	const told = redact(messageOf(error), secretValues(call));
	const object = `${call.kind}${nameOf(call.subject)}`;
	const message = error instanceof ConfigurationError ? told : `${object}: ${told}`;
	const out = new EngineError(object, message);
	if (error instanceof PartialFailure) {
		const properties = { ...plain(error.state), __provider: call.subject.__provider };
		Object.assign(out, { id: error.objectId, properties, reasons: [message] });
	}
	return out;
}

function messageOf(error: unknown): string {
	const cause = error instanceof PartialFailure ? error.cause : error;
	if (cause instanceof PingOneError) return explain(cause);
	return cause instanceof Error ? cause.message : String(cause);
}

function nameOf(subject: Properties): string {
	// A user's `name` is an object of given name and family name.
	const name = [subject.username, subject.name].find((known) => typeof known === "string");
	return name === undefined ? "" : ` "${name}"`;
}

const secretValues = ({ subject, secrets }: { subject: Properties; secrets: readonly string[] }): string[] =>
	secrets.map((name) => subject[name]).filter((value) => typeof value === "string");
