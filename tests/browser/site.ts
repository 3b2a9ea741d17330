import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The client's own web site, on a port of its own: it serves the pages it is given by path. */
export interface Site {
	origin: string;
	close(): Promise<void>;
}

/**
 * Starts a site of `pages` by path and of what `more` finds. A path that neither knows gets an empty page, which does for
 * a redirect URI.
 */
export async function startSite(
	pages: Readonly<Record<string, string>> = {},
	more: (path: string) => string | undefined = () => undefined,
): Promise<Site> {
	const server = createServer((request, response) => {
		const path = new URL(request.url ?? "/", "http://site").pathname;
		const type = /\.m?js$/.test(path) ? "text/javascript" : "text/html";
		response.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "max-age=3600" });
		response.end(pages[path] ?? more(path) ?? "<!doctype html><title>Client</title>");
	});
	return { origin: `http://127.0.0.1:${await listening(server)}`, close: () => closed(server) };
}

/** The free port that the server took. */
export async function listening(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return (server.address() as AddressInfo).port;
}

export function closed(server: Server): Promise<void> {
	server.closeAllConnections();
	return new Promise((resolve) => server.close(() => resolve()));
}
