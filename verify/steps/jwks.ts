import type { JSONWebKeySet, JWK } from "jose";
import type { HttpAnswer, HttpRequest } from "../../providers/api/transport.ts";
import { membersOf, textOf } from "../json.ts";
import type { Deployment } from "../outputs.ts";
import type { Metadata } from "./discovery.ts";
import { issuerOf } from "./endpoints.ts";

/** The keys where discovery says they are, as any API behind PingOne reads them; RFC 8414 section 2. */
export function jwksRequest(deployment: Deployment, metadata: Metadata): HttpRequest {
	const advertised = textOf(metadata.jwks_uri);
	const url = advertised !== undefined && URL.canParse(advertised) ? advertised : `${issuerOf(deployment)}/jwks`;
	return { method: "GET", url };
}

/** The key set; empty when the answer is none (RFC 7517 section 5). */
export function readJwks({ status, body }: HttpAnswer): JSONWebKeySet {
	const { keys } = membersOf(body);
	const readable = status === 200 && Array.isArray(keys) ? keys : [];
	return { keys: readable.filter((key): key is JWK => typeof membersOf(key).kty === "string") };
}
