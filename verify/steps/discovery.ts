import type { HttpAnswer, HttpRequest } from "../../providers/api/transport.ts";
import { membersOf } from "../json.ts";
import type { Deployment } from "../outputs.ts";
import { endpoint } from "./endpoints.ts";

/** The metadata document; RFC 8414 section 2, OpenID Connect Discovery 1.0 section 3. */
export type Metadata = Readonly<Record<string, unknown>>;

export const discoveryRequest = (deployment: Deployment): HttpRequest => ({
	method: "GET",
	url: endpoint(deployment, ".well-known/openid-configuration"),
});

/** The metadata, or undefined when the answer is not a metadata document. */
export function readMetadata({ status, body }: HttpAnswer): Metadata | undefined {
	const metadata = membersOf(body);
	return status === 200 && "issuer" in metadata ? metadata : undefined;
}

/** Cause and remedy for a missing metadata document. */
export const explainNoMetadata = (status: number, { authUrl, environmentId }: Deployment): string =>
	`No environment ${environmentId} at ${authUrl}: its discovery document answered ${status}. Check the outputs environmentId and authUrl, and the region.`;
