import { PingOneRefusal } from "../errors.ts";
import { isObject } from "../json.ts";

/**
 * What the control plane does for a request, for the program that the emulator runs in: nobody reads an answer's details
 * there, so the error's message says them. Throws TypeError for what is no object.
 */
export const inProcess =
	<Body extends object, Result>(act: (body: Body) => Result, example: string) =>
	(body: Body): Result => {
		if (!isObject(body)) throw new TypeError(`${inspected(body)} is no object: give one such as ${example}`);
		try {
			return act(body);
		} catch (error) {
			throw error instanceof PingOneRefusal ? inFull(error) : error;
		}
	};

const inspected = (value: unknown): string => JSON.stringify(value) ?? String(value);

function inFull({ status, code, message, details }: PingOneRefusal): PingOneRefusal {
	const said = details.map((detail) => [detail.target, detail.message].filter(Boolean).join(" "));
	return new PingOneRefusal(status, code, said.length > 0 ? said.join("; ") : message, details);
}
