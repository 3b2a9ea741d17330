import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import type { Exchange } from "../../emulator/index.ts";

/** Judges management answers by the vendor's own OpenAPI description. */
export interface OpenApiJudge {
	/** Checks one answer: status, media type, body. Paths that the description does not have are passed over. */
	observe(exchange: Exchange): void;
	/** One line for each answer that the description does not allow. */
	violations(): string[];
	/** How many answers were checked. */
	judged(): number;
	/** Every operation that the description has: `GET /environments/{environmentID}/users`. */
	operations(): { method: string; template: string }[];
}

type Schema = Record<string, unknown>;
interface Answer {
	$ref?: string;
	content?: Record<string, { schema?: Schema }>;
}
interface Operation {
	method: string;
	template: string;
	path: RegExp;
	answers: Record<string, Answer>;
}
interface Description {
	paths: Record<string, Record<string, { responses: Record<string, Answer> }>>;
	components: { responses: Record<string, Answer>; schemas: Record<string, Schema> };
}

const DESCRIPTION = join(process.cwd(), "../shared/reference/openapi-subset.yaml");

/** A judge by the description that lies beside the repository; undefined where it does not. */
export function openApiJudge(): OpenApiJudge | undefined {
	if (!existsSync(DESCRIPTION)) return undefined;
	const description = withDecidableUnions(parse(readFileSync(DESCRIPTION, "utf8")) as Description);
	const operations = operationsOf(description);
	const validate = validator(description);
	const violations: string[] = [];
	let judged = 0;
	return {
		observe: (exchange) => {
			const operation = operationFor(operations, exchange);
			if (!operation) return;
			judged++;
			const faults = faultsOf(exchange, operation, validate);
			const where = `${operation.method} ${operation.template} ${exchange.status}`;
			violations.push(...faults.map((fault) => `${where}: ${fault} in ${exchange.answer.body.slice(0, 2000)}`));
		},
		violations: () => violations,
		judged: () => judged,
		operations: () => operations.map(({ method, template }) => ({ method, template })),
	};
}

/**
 * The description's unions have no discriminator, and some of their members allow everything. Where an attribute
 * decides, it is made to decide; elsewhere one fitting member is enough.
 */
function withDecidableUnions(description: Description): Description {
	const { schemas } = description.components;
	for (const schema of Object.values(schemas)) {
		if (schema.oneOf) {
			schema.anyOf = schema.oneOf;
			delete schema.oneOf;
		}
	}
	const application = decidedBy([
		[{ type: "PING_ONE_SELF_SERVICE" }, "ApplicationPingOneSelfService"],
		[{ type: "PING_ONE_PORTAL" }, "ApplicationPingOnePortal"],
		[{ type: "PING_ONE_ADMIN_CONSOLE" }, "ApplicationPingOneAdminConsole"],
		[{ protocol: "OPENID_CONNECT" }, "ApplicationOIDC"],
		[{ protocol: "SAML" }, "ApplicationSAML"],
		[{ protocol: "WS_FED" }, "ApplicationWSFED"],
		[{ protocol: "EXTERNAL_LINK" }, "ApplicationExternalLink"],
	]);
	schemas.readOneApplication_200_response = application;
	schemas.createApplication_201_response = application;
	schemas.SignOnPolicyAction = decidedBy([
		[{ type: "LOGIN" }, "SignOnPolicyActionLogin"],
		[{ type: "MULTI_FACTOR_AUTHENTICATION" }, "SignOnPolicyActionMFA"],
		[{ type: "IDENTIFIER_FIRST" }, "SignOnPolicyActionIDFirst"],
		[{ type: "IDENTITY_PROVIDER" }, "SignOnPolicyActionIDP"],
		[{ type: "AGREEMENT" }, "SignOnPolicyActionAgreement"],
		[{ type: "PROGRESSIVE_PROFILING" }, "SignOnPolicyActionProgressiveProfiling"],
		[{ type: "PINGID_AUTHENTICATION" }, "SignOnPolicyActionPingID"],
		[{ type: "PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION" }, "SignOnPolicyActionPingIDWinLoginPasswordless"],
	]);
	return description;
}

const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** The first case whose attributes the value has names its schema; a value that fits no case is refused. */
function decidedBy(cases: [Record<string, string>, string][]): Schema {
	return cases.reduceRight<Schema>(
		(otherwise, [attributes, name]) => ({
			if: {
				required: Object.keys(attributes),
				properties: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, { const: value }])),
			},
			// biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
			then: reference(name),
			else: otherwise,
		}),
		{ not: {} },
	);
}

function operationsOf({ paths, components }: Description): Operation[] {
	return Object.entries(paths).flatMap(([template, methods]) =>
		Object.entries(methods).map(([method, { responses }]) => ({
			method: method.toUpperCase(),
			template,
			path: new RegExp(`^/v1${template.replace(/\{[^}]+\}/g, "[^/]+")}$`),
			answers: Object.fromEntries(
				Object.entries(responses).map(([status, answer]) => [status, resolved(answer, components.responses)]),
			),
		})),
	);
}

const resolved = (answer: Answer, shared: Record<string, Answer>): Answer =>
	(answer.$ref && shared[answer.$ref.split("/").at(-1) ?? ""]) || answer;

function operationFor(operations: readonly Operation[], { method, url }: Exchange): Operation | undefined {
	const [path = ""] = url.split("?");
	return operations.find((operation) => operation.method === method && operation.path.test(path));
}

type Validate = (schema: Schema, value: unknown) => string[];

function validator(description: Description): Validate {
	const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false });
	addFormats(ajv, ["date-time", "int32", "password", "byte", "binary"]);
	ajv.addSchema({ $id: "pingone", ...description });
	const compiled = new Map<string, ValidateFunction>();
	return (schema, value) => {
		const key = JSON.stringify(schema);
		const check = compiled.get(key) ?? ajv.compile(JSON.parse(key.replaceAll('"#/', '"pingone#/')));
		compiled.set(key, check);
		check(value);
		return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
	};
}

function faultsOf({ status, answer }: Exchange, operation: Operation, validate: Validate): string[] {
	// The description leaves 415 and the like out; every error has the same body (PingOne API, "Error codes").
	const declared = operation.answers[status] ?? (status >= 400 ? operation.answers["400"] : undefined);
	if (!declared) return ["the status is not described"];
	if (!declared.content) return answer.body === "" ? [] : ["there must be no body"];
	const mediaType = (answer.contentType ?? "").split(";")[0] ?? "";
	const described = declared.content[mediaType];
	if (!described) return [`media type '${mediaType}' is not described`];
	const body: unknown = JSON.parse(answer.body);
	return [
		...(status >= 400 ? missingIn(body, ["id", "code", "message"]) : []),
		...(described.schema ? validate(described.schema, body) : []),
	];
}

const missingIn = (body: unknown, names: readonly string[]): string[] =>
	names.filter((name) => !(body as Schema)[name]).map((name) => `${name} is missing`);
