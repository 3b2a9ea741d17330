import type { ShownRequest } from "./requests.ts";

/** Headers that curl makes itself. */
const OWN = new Set(["host", "connection", "content-length", "accept-encoding", "transfer-encoding"]);

/** The request as a command line that sends it again; what is redacted stays so. */
export function curlOf({ method, url, request }: ShownRequest, origin: string): string {
	const headers = request.headers
		.filter(([name]) => !OWN.has(name.toLowerCase()))
		.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
	const body = request.body === undefined ? [] : [`--data-raw ${quoted(request.body)}`];
	// With `-X HEAD` curl would wait for the body that Content-Length announces.
	const asks = method === "HEAD" ? "--head" : `-X ${method}`;
	return [`curl ${asks} ${quoted(origin + url)}`, ...headers, ...body].join(" \\\n  ");
}

/** One word of a POSIX shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
