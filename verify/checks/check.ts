import type { Session } from "../session.ts";
import type { Verdict } from "../verdict.ts";

/** One thing the verifier proves. */
export interface Check {
	/** Family and number, such as PKCE-03. */
	id: string;
	/** What holds when it passes, at most 56 characters. */
	title: string;
	/** Where it says so. */
	spec: string;
	/** A failed `must` fails the run; a failed `should` is a warning. */
	level: "must" | "should";
	/** What is sent or looked at. */
	attack: string;
	/** The gist of the sentence in the spec. */
	gist: string;
	/** What must come back. */
	expectation: string;
	/** What to do when it does not. */
	remedy: string;
	/** True for a check that redeems a code twice: a server may answer by ending the session, so these come last. */
	disruptive?: true;
	run(session: Session): Promise<Verdict> | Verdict;
}
