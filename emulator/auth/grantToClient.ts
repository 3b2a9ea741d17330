import type { Context } from "hono";
import type { World } from "../world.ts";
import { authorizationOf, issueCode } from "./authorization.ts";
import { answerRequest } from "./authorizationResponse.ts";
import { type Flow, removeFlow } from "./flow.ts";
import { isExpected } from "./idTokenHint.ts";
import { issueAccessToken, issueIdToken, userGrant } from "./issue.ts";
import { invalidGrant, OAuthRefusal } from "./refusal.ts";
import { type Application, findApplication } from "./registered.ts";
import type { AuthorizationServer } from "./server.ts";

/** Answers the authorization request of a completed flow with what its response type names, once. */
export async function grantToClient(
	world: World,
	c: Context,
	server: AuthorizationServer,
	flow: Flow,
): Promise<Response> {
	const answer = await granted(world, server, flow).catch((error) => denied(world, flow, error));
	return answerRequest(world, c, server, flow, { ...answer, state: flow.request.state });
}

/** What the request was granted may be gone by now: its user, its application, or a resource. */
function denied(world: World, flow: Flow, error: unknown): { error: string; error_description: string } {
	removeFlow(world, flow);
	if (!(error instanceof OAuthRefusal)) throw error;
	return { error: error.error === "login_required" ? error.error : "access_denied", error_description: error.message };
}

async function granted(world: World, server: AuthorizationServer, flow: Flow) {
	const { responseTypes } = flow.request;
	const authorization = authorizationOf(world, flow);
	const grant = userGrant(world, requireApplication(world, flow), authorization);
	// OpenID Connect Core 3.1.2.2: no token for another user than the one of the ID token.
	if (!isExpected(world, flow.request, grant.user)) throw otherUser();
	const code = world.store.transaction(() => {
		removeFlow(world, flow);
		return responseTypes.includes("code") ? issueCode(world, flow, authorization) : undefined;
	});
	if (responseTypes.length === 1 && code !== undefined) return { code };
	const token = responseTypes.includes("token") ? await issueAccessToken(world, server, grant) : undefined;
	return {
		code,
		...(token && {
			access_token: token.value,
			token_type: "Bearer",
			expires_in: String(token.expiresIn),
			scope: authorization.scopes.join(" "),
		}),
		id_token: responseTypes.includes("id_token")
			? await issueIdToken(world, server, grant, { code, accessToken: token?.value })
			: undefined,
	};
}

const otherUser = () => new OAuthRefusal("login_required", "Another user than that of id_token_hint has signed on");

function requireApplication(world: World, { environment, request }: Flow): Application {
	const application = findApplication(world, environment, request.clientId);
	if (application?.body.enabled !== true) throw invalidGrant("The application no longer exists or is disabled");
	return application;
}
