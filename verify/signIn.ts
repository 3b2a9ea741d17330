import type { JSONWebKeySet } from "jose";
import { readAccessToken } from "./accessToken.ts";
import type { Browser } from "./browser.ts";
import type { Deployment } from "./outputs.ts";
import { createPkcePair, unguessable } from "./pkce.ts";
import type { Evidence } from "./session.ts";
import { describeAuthorization, type Step, signOn } from "./signOn.ts";
import {
	type Authorization,
	authorizationParameters,
	authorizationRequest,
	explainNoCode,
	readAuthorization,
} from "./steps/authorize.ts";
import { discoveryRequest, explainNoMetadata, type Metadata, readMetadata } from "./steps/discovery.ts";
import {
	type Introspection,
	introspectionRequest,
	type ResourceMethod,
	readIntrospection,
	resourceCredentials,
} from "./steps/introspect.ts";
import { jwksRequest, readJwks } from "./steps/jwks.ts";
import { quoteRefusal } from "./steps/refusalText.ts";
import { applicationCredentials, readTokens, type TokenAnswer, tokenRequest } from "./steps/token.ts";
import { nothingProven } from "./stop.ts";

/**
 * Signs the user in for real, steps 12 to 17, and keeps what was seen for the checks to judge.
 * Throws Stop (exit code 3) when there is no sign-on; a token that is refused or wrong is left to the checks.
 */
export async function signIn(deployment: Deployment, browser: Browser, step: Step): Promise<Evidence> {
	const metadata = await discover(deployment, browser, step);
	const firstKeys = await fetchKeys(deployment, browser, step, metadata);
	const { authorization, state, verifier, redirects } = await authorize(deployment, browser, step);
	const { redirectUri } = deployment;
	const tokens = await step(
		"16 token",
		async (label) =>
			readTokens(
				await browser.send(label, tokenRequest(deployment, { code: authorization.code, redirectUri, verifier })),
			),
		describeTokens,
	);
	stopAtWrongCredentials(deployment, tokens);
	const accessToken = tokens.kind === "issued" ? readAccessToken(tokens.accessToken) : undefined;
	const rotated = accessToken !== undefined && !firstKeys.keys.some(({ kid }) => kid === accessToken.header.kid);
	return {
		...{ metadata, state, authorization, redirects, tokens, accessToken },
		jwks: rotated ? await fetchKeys(deployment, browser, step, metadata) : firstKeys,
		introspection:
			tokens.kind === "issued" ? await introspect(deployment, browser, step, tokens.accessToken) : undefined,
	};
}

function discover(deployment: Deployment, browser: Browser, step: Step): Promise<Metadata> {
	const ask = async (label: string) => {
		const answer = await browser.send(label, discoveryRequest(deployment));
		const metadata = readMetadata(answer);
		if (metadata === undefined) throw nothingProven(explainNoMetadata(answer.status, deployment));
		return metadata;
	};
	return step("discovery", ask, ({ issuer }) => String(issuer));
}

const fetchKeys = (deployment: Deployment, browser: Browser, step: Step, metadata: Metadata): Promise<JSONWebKeySet> =>
	step(
		"keys",
		async (label) => readJwks(await browser.send(label, jwksRequest(deployment, metadata))),
		({ keys }) => `${keys.length} published`,
	);

async function authorize(deployment: Deployment, browser: Browser, step: Step) {
	const { verifier, challenge } = createPkcePair();
	const state = unguessable();
	const parameters = authorizationParameters(deployment, { state, nonce: unguessable(), challenge });
	const request = authorizationRequest(deployment, parameters);
	const started = await step(
		"12 authorize",
		async (label) => readAuthorization(await browser.send(label, request), request.url),
		describeAuthorization,
	);
	const authorization = started.kind === "flow" ? await signOn(deployment, browser, started.flowId, step) : started;
	requireCode(authorization, deployment);
	return { authorization, state, verifier, redirects: [started.status, authorization.status] };
}

function requireCode(
	authorization: Authorization,
	deployment: Deployment,
): asserts authorization is Extract<Authorization, { kind: "code" }> {
	if (authorization.kind !== "code") throw nothingProven(explainNoCode(authorization, deployment));
}

const describeTokens = (tokens: TokenAnswer): string =>
	tokens.kind === "issued" ? `${tokens.status} access token` : `${tokens.status} ${tokens.error || "no token"}`;

/** Wrong client credentials prove nothing about the server: the outputs are not of this deployment. */
function stopAtWrongCredentials({ applicationId, tokenEndpointAuthMethod }: Deployment, tokens: TokenAnswer): void {
	if (tokens.kind === "issued" || tokens.error !== "invalid_client") return;
	throw nothingProven(
		`No token for application ${applicationId} by ${tokenEndpointAuthMethod}: ${quoteRefusal(tokens.status, tokens)}. The client secret or the method is not the application's: run pulumi refresh and pulumi up.`,
	);
}

async function introspect(deployment: Deployment, browser: Browser, step: Step, token: string) {
	const byApplication = await step(
		"17 introspect",
		async (label) =>
			readIntrospection(
				await browser.send(label, introspectionRequest(deployment, token, applicationCredentials(deployment))),
			),
		(seen) => `as the application: ${describeIntrospection(seen)}`,
	);
	const { byResource, resourceMethod } = await step(
		"17 introspect",
		(label) => introspectAsResource(deployment, browser, label, token),
		(seen) => `as the API: ${describeIntrospection(seen.byResource)}`,
	);
	return { byApplication, byResource, resourceMethod };
}

/** The outputs do not say how the resource authenticates; 401 to Basic, its default, leaves the body. */
async function introspectAsResource(deployment: Deployment, browser: Browser, label: string, token: string) {
	const by = async (resourceMethod: ResourceMethod) => {
		const request = introspectionRequest(deployment, token, resourceCredentials(deployment, resourceMethod));
		return { byResource: readIntrospection(await browser.send(label, request)), resourceMethod };
	};
	const basic = await by("CLIENT_SECRET_BASIC");
	return basic.byResource.status === 401 ? by("CLIENT_SECRET_POST") : basic;
}

const describeIntrospection = ({ status, active }: Introspection): string =>
	`${status} ${active === undefined ? "no active member" : active ? "active" : "not active"}`;
