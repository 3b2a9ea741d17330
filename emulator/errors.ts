import type { Hinted } from "./hint.ts";
import type { JsonObject } from "./json.ts";

/** One entry of `details` in a PingOne error body (PingOne API, "Error codes"). */
export interface ErrorDetail {
	code: string;
	/** Path of the attribute at fault, such as `name` or `redirectUris[0]`. */
	target?: string;
	message: string;
	innerError?: JsonObject;
}

/** A refusal in PingOne's own shape: `{id, code, message, details?}`. Thrown by any management or flow rule. */
export class PingOneRefusal extends Error implements Hinted {
	override readonly name = "PingOneRefusal";
	readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 429 | 500 | 501;
	readonly code: string;
	readonly details: readonly ErrorDetail[];
	declare hint?: string;

	constructor(status: PingOneRefusal["status"], code: string, message: string, details: readonly ErrorDetail[] = []) {
		super(message);
		this.status = status;
		this.code = code;
		this.details = details;
	}

	/** The JSON body; `id` equals the answer's `Correlation-Id` header. */
	body(correlationId: string): JsonObject {
		const details = this.details.map((detail) => ({ ...detail }));
		return { id: correlationId, code: this.code, message: this.message, ...(details.length > 0 && { details }) };
	}
}

const VALIDATION = "The request could not be completed. One or more validation errors were in the request.";
const MALFORMED = "The request could not be completed. The request was malformed or invalid.";

const WRONG_FORMAT =
	"The server is refusing to service the request because the entity of the request is in a format not supported by the requested resource for the requested method.";

/** 400: the body is well formed, and its attributes are not as they should be. */
export const invalidData = (...details: ErrorDetail[]) => new PingOneRefusal(400, "INVALID_DATA", VALIDATION, details);

/** Observed on the service: the message itself lists what is not in the form that it should have. */
export const invalidFormat = (...details: ErrorDetail[]) => {
	const listed = details.map(({ target, message }) => `${target} ${message}`).join(", ");
	return new PingOneRefusal(400, "INVALID_DATA", `Validation Error : [${listed}]`, details);
};

/** 400: the request itself is not what it should be, as by an attribute of another JSON type. */
export const invalidRequest = (...details: ErrorDetail[]) =>
	new PingOneRefusal(400, "INVALID_REQUEST", MALFORMED, details);

export const invalidValue = (target: string, message: string, innerError?: JsonObject) =>
	invalidData({ code: "INVALID_VALUE", target, message, ...(innerError && { innerError }) });

export const requiredValue = (target: string) =>
	invalidData({ code: "REQUIRED_VALUE", target, message: "must not be null" });

export const notUnique = (target: string, existingId?: string) =>
	invalidData({
		code: "UNIQUENESS_VIOLATION",
		target,
		message: "is unique but a non-unique value is provided",
		...(existingId !== undefined && { innerError: { existingId } }),
	});

export const constraintViolation = (target: string | undefined, message: string) =>
	invalidData({ code: "CONSTRAINT_VIOLATION", ...(target !== undefined && { target }), message });

export const notFound = (message = "The request could not be completed. The requested resource was not found.") =>
	new PingOneRefusal(404, "NOT_FOUND", message);

export const invalidToken = (message: string) =>
	new PingOneRefusal(
		401,
		"ACCESS_FAILED",
		"The request could not be completed. You do not have access to this resource.",
		[{ code: "INVALID_TOKEN", message }],
	);

export const insufficientPermissions = (message: string) =>
	new PingOneRefusal(403, "ACCESS_FAILED", "The actor attempting to perform the request is not authorized.", [
		{ code: "INSUFFICIENT_PERMISSIONS", message },
	]);

/** `allowed` are the methods that this path does have. */
export const methodNotAllowed = (method: string, allowed: readonly string[]) =>
	new PingOneRefusal(405, "METHOD_NOT_ALLOWED", `${method} is not supported here; use ${allowed.join(" or ")}.`);

export const unexpectedError = () =>
	new PingOneRefusal(500, "UNEXPECTED_ERROR", "An unexpected error occurred while processing the request.");

export const unsupportedMediaType = (received: string | undefined, supported: readonly string[]) =>
	new PingOneRefusal(415, "INVALID_REQUEST", WRONG_FORMAT, [
		{
			code: "INVALID_VALUE",
			target: "Content-Type",
			message: `Content type '${received ?? ""}' is not supported; use ${supported.join(" or ")}`,
		},
	]);

export const bodyTooLarge = (maximumValue: number) =>
	new PingOneRefusal(413, "INVALID_REQUEST", MALFORMED, [
		{
			code: "SIZE_LIMIT_EXCEEDED",
			message: `The request body must have at most ${maximumValue} bytes.`,
			innerError: { maximumValue },
		},
	]);

/** Where the README lists what is emulated. */
export const EMULATED_LIST = "README.md#what-is-emulated";

/** PingOne has it and this emulator does not: said plainly, so that nobody takes silence for success. */
export const notEmulated = (feature: string) =>
	new PingOneRefusal(501, "NOT_EMULATED", `${feature} is not emulated; see ${EMULATED_LIST} for what is.`);
