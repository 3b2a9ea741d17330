/** Which pages may call the authorization server on behalf of an application (PingOne API, "Application Operations"). */
export interface CorsSettings {
	behavior: string;
	origins?: readonly string[];
}

/** Whether a page of that origin may; `*` in a host stands for any text of subdomains. */
export const allowsOrigin = ({ behavior, origins = [] }: CorsSettings, origin: string): boolean =>
	behavior === "ALLOW_SPECIFIC_ORIGINS" && origins.some((allowed) => matches(allowed, origin));

function matches(allowed: string, origin: string): boolean {
	const [head = "", tail, ...more] = allowed.split("*");
	if (tail === undefined) return origin === allowed;
	const between = origin.slice(head.length, -tail.length);
	const fits = origin.startsWith(head) && origin.endsWith(tail) && origin.length > head.length + tail.length;
	return more.length === 0 && tail.startsWith(".") && fits && !between.includes("/");
}
