/** What befalls one request. */
export type Strike =
	| { delayMs: number }
	| { status: number; code?: string | undefined; retryAfterSeconds?: number | undefined }
	| { cut: "before" | "after" };

/** What a rule does to a request that it means; nothing where there is nothing to do. */
export type Effect = (method: string, path: string) => Strike | undefined;
