import { redact } from "./redact.ts";

/** One entry of `details` in a PingOne error body. */
export interface ErrorDetail {
	code: string;
	target?: string;
	message?: string;
	innerError?: Record<string, unknown>;
}

/** What went wrong, as far as it decides what to do next. */
export type ErrorCode =
	| "INVALID_DATA"
	| "INVALID_REQUEST"
	| "REQUEST_FAILED"
	| "ACCESS_FAILED"
	| "NOT_FOUND"
	| "REQUEST_LIMITED"
	| "UNEXPECTED_ERROR"
	| "CONFLICT"
	/** The service was not reached, or its answer was lost. */
	| "UNREACHABLE"
	/** The worker application was refused a token. */
	| "NO_TOKEN"
	| "OTHER";

export interface ErrorFacts {
	code: ErrorCode;
	message: string;
	/** HTTP status; 0 when there was no answer. */
	status: number;
	method: string;
	url: string;
	details?: readonly ErrorDetail[];
	/** PingOne's id of the request, for a support case. */
	correlationId?: string | undefined;
}

/** The only error that leaves this folder. It deliberately has no `id`: Pulumi would take one for a created object. */
export class PingOneError extends Error {
	override readonly name = "PingOneError";
	readonly code: ErrorCode;
	readonly status: number;
	readonly method: string;
	readonly url: string;
	readonly details: readonly ErrorDetail[];
	readonly correlationId: string | undefined;

	constructor(facts: ErrorFacts) {
		super(redact(facts.message));
		this.code = facts.code;
		this.status = facts.status;
		this.method = facts.method;
		this.url = facts.url;
		this.details = facts.details ?? [];
		this.correlationId = facts.correlationId;
	}

	/** True when a detail has that code, and that target if one is given. */
	has(detailCode: string, target?: string): boolean {
		return this.details.some(
			(detail) => detail.code === detailCode && (target === undefined || detail.target === target),
		);
	}
}

const CODES: readonly ErrorCode[] = [
	"INVALID_DATA",
	"INVALID_REQUEST",
	"REQUEST_FAILED",
	"ACCESS_FAILED",
	"NOT_FOUND",
	"REQUEST_LIMITED",
	"UNEXPECTED_ERROR",
];

/** Reads a refusal: `{id, code, message, details?}`, or whatever else came instead of it. Does no I/O. */
export function readError(
	method: string,
	url: string,
	status: number,
	body: unknown,
	correlationId?: string,
): PingOneError {
	const fields = isRecord(body) ? body : {};
	const code = CODES.find((known) => known === fields.code) ?? codeOfStatus(status);
	return new PingOneError({
		code,
		status,
		method,
		url,
		message: typeof fields.message === "string" ? fields.message : `HTTP ${status}`,
		details: Array.isArray(fields.details) ? fields.details.filter(isDetail) : [],
		correlationId: correlationId ?? (typeof fields.id === "string" ? fields.id : undefined),
	});
}

function codeOfStatus(status: number): ErrorCode {
	if (status === 401 || status === 403) return "ACCESS_FAILED";
	if (status === 404) return "NOT_FOUND";
	if (status === 409) return "CONFLICT";
	if (status === 429) return "REQUEST_LIMITED";
	return status >= 500 ? "UNEXPECTED_ERROR" : "OTHER";
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

const isDetail = (value: unknown): value is ErrorDetail => isRecord(value) && typeof value.code === "string";

/** What an engineer can do about it, by what PingOne said. */
export function remedyOf(error: PingOneError): string {
	if (error.code === "NO_TOKEN" || error.code === "UNREACHABLE") return "";
	if (error.has("UNIQUENESS_VIOLATION")) return "Choose another value, or delete the object that has this one.";
	if (error.has("LICENSE_EXCEEDED")) return "The environment's licence does not allow more of these.";
	if (error.has("CONSTRAINT_VIOLATION")) return "Remove what still depends on it, then run the command again.";
	if (error.status === 401)
		return "The access token is not accepted: check pingone:clientId, pingone:clientSecret and the region.";
	if (error.status === 403 && error.url.endsWith("/secret")) {
		return "Give the worker application the role Client Application Developer for this environment. If it is the application itself, use another worker: none reads its own secret.";
	}
	if (error.status === 403) {
		// Below an environment that does not exist PingOne answers as for one that the worker may not enter.
		return "Give the worker application the roles Client Application Developer, Environment Admin and Identity Data Admin for this environment. Check pingone:environmentId if it has them.";
	}
	if (error.status === 404)
		return "Check pingone:environmentId and pingone:regionCode; run pulumi refresh if objects were deleted by hand.";
	if (error.code === "REQUEST_LIMITED")
		return "PingOne is limiting requests: run the command again later, or with --parallel 2.";
	if (error.status >= 500) return "PingOne failed: run the command again; what was created is kept.";
	return "Correct the property and run the command again.";
}

/** The whole story in a few lines: what the service said, about which property, what to do, and the id for support. */
export function explain(error: PingOneError): string {
	const details = error.details.map(
		(detail) => `  ${detail.target ?? "request"}: ${detail.message ?? ""} (${detail.code})${bounds(detail.innerError)}`,
	);
	const remedy = remedyOf(error);
	const request =
		error.status > 0
			? [`  PingOne answered ${error.status} to ${error.method} ${pathOf(error.url)}${support(error)}`]
			: [];
	return redact([error.message, ...details, ...(remedy ? [`  ${remedy}`] : []), ...request].join("\n"));
}

function bounds(inner: Record<string, unknown> | undefined): string {
	if (!inner) return "";
	const said = Object.entries(inner)
		.filter(([, value]) => ["string", "number", "boolean"].includes(typeof value) || Array.isArray(value))
		.map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(", ") : String(value)}`);
	return said.length > 0 ? ` [${said.join("; ")}]` : "";
}

const support = (error: PingOneError) => (error.correlationId ? `, correlation id ${error.correlationId}` : "");

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url);
