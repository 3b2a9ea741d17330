import { introspectionOf } from "../session.ts";
import { failed, passed } from "../verdict.ts";
import type { Check } from "./check.ts";

export const intro08: Check = {
	id: "INTRO-08",
	title: "Introspection answers are not cached on their way",
	spec: "RFC 7662 4",
	level: "should",
	attack: "Look at Cache-Control of the introspection answers.",
	gist: "A cached answer hides that a token was revoked; how long to cache is the API's choice alone.",
	expectation: "no-store or no-cache.",
	remedy: "Nothing to configure: let no proxy between the API and PingOne cache answers to POST.",
	run(session) {
		const { byApplication, byResource } = introspectionOf(session);
		const cacheable = [byApplication, byResource].some(({ cacheControl }) => !/no-store|no-cache/i.test(cacheControl));
		return cacheable ? failed("Cache-Control has neither no-store nor no-cache") : passed;
	},
};
