import type { Deployment } from "../outputs.ts";

type Place = Pick<Deployment, "authUrl" | "environmentId">;

/**
 * The documented endpoints of an environment. They are built from the deployment and not read from its discovery
 * document, so that no password or secret goes where a wrong document points (META-02 compares the two).
 */
export const endpoint = (
	{ authUrl, environmentId }: Place,
	name: "authorize" | "token" | "introspect" | "userinfo" | "resume" | ".well-known/openid-configuration",
): string => `${authUrl}/${environmentId}/as/${name}`;

/** The prefix of the environment's URLs that names the authorization server; it is the issuer (RFC 8414 section 3). */
export const issuerOf = ({ authUrl, environmentId }: Place): string => `${authUrl}/${environmentId}/as`;

/** A flow of the sign-on page, PingOne API "Flows". */
export const flowUrl = ({ authUrl, environmentId }: Place, flowId: string): string =>
	`${authUrl}/${environmentId}/flows/${encodeURIComponent(flowId)}`;
