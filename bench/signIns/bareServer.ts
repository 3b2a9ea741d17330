import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";

/**
 * The six requests of a PingOne sign-in answered over node:http with two RS256 signatures and no rule, no route table and
 * nothing remembered: what the platform and RSA cost by themselves.
 */
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const signOnThreadPool = promisify(sign);
const HEADER = base64url({ alg: "RS256", kid: "default" });

function base64url(value: object): string {
	return Buffer.from(JSON.stringify(value)).toString("base64url");
}

async function jwt(use: string): Promise<string> {
	const iat = Math.floor(Date.now() / 1000);
	const claims = { iss: "https://bare.example.com/as", sub: "user", aud: ["portal"], iat, exp: iat + 3600, use };
	const input = `${HEADER}.${base64url({ ...claims, jti: randomUUID() })}`;
	return `${input}.${(await signOnThreadPool("sha256", Buffer.from(input), privateKey)).toString("base64url")}`;
}

function json(response: ServerResponse, body: object): void {
	response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function redirect(response: ServerResponse, location: string): void {
	response.writeHead(302, { Location: location, "Set-Cookie": `ST=${randomUUID()}; Path=/` }).end();
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const path = request.url ?? "";
	if (request.method === "POST") await text(request);
	if (path.includes("/as/authorize")) return redirect(response, `/signon/?flowId=${randomUUID()}`);
	if (path.includes("/as/resume")) return redirect(response, `https://portal.example.com/cb?code=${randomUUID()}`);
	if (path.includes("/flows/")) return json(response, { status: request.method === "POST" ? "COMPLETED" : "REQUIRED" });
	if (path.includes("/as/introspect")) return json(response, { active: true });
	const access_token = await jwt("access");
	return json(response, { access_token, id_token: await jwt("id"), token_type: "Bearer", expires_in: 3600 });
}

const server = createServer((request, response) => void answer(request, response));
server.listen(0, "127.0.0.1", () => {
	const { port } = server.address() as AddressInfo;
	process.stdout.write(`${JSON.stringify({ origin: `http://127.0.0.1:${port}` })}\n`);
});
