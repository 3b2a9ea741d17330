import axios from "axios";
import { type Ask, makeAccess, REDIRECT_URI } from "../../bench/access.ts";

/** Where a PingOne is and who may manage it. */
export interface Place {
	apiUrl: string;
	authUrl: string;
	environmentId: string;
	clientId: string;
	clientSecret: string;
}

/** What a deployment can differ in. */
export interface Variant {
	application?: Record<string, unknown>;
	password?: string;
	forceChange?: boolean;
}

/** The objects of steps 1 to 11, made with bare requests. Gives the outputs a stack would have. */
export async function deploy(place: Place, variant: Variant = {}): Promise<Record<string, unknown>> {
	const { apiUrl, authUrl, environmentId } = place;
	const name = `verify-${Math.random().toString(36).slice(2)}`;
	const api = axios.create({
		baseURL: `${apiUrl}/environments/${environmentId}`,
		headers: { Authorization: `Bearer ${await workerToken(place)}` },
	});
	const ask: Ask = async (method, url, data, type = "application/json") =>
		(await api.request<object>({ method, url, data, headers: { "Content-Type": type } })).data;
	const tokenEndpointAuthMethod = variant.application?.tokenEndpointAuthMethod ?? "CLIENT_SECRET_BASIC";
	const audience = `https://${name}.example.com`;
	const scope = `${name}:read`;
	const password = variant.password ?? "Correct-Horse-7-Battery";
	const { applicationId, resourceId, policyName } = await makeAccess(ask, {
		...{ name, username: name, scope, password, forceChange: variant.forceChange ?? false },
		application: { tokenEndpointAuthMethod, pkceEnforcement: "S256_REQUIRED", ...variant.application },
		resource: { audience, accessTokenValiditySeconds: 1800 },
	});
	const secretOf = async (path: string) => (await api.get<{ secret: string }>(`${path}/secret`)).data.secret;
	return {
		...{ environmentId, authUrl, applicationId, redirectUri: REDIRECT_URI, tokenEndpointAuthMethod },
		clientSecret: tokenEndpointAuthMethod === "NONE" ? "" : await secretOf(`/applications/${applicationId}`),
		...{ resourceId, resourceSecret: await secretOf(`/resources/${resourceId}`), audience },
		...{ scope, accessTokenValiditySeconds: 1800, signOnPolicyName: policyName, username: name, password },
	};
}

async function workerToken({ authUrl, environmentId, clientId, clientSecret }: Place): Promise<string> {
	const { data } = await axios.post<{ access_token: string }>(
		`${authUrl}/${environmentId}/as/token`,
		"grant_type=client_credentials",
		{ auth: { username: clientId, password: clientSecret } },
	);
	return data.access_token;
}
