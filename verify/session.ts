import type { JSONWebKeySet } from "jose";
import type { AccessToken } from "./accessToken.ts";
import type { Browser } from "./browser.ts";
import type { Deployment } from "./outputs.ts";
import type { Authorization } from "./steps/authorize.ts";
import type { Metadata } from "./steps/discovery.ts";
import type { Introspection, ResourceMethod } from "./steps/introspect.ts";
import type { TokenAnswer } from "./steps/token.ts";
import { NotTried } from "./stop.ts";

/** What one real sign-in showed: steps 12 to 17. */
export interface Evidence {
	metadata: Metadata;
	jwks: JSONWebKeySet;
	/** What was sent as `state`. */
	state: string;
	authorization: Extract<Authorization, { kind: "code" }>;
	/** The HTTP statuses of all redirects and of the answer to the password, in order. */
	redirects: readonly number[];
	tokens: TokenAnswer;
	/** Undefined when no token was issued or it is not a JWT. */
	accessToken: AccessToken | undefined;
	/** Undefined when there was no token to introspect. */
	introspection:
		| {
				byApplication: Introspection;
				byResource: Introspection;
				/** How the resource authenticated; the last method tried when none was accepted. */
				resourceMethod: ResourceMethod;
		  }
		| undefined;
}

/** What a check has to work with. */
export interface Session {
	deployment: Deployment;
	evidence: Evidence;
	/** A browser without cookies. */
	freshBrowser(): Browser;
	/** A browser with the cookies of the sign-in. */
	signedInBrowser(): Promise<Browser>;
	/** The result of a probe, which runs once however many checks ask. */
	once<T>(probe: (session: Session) => Promise<T>): Promise<T>;
	/** Milliseconds since 1970. */
	now(): number;
}

export interface SessionParts {
	deployment: Deployment;
	evidence: Evidence;
	freshBrowser(): Browser;
	signedIn: Browser;
	now(): number;
}

export function createSession(parts: SessionParts): Session {
	const results = new Map<unknown, Promise<unknown>>();
	const { deployment, evidence, freshBrowser, signedIn, now } = parts;
	const session: Session = {
		...{ deployment, evidence, freshBrowser, now },
		signedInBrowser: () => signedIn.copy(),
		once<T>(probe: (session: Session) => Promise<T>) {
			const result = results.get(probe) ?? probe(session);
			results.set(probe, result);
			return result as Promise<T>;
		},
	};
	return session;
}

/** The JWT of the sign-in. Throws NotTried when there is none; AT-01 and TOKEN-01 say so as failures. */
export function accessTokenOf({ evidence }: Session): AccessToken {
	if (evidence.accessToken) return evidence.accessToken;
	throw new NotTried(
		evidence.tokens.kind === "issued" ? "the access token is not a JWT (AT-01)" : "no access token (TOKEN-01)",
	);
}

/** Both introspections of the sign-in's token. Throws NotTried when there was no token. */
export function introspectionOf({ evidence }: Session): NonNullable<Evidence["introspection"]> {
	if (evidence.introspection) return evidence.introspection;
	throw new NotTried("no access token (TOKEN-01)");
}
