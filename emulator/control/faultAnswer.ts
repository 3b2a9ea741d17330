import type { JsonObject } from "../json.ts";

/** The body of an answer that a fault gives: what PingOne says with that status (PingOne API, "Error codes"). */
export function faultBody(status: number, code: string | undefined, correlationId: string): JsonObject {
	const standard = STANDARD[status] ?? (status < 500 ? FAILED : UNEXPECTED);
	return { id: correlationId, ...standard, ...(code !== undefined && { code }) };
}

const FAILED = {
	code: "REQUEST_FAILED",
	message: "The request could not be completed. There was an issue processing the request.",
};

const UNEXPECTED = {
	code: "UNEXPECTED_ERROR",
	message: "An unexpected error occurred while processing the request.",
};

const STANDARD: Record<number, JsonObject> = {
	401: {
		code: "ACCESS_FAILED",
		message: "The request could not be completed. You do not have access to this resource.",
		details: [{ code: "INVALID_TOKEN", message: "The access token is not valid or has expired" }],
	},
	403: {
		code: "ACCESS_FAILED",
		message: "The actor attempting to perform the request is not authorized.",
		details: [{ code: "INSUFFICIENT_PERMISSIONS", message: "The actor has no role that allows it" }],
	},
	404: {
		code: "NOT_FOUND",
		message: "The request could not be completed. The requested resource was not found.",
	},
	429: {
		code: "REQUEST_LIMITED",
		message: "The request could not be completed. Too many requests.",
		details: [{ code: "LIMIT_EXCEEDED", message: "The rate limit of the licence is exceeded" }],
	},
};
