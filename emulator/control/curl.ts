import type { ShownRequest } from "./requests.ts";

/** Headers that curl makes itself. */
const OWN = new Set(["host", "connection", "content-length", "accept-encoding", "transfer-encoding"]);

/**
 * The request as a command line that sends it again; what is redacted stays so. Where the whole body is not there it is a
 * comment that says so: a command would send something else.
 */
export function curlOf({ method, url, request }: ShownRequest, origin: string): string {
	if (request.cut) return "# No command: only the beginning of the request's body was kept.";
	if (request.body === undefined && hadBody(request)) return "# No command: the request's body was not kept.";
	const headers = request.headers
		.filter(([name]) => !OWN.has(name.toLowerCase()))
		.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
	const body = request.body === undefined ? [] : [`--data-raw ${quoted(request.body)}`];
	// With `-X HEAD` curl would wait for the body that Content-Length announces.
	const asks = [method === "HEAD" ? "--head" : `-X ${method}`, ...(GLOBS.test(url) ? ["--globoff"] : [])].join(" ");
	return [`curl ${asks} ${quoted(origin + url)}`, ...headers, ...body].join(" \\\n  ");
}

/** What curl would make several URLs of. */
const GLOBS = /[{}[\]]/;

const hadBody = ({ headers }: ShownRequest["request"]): boolean =>
	headers.some(
		([name, value]) => /^transfer-encoding$/i.test(name) || (/^content-length$/i.test(name) && value !== "0"),
	);

/** One word of a POSIX shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
