import { createHash, generateKeyPairSync, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import Provider from "oidc-provider";

/**
 * oidc-provider with its in-memory adapter and JWT access tokens by a resource indicator. As it comes, it shows pages for login
 * and consent; with the argument `six-requests` an interaction in their place answers JSON, checks the password and grants
 * consent at once, which is the least that a complete sign-in can be.
 */
const SIX_REQUESTS = process.argv.includes("six-requests");
const AUDIENCE = "https://api.orders.example.com";
const SCOPE = "orders:read";
const PASSWORD = "Kestrel-42-Harbour";

const CLIENT = {
	client_id: "portal",
	client_secret: randomBytes(32).toString("base64url"),
	redirect_uris: ["https://portal.example.com/cb"],
	response_types: ["code"],
	grant_types: ["authorization_code"],
	token_endpoint_auth_method: "client_secret_post",
};

const salt = randomBytes(8);
const digestOf = (password: string): Buffer => createHash("sha512").update(password).update(salt).digest();
const expected = digestOf(PASSWORD);

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const configuration = {
	clients: [CLIENT],
	jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "default" }] },
	cookies: { keys: [randomBytes(32).toString("base64url")] },
	scopes: ["openid"],
	pkce: { required: () => true },
	findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
	...(SIX_REQUESTS && {
		interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
	}),
	ttl: { AccessToken: 3600, IdToken: 3600, AuthorizationCode: 60, Grant: 3600, Interaction: 900, Session: 3600 },
	features: {
		devInteractions: { enabled: !SIX_REQUESTS },
		introspection: { enabled: true },
		resourceIndicators: {
			enabled: true,
			getResourceServerInfo: () => ({
				scope: SCOPE,
				audience: AUDIENCE,
				accessTokenFormat: "jwt",
				jwt: { sign: { alg: "RS256" } },
			}),
		},
	},
};

async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { uid, prompt, params } = await provider.interactionDetails(request, response);
	if (request.method === "GET") {
		response.writeHead(200, { "Content-Type": "application/json" });
		response.end(JSON.stringify({ uid, prompt: prompt.name }));
		return;
	}
	const { username, password } = (await json(request)) as { username: string; password: string };
	if (!timingSafeEqual(digestOf(password), expected)) throw new Error("wrong password");
	const grant = new provider.Grant({ accountId: username, clientId: params.client_id ?? "" });
	grant.addOIDCScope("openid");
	grant.addResourceScope(AUDIENCE, SCOPE);
	const consent = { grantId: await grant.save() };
	await provider.interactionFinished(request, response, { login: { accountId: username }, consent });
}

const server = createServer();
server.listen(0, "127.0.0.1", () => {
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const provider = new Provider(origin, configuration);
	const answer = provider.callback();
	server.on("request", (request, response) => {
		const answered =
			SIX_REQUESTS && request.url?.startsWith("/interaction/")
				? interact(provider, request, response)
				: answer(request, response);
		answered.catch((error: unknown) => response.writeHead(500).end(String(error)));
	});
	const { client_id: clientId, client_secret: clientSecret } = CLIENT;
	process.stdout.write(`${JSON.stringify({ origin, clientId, clientSecret, password: PASSWORD })}\n`);
});
