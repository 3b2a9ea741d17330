import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

/**
 * A small PingOne, written from the RFCs and the vendor's documentation and not from the emulator, with one switch for
 * each way to be wrong. Without switches every check must pass.
 */
export const FLAWS = [
	...["acceptAnyRedirect", "prefixRedirect", "caseBlindRedirect", "errorToUnregistered", "acceptAnyClient"],
	...["dropState", "dropErrorState", "ignoreResponseType", "defaultResponseType", "allowImplicit", "allowRepeats"],
	...["grantAnyScope", "mixApis", "promiseIss", "redirect307", "ignorePromptNone", "resumeWithoutCookie", "hideS256"],
	...["refuseVerifier", "ignoreVerifier", "verifierOptional", "ignoreStrayVerifier", "plainCompare", "anyChallenge"],
	...["allowPlain", "allowAnyMethod", "pkceOptional", "codeSurvivesWrongVerifier", "cacheableTokens", "noTokenType"],
	...["reuseCode", "slowToMark", "anyClientMayRedeem", "ignoreRedirectAtToken", "redirectOptionalAtToken"],
	...["ignoreSecret", "noAuthenticateHeader", "acceptTwoMethods", "tokenByGet", "passwordGrant", "unknownGrant"],
	...[
		"acceptTokenRepeats",
		"acceptJson",
		"hideNarrowedScope",
		"keepReplayedToken",
		"foreignSignature",
		"algNone",
		"noTyp",
		"otherIssuer",
		"dropAud",
	],
	...["wideAud", "longLived", "wrongExpiresIn", "oldIat", "sameJti", "noSub", "otherClientId", "wrongScope"],
	...["personalData", "otherPolicy", "resourceSeesInactive", "openIntrospection", "anySecretIntrospects"],
	...["everythingActive", "chattyInactive", "tokenOptional", "otherSubIntrospected", "cacheableIntrospection"],
	...["applicationSeesInactive", "otherDiscoveryIssuer", "foreignEndpoint", "privateKeyPublished", "sameKid"],
	...["weakKey", "userinfoOpen", "managementOpen", "strayIdToken", "breaksOnAttack", "unreadableAttackAnswer"],
	// Not wrong, but other than usual.
	...["noSingleSignOn", "identifierFirst", "introspectionByPost", "narrowScope", "publicClient", "secretInBody"],
	...[
		"mustChangePassword",
		"lockedOut",
		"disabledUser",
		"flowGone",
		"opaqueToken",
		"busyOnce",
		"hangUpOnToken",
		"rotatesKeys",
	],
] as const;
export type Flaw = (typeof FLAWS)[number];

export const ENV = "5f0c2d3e-1111-4a6b-9c3d-0123456789ab";
const APP = "2f6d1a90-aaaa-4c1c-8f0e-111122223333";
const API = "7ab1c2d3-bbbb-4e5f-9a0b-444455556666";
const SECRETS = { app: "canary-app-secret-1~2", api: "canary-api-secret-3!4", password: 'canary+pass/word <5>&"6"' };
const REDIRECT = "https://portal.example.com/cb";
const AUDIENCE = "https://api.orders.example.com";
const SCOPE = "orders:read";
const LIFETIME = 7200;

interface Code {
	query: URLSearchParams;
	used: boolean;
	/** Called when a second redemption begins before the first one is over. */
	contested?: () => void;
	token?: string;
}
interface Answer {
	status: number;
	body?: unknown;
	headers?: Record<string, string | string[]>;
}
type Form = URLSearchParams;

export interface FakePingOne {
	outputs: Record<string, unknown>;
	/** Every secret, cookie, code and token that it knows or gave out. */
	canaries(): string[];
	passwordsTried(): number;
	close(): Promise<void>;
}

let keys: Promise<{ own: CryptoKey; foreign: CryptoKey; published: JWK; privateJwk: JWK; weak: JWK }> | undefined;

async function makeKeys() {
	const [own, foreign] = await Promise.all([
		generateKeyPair("RS256", { extractable: true }),
		generateKeyPair("RS256", { extractable: true }),
	]);
	const published = { ...(await exportJWK(own.publicKey)), kid: "default", use: "sig" };
	const weak = { ...published, kid: "weak", n: Buffer.alloc(128, 0xff).toString("base64url") };
	const privateJwk = { ...(await exportJWK(own.privateKey)), kid: "default", use: "sig" };
	return { own: own.privateKey, foreign: foreign.privateKey, published, privateJwk, weak };
}

export async function startFakePingOne(...flaws: Flaw[]): Promise<FakePingOne> {
	keys ??= makeKeys();
	const { own, foreign, published, privateJwk, weak } = await keys;
	const has = (flaw: Flaw) => flaws.includes(flaw);
	const flows = new Map<string, { query: URLSearchParams; status: string; session: string }>();
	const signedIn = new Set<string>();
	const codes = new Map<string, Code>();
	const tokens = new Map<string, Record<string, unknown>>();
	const given: string[] = [];
	let passwords = 0;
	let busy = has("busyOnce");
	const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const issuer = () => `${base()}/${ENV}/as`;

	// --- authorize, flow, resume ---
	const page = (code: string): Answer => {
		if (has("breaksOnAttack")) return { status: 500, body: { code: "UNEXPECTED_ERROR" } };
		if (has("unreadableAttackAnswer")) return { status: 200, body: "<html></html>" };
		return to(
			`https://apps.example.com/signon/?error=${encodeURIComponent(JSON.stringify({ id: randomUUID(), code, message: "no" }))}`,
		);
	};
	const to = (location: string, status = 302): Answer => ({ status, headers: { location } });
	const back = (query: URLSearchParams, answer: Record<string, string>, status = 302): Answer => {
		const target = new URL(query.get("redirect_uri") ?? REDIRECT);
		for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
		const state = query.get("state");
		const dropped = has("error" in answer ? "dropErrorState" : "dropState");
		if (state !== null && !dropped) target.searchParams.set("state", state);
		return to(target.href, status);
	};
	const redirectFits = (uri: string) =>
		uri === REDIRECT ||
		has("acceptAnyRedirect") ||
		(has("prefixRedirect") && uri.startsWith(REDIRECT)) ||
		(has("caseBlindRedirect") && uri.toLowerCase() === REDIRECT.toLowerCase());

	function refusalOf(query: URLSearchParams): string | undefined {
		const type = query.get("response_type");
		if (!has("allowRepeats") && new Set(query.keys()).size < query.size) return "invalid_request";
		if (type === null && !has("defaultResponseType") && !has("ignoreResponseType")) return "invalid_request";
		if (type !== null && type !== "code" && !has("ignoreResponseType") && !(type === "token" && has("allowImplicit"))) {
			return "unsupported_response_type";
		}
		const scopes = (query.get("scope") ?? "").split(" ");
		const extra = scopes.filter((scope) => scope !== SCOPE && scope !== "openid");
		const allowed =
			has("grantAnyScope") || has("narrowScope") || (has("mixApis") && extra.every((s) => s.startsWith("p1:")));
		if (extra.length > 0 && !allowed) return "invalid_scope";
		return refusedChallenge(query);
	}

	function refusedChallenge(query: URLSearchParams): string | undefined {
		const challenge = query.get("code_challenge");
		const method = query.get("code_challenge_method");
		if (challenge === null) return has("pkceOptional") || has("ignoreStrayVerifier") ? undefined : "invalid_request";
		if (!/^[\w.~-]{43,128}$/.test(challenge) && !has("anyChallenge")) return "invalid_request";
		if (method === "plain") return has("allowPlain") ? undefined : "invalid_request";
		return method === "S256" || has("allowAnyMethod") ? undefined : "invalid_request";
	}

	function authorize(query: URLSearchParams, session: string | undefined): Answer {
		if (query.get("client_id") !== APP && !has("acceptAnyClient")) return page("NOT_FOUND");
		const uri = query.get("redirect_uri") ?? "";
		if (!redirectFits(uri))
			return has("errorToUnregistered") ? back(query, { error: "invalid_request" }) : page("INVALID_REQUEST");
		const error = refusalOf(query);
		if (error) return back(query, { error });
		const known = session !== undefined && signedIn.has(session) && !has("noSingleSignOn");
		if (known) return issueCode(query);
		if (query.get("prompt") === "none" && !has("ignorePromptNone")) return back(query, { error: "login_required" });
		const id = randomUUID();
		const st = randomUUID();
		given.push(st);
		const status = has("identifierFirst") ? "SIGN_ON_REQUIRED" : "USERNAME_PASSWORD_REQUIRED";
		flows.set(id, { query, status, session: st });
		const cookie = `ST=${st}; Path=/${ENV}; Secure; HttpOnly; SameSite=None`;
		return {
			status: 302,
			headers: { location: `https://apps.example.com/${ENV}/signon/?flowId=${id}`, "set-cookie": [cookie] },
		};
	}

	function issueCode(query: URLSearchParams): Answer {
		const code = randomUUID();
		given.push(code);
		codes.set(code, { query, used: false });
		return back(query, { code }, has("redirect307") ? 307 : 302);
	}

	function flow(id: string, action: string | undefined, body: Record<string, unknown>): Answer {
		const found = flows.get(id);
		const view = () => ({ id, status: found?.status, resumeUrl: `${issuer()}/resume?flowId=${id}` });
		if (!found || has("flowGone")) return { status: 404, body: { code: "NOT_FOUND", message: "no such flow" } };
		if (action === undefined) return { status: 200, body: view() };
		const refuse = (code: string, more = {}): Answer => ({
			status: 400,
			body: { code: "INVALID_DATA", message: "invalid", details: [{ code, ...more }] },
		});
		if (action === "user.lookup") found.status = "PASSWORD_REQUIRED";
		else if (action === "usernamePassword.check") {
			passwords++;
			if (has("lockedOut")) return refuse("PASSWORD_LOCKED_OUT", { innerError: { secondsUntilUnlock: 77 } });
			if (has("disabledUser")) return refuse("ACCOUNT_NOT_USABLE");
			if (body.password !== SECRETS.password) return refuse("INVALID_CREDENTIALS");
			found.status = has("mustChangePassword") ? "MUST_CHANGE_PASSWORD" : "COMPLETED";
			signedIn.add(found.session);
		} else return { status: 415, body: { code: "INVALID_REQUEST" } };
		return { status: 200, body: view() };
	}

	function resume(id: string, session: string | undefined): Answer {
		const found = flows.get(id);
		if (found?.status !== "COMPLETED") return { status: 404, body: { code: "NOT_FOUND" } };
		if (found.session !== session && !has("resumeWithoutCookie"))
			return { status: 400, body: { code: "INVALID_REQUEST" } };
		flows.delete(id);
		return issueCode(found.query);
	}

	// --- token ---
	const oauthError = (status: number, error: string, headers = {}): Answer => ({ status, headers, body: { error } });

	function clientOf(form: Form, authorization: string | undefined): string | undefined {
		const [id, secret] = basicOf(authorization) ?? [form.get("client_id"), form.get("client_secret")];
		if (authorization && form.get("client_secret") && !has("acceptTwoMethods")) return undefined;
		if (id === API && secret === SECRETS.api) return API;
		if (id === APP && (secret === SECRETS.app || has("ignoreSecret") || (has("publicClient") && secret === null)))
			return APP;
		return undefined;
	}

	async function token(form: Form, authorization: string | undefined): Promise<Answer> {
		const client = clientOf(form, authorization);
		const challenge = authorization && !has("noAuthenticateHeader") ? { "www-authenticate": 'Basic realm="as"' } : {};
		if (client === undefined || (client === API && !has("anyClientMayRedeem")))
			return oauthError(401, "invalid_client", challenge);
		if (!has("acceptTokenRepeats") && new Set(form.keys()).size < form.size) return oauthError(400, "invalid_request");
		const grant = form.get("grant_type");
		if ((grant === "password" && has("passwordGrant")) || (grant?.startsWith("urn:") && has("unknownGrant"))) {
			return issue(new URLSearchParams({ scope: SCOPE }), undefined);
		}
		if (grant !== "authorization_code") return oauthError(400, "unsupported_grant_type");
		const code = codes.get(form.get("code") ?? "");
		if (!code) return oauthError(400, "invalid_grant");
		if (code.used && !has("reuseCode")) {
			if (code.token && !has("keepReplayedToken")) tokens.delete(code.token);
			return oauthError(400, "invalid_grant");
		}
		const error = wrongRedemption(code, form);
		if (error) {
			code.used = !has("codeSurvivesWrongVerifier");
			return oauthError(400, "invalid_grant");
		}
		if (has("slowToMark")) await contest(code);
		else code.used = true;
		const answer = await issue(code.query, code);
		code.used = true;
		return answer;
	}

	/** Holds the first redemption until a second one is here too, or none comes. */
	async function contest(code: Code): Promise<void> {
		if (code.contested) return code.contested();
		const second = new Promise<void>((resolve) => {
			code.contested = resolve;
		});
		await Promise.race([second, delay(100)]);
	}

	function wrongRedemption({ query }: Code, form: Form): boolean {
		const uri = form.get("redirect_uri");
		const uriFits =
			uri === query.get("redirect_uri") ||
			has("ignoreRedirectAtToken") ||
			(uri === null && has("redirectOptionalAtToken"));
		return !uriFits || !verifierFits(query.get("code_challenge"), form.get("code_verifier"));
	}

	function verifierFits(challenge: string | null, verifier: string | null): boolean {
		if (has("refuseVerifier")) return false;
		if (challenge === null) return verifier === null || has("ignoreStrayVerifier");
		if (verifier === null) return has("verifierOptional");
		if (has("ignoreVerifier") || (has("plainCompare") && verifier === challenge)) return true;
		return createHash("sha256").update(verifier).digest("base64url") === challenge;
	}

	async function issue(query: URLSearchParams, code: Code | undefined): Promise<Answer> {
		const asked = query.get("scope") ?? "";
		const granted = has("grantAnyScope") || has("mixApis") ? asked : SCOPE;
		const now = Math.floor(Date.now() / 1000) - (has("oldIat") ? 3600 : 0);
		const claims = {
			...{ iss: has("otherIssuer") ? "https://other.example.com" : issuer(), iat: now },
			...{ exp: now + LIFETIME * (has("longLived") ? 2 : 1), jti: has("sameJti") ? "one" : randomUUID() },
			...(has("dropAud") ? {} : { aud: audiences(granted) }),
			...{
				client_id: has("otherClientId") ? API : APP,
				scope: has("wrongScope") ? `${granted} orders:delete` : granted,
			},
			...(has("noSub") ? {} : { sub: "user-1" }),
			...{ acr: has("otherPolicy") ? "Single_Factor" : "Orders_Login", sid: randomUUID() },
			...(has("personalData") ? { email: "ann@example.com" } : {}),
		};
		const text = await sign(claims);
		given.push(text);
		tokens.set(text, claims);
		if (code) code.token = text;
		const hidden = has("hideNarrowedScope") && granted !== asked;
		return {
			status: 200,
			headers: has("cacheableTokens") ? {} : { "cache-control": "no-store" },
			body: {
				...{ access_token: text, expires_in: has("wrongExpiresIn") ? 60 : LIFETIME * (has("longLived") ? 2 : 1) },
				...(has("noTokenType") ? {} : { token_type: "Bearer" }),
				...(hidden ? {} : { scope: granted }),
				...(has("strayIdToken") ? { id_token: text } : {}),
			},
		};
	}

	const audiences = (granted: string) => [
		AUDIENCE,
		...(has("wideAud") || (has("mixApis") && granted.includes("p1:")) ? ["https://api.pingone.com"] : []),
	];

	async function sign(claims: Record<string, unknown>): Promise<string> {
		if (has("opaqueToken")) return `opaque-${randomUUID()}`;
		const header = { alg: "RS256", kid: "default", ...(has("noTyp") ? {} : { typ: "at+jwt" }) };
		const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
		if (has("algNone")) return `${part({ ...header, alg: "none" })}.${part(claims)}.`;
		return new SignJWT(claims).setProtectedHeader(header).sign(has("foreignSignature") ? foreign : own);
	}

	// --- introspect ---
	function introspect(form: Form, authorization: string | undefined): Answer {
		const byApi = basicOf(authorization)?.[0] === API || form.get("client_id") === API;
		const anonymous = !authorization && !form.get("client_secret") && !form.get("client_id");
		const wrongMethod = byApi && authorization !== undefined && has("introspectionByPost");
		const open = (anonymous && has("openIntrospection")) || (!anonymous && has("anySecretIntrospects"));
		if (!open && (wrongMethod || clientOf(form, authorization) === undefined)) return oauthError(401, "invalid_client");
		const text = form.get("token");
		if (text === null && !has("tokenOptional")) return oauthError(400, "invalid_request");
		const claims = tokens.get(text ?? "") ?? (has("everythingActive") && text ? {} : undefined);
		const blind = has(byApi ? "resourceSeesInactive" : "applicationSeesInactive");
		const headers = has("cacheableIntrospection") ? {} : { "cache-control": "no-store" };
		if (claims === undefined || blind) {
			return { status: 200, headers, body: { active: false, ...(has("chattyInactive") ? { reason: "expired" } : {}) } };
		}
		const { iat, exp, jti, iss } = claims;
		const sub = has("otherSubIntrospected") ? "user-2" : "user-1";
		return {
			status: 200,
			headers,
			body: {
				active: true,
				iat,
				exp,
				jti,
				iss,
				sub,
				aud: AUDIENCE,
				scope: SCOPE,
				client_id: APP,
				token_type: "Bearer",
			},
		};
	}

	// --- metadata ---
	const metadata = () => ({
		issuer: has("otherDiscoveryIssuer") ? "https://other.example.com/as" : issuer(),
		authorization_endpoint: `${issuer()}/authorize`,
		token_endpoint: has("foreignEndpoint") ? "http://other.example.com/token" : `${issuer()}/token`,
		introspection_endpoint: `${issuer()}/introspect`,
		jwks_uri: `${issuer()}/jwks`,
		code_challenge_methods_supported: has("hideS256") ? ["plain"] : ["plain", "S256"],
		...(has("promiseIss") ? { authorization_response_iss_parameter_supported: true } : {}),
	});
	let fetched = 0;
	const jwks = () => ({
		keys:
			has("rotatesKeys") && fetched++ === 0
				? [{ ...published, kid: "retired" }]
				: [
						has("privateKeyPublished") ? privateJwk : published,
						...(has("sameKid") ? [{ ...published }] : []),
						...(has("weakKey") ? [weak] : []),
					],
	});

	async function route(request: IncomingMessage, body: string): Promise<Answer> {
		const { pathname, searchParams } = new URL(request.url ?? "/", base());
		const { authorization, cookie, "content-type": mediaType } = request.headers;
		const session = /(?:^|; )ST=([^;]+)/.exec(cookie ?? "")?.[1];
		const post = request.method === "POST";
		const json = mediaType === "application/json" && has("acceptJson");
		const form = new URLSearchParams(json ? JSON.parse(body) : mediaType?.includes("form") ? body : "");
		const name = pathname.replace(`/${ENV}/`, "");
		const bearer = tokens.has(authorization?.replace("Bearer ", "") ?? "");
		if (name === "as/.well-known/openid-configuration") return { status: 200, body: metadata() };
		if (name === "as/jwks") return { status: 200, body: jwks() };
		if (name === "as/authorize") return authorize(searchParams, session);
		if (name === "as/resume") return resume(searchParams.get("flowId") ?? "", session);
		if (name === "as/token" && (post || has("tokenByGet"))) return token(post ? form : searchParams, authorization);
		if (name === "as/introspect" && post) return introspect(form, authorization);
		if (name === "as/userinfo") return { status: bearer && has("userinfoOpen") ? 200 : 403, body: {} };
		if (name === `v1/environments/${ENV}` || pathname.startsWith("/v1/"))
			return { status: bearer && has("managementOpen") ? 200 : 401 };
		if (!name.startsWith("flows/")) return { status: 404, body: { code: "NOT_FOUND" } };
		const action = /^application\/vnd\.pingidentity\.(.+)\+json$/.exec(mediaType ?? "")?.[1] ?? (post ? "" : undefined);
		return flow(name.slice("flows/".length), action, post ? JSON.parse(body) : {});
	}

	const server = createServer(async (request, response) => {
		let body = "";
		for await (const chunk of request) body += chunk;
		if (has("hangUpOnToken") && request.url?.endsWith("/token")) return request.socket.destroy();
		if (busy) {
			busy = false;
			return write(response, { status: 429, headers: { "retry-after": "1" }, body: { code: "REQUEST_LIMITED" } });
		}
		write(response, await route(request, body));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const method = has("publicClient") ? "NONE" : has("secretInBody") ? "CLIENT_SECRET_POST" : "CLIENT_SECRET_BASIC";
	return {
		outputs: {
			...{ environmentId: ENV, authUrl: base(), applicationId: APP, clientSecret: SECRETS.app, redirectUri: REDIRECT },
			...{ tokenEndpointAuthMethod: method, resourceId: API, resourceSecret: SECRETS.api, audience: AUDIENCE },
			...{ scope: SCOPE, accessTokenValiditySeconds: LIFETIME, signOnPolicyName: "Orders_Login", username: "ann" },
			password: SECRETS.password,
		},
		canaries: () => [...Object.values(SECRETS), ...given],
		passwordsTried: () => passwords,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function basicOf(authorization: string | undefined): [string, string] | undefined {
	const [, encoded] = /^Basic (.+)$/.exec(authorization ?? "") ?? [];
	if (encoded === undefined) return undefined;
	const [id = "", secret = ""] = Buffer.from(encoded, "base64").toString().split(":");
	const decode = (text: string) => new URLSearchParams(`x=${text}`).get("x") ?? "";
	return [decode(id), decode(secret)];
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
	const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
	response.writeHead(status, {
		"content-type": "application/json",
		"content-length": Buffer.byteLength(text),
		...headers,
	});
	response.end(text);
}
