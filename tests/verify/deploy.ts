import axios from "axios";

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

const REDIRECT_URI = "https://portal.example.com/cb";

/** The objects of steps 1 to 11, made with bare requests. Gives the outputs a stack would have. */
export async function deploy(place: Place, variant: Variant = {}): Promise<Record<string, unknown>> {
	const { apiUrl, authUrl, environmentId } = place;
	const name = `verify-${Math.random().toString(36).slice(2)}`;
	const api = axios.create({
		baseURL: `${apiUrl}/environments/${environmentId}`,
		headers: { Authorization: `Bearer ${await workerToken(place)}`, "Content-Type": "application/json" },
	});
	const make = async (path: string, body: object) => (await api.post<Record<string, string>>(path, body)).data;
	const tokenEndpointAuthMethod = variant.application?.tokenEndpointAuthMethod ?? "CLIENT_SECRET_BASIC";
	const application = await make("/applications", {
		...{ name, enabled: true, type: "WEB_APP", protocol: "OPENID_CONNECT", grantTypes: ["AUTHORIZATION_CODE"] },
		...{ responseTypes: ["CODE"], redirectUris: [REDIRECT_URI], tokenEndpointAuthMethod },
		...{ pkceEnforcement: "S256_REQUIRED", ...variant.application },
	});
	const audience = `https://${name}.example.com`;
	const resource = await make("/resources", { name, audience, accessTokenValiditySeconds: 1800 });
	const scope = await make(`/resources/${resource.id}/scopes`, { name: `${name}:read` });
	await make(`/applications/${application.id}/grants`, { resource: { id: resource.id }, scopes: [{ id: scope.id }] });
	const policy = await make("/signOnPolicies", { name: `${name}_Login` });
	await make(`/signOnPolicies/${policy.id}/actions`, { priority: 1, type: "LOGIN" });
	await make(`/applications/${application.id}/signOnPolicyAssignments`, {
		...{ priority: 1, signOnPolicy: { id: policy.id } },
	});
	const population = await make("/populations", { name });
	const user = await make("/users", {
		...{ username: name, email: `${name}@example.com`, name: { given: "Ann", family: "Example" } },
		population: { id: population.id },
	});
	const password = variant.password ?? "Correct-Horse-7-Battery";
	await api.put(
		`/users/${user.id}/password`,
		{ value: password, forceChange: variant.forceChange ?? false },
		{ headers: { "Content-Type": "application/vnd.pingidentity.password.set+json" } },
	);
	const secretOf = async (path: string) => (await api.get<{ secret: string }>(`${path}/secret`)).data.secret;
	return {
		...{ environmentId, authUrl, applicationId: application.id, redirectUri: REDIRECT_URI, tokenEndpointAuthMethod },
		clientSecret: tokenEndpointAuthMethod === "NONE" ? "" : await secretOf(`/applications/${application.id}`),
		...{ resourceId: resource.id, resourceSecret: await secretOf(`/resources/${resource.id}`), audience },
		...{ scope: scope.name, accessTokenValiditySeconds: 1800, signOnPolicyName: policy.name, username: name, password },
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
