import {
	compactVerify,
	createLocalJWKSet,
	decodeJwt,
	decodeProtectedHeader,
	errors,
	type JSONWebKeySet,
	type JWTHeaderParameters,
	type JWTPayload,
	jwtVerify,
} from "jose";

/** An access token taken apart, not yet verified. */
export interface AccessToken {
	text: string;
	header: Partial<JWTHeaderParameters>;
	claims: JWTPayload;
}

/** Takes a JWT apart, or undefined when the text is none. */
export function readAccessToken(text: string): AccessToken | undefined {
	try {
		return { text, header: decodeProtectedHeader(text), claims: decodeJwt(text) };
	} catch {
		return undefined;
	}
}

/** PingOne signs with RS256; anything else, `none` and the HMAC family above all, is refused (RFC 8725 section 3.1). */
const ALGORITHMS = ["RS256"];

/** Why the signature is not that of a published key, or undefined when it is. RFC 9068 section 4. */
export async function signatureComplaint(token: AccessToken, jwks: JSONWebKeySet): Promise<string | undefined> {
	if (token.header.kid === undefined) return "the header has no kid";
	return complaintOf(() => compactVerify(token.text, createLocalJWKSet(jwks), { algorithms: ALGORITHMS }));
}

/** What an API requires of a token. */
export interface Requirement {
	issuer: string;
	audience: string;
	/** Milliseconds since 1970. */
	now: number;
}

const CLOCK_TOLERANCE_SECONDS = 60;

/** Why an API must refuse the token, or undefined when it may accept it: signature, `iss`, `aud` and `exp`; RFC 9068 section 4. */
export const refusalByApi = (
	token: string,
	jwks: JSONWebKeySet,
	{ issuer, audience, now }: Requirement,
): Promise<string | undefined> =>
	complaintOf(() =>
		jwtVerify(token, createLocalJWKSet(jwks), {
			...{ algorithms: ALGORITHMS, issuer, audience, requiredClaims: ["exp"] },
			...{ currentDate: new Date(now), clockTolerance: CLOCK_TOLERANCE_SECONDS },
		}),
	);

async function complaintOf(verify: () => Promise<unknown>): Promise<string | undefined> {
	try {
		await verify();
		return undefined;
	} catch (error) {
		if (error instanceof errors.JOSEError || error instanceof TypeError) return error.message;
		throw error;
	}
}
