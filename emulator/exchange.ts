import type { Context, MiddlewareHandler } from "hono";

/** One request and its answer, as an observer sees them. */
export interface Exchange {
	method: string;
	/** Path and query. */
	url: string;
	request: { contentType: string | undefined; body: string };
	status: number;
	answer: { contentType: string | null; body: string };
}

/** Shows each exchange to `observe` once its answer is complete. */
export const observed =
	(observe: (exchange: Exchange) => void): MiddlewareHandler =>
	async (c, next) => {
		const body = await c.req.text();
		await next();
		observe(await exchangeOf(c, body));
	};

async function exchangeOf(c: Context, body: string): Promise<Exchange> {
	const { pathname, search } = new URL(c.req.url);
	const answer = c.res.clone();
	return {
		method: c.req.method,
		url: pathname + search,
		request: { contentType: c.req.header("content-type"), body },
		status: answer.status,
		answer: { contentType: answer.headers.get("content-type"), body: await answer.text() },
	};
}
