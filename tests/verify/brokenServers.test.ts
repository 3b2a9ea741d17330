import { describe, expect, it } from "@jest/globals";
import { CHECKS } from "../../verify/checks/index.ts";
import { FLAWS, type Flaw, startFakePingOne } from "./fakePingOne.ts";
import { complaintsOf, jsonOf, runVerifier } from "./world.ts";

async function verifyWith(...flaws: Flaw[]) {
	const pingOne = await startFakePingOne(...flaws);
	try {
		const ran = await runVerifier(pingOne.outputs, ["--json", "report.json"]);
		return { ...ran, report: jsonOf(ran), passwords: pingOne.passwordsTried() };
	} finally {
		await pingOne.close();
	}
}

/** What is broken, and exactly the checks that must say so. */
const MATRIX: Partial<Record<Flaw, string[]>> = {
	dropState: ["AUTHZ-01"],
	acceptAnyRedirect: ["AUTHZ-02", "AUTHZ-03"],
	errorToUnregistered: ["AUTHZ-02", "AUTHZ-03"],
	breaksOnAttack: ["AUTHZ-02", "AUTHZ-03", "AUTHZ-04"],
	unreadableAttackAnswer: ["AUTHZ-02", "AUTHZ-03", "AUTHZ-04"],
	prefixRedirect: ["AUTHZ-03"],
	caseBlindRedirect: ["AUTHZ-03"],
	acceptAnyClient: ["AUTHZ-04"],
	ignoreResponseType: ["AUTHZ-05", "AUTHZ-06"],
	defaultResponseType: ["AUTHZ-05"],
	dropErrorState: ["AUTHZ-05"],
	allowImplicit: ["AUTHZ-06"],
	allowRepeats: ["AUTHZ-07"],
	grantAnyScope: ["AUTHZ-08", "AUTHZ-09"],
	mixApis: ["AUTHZ-09"],
	promiseIss: ["AUTHZ-10"],
	redirect307: ["AUTHZ-11"],
	ignorePromptNone: ["AUTHZ-15"],
	resumeWithoutCookie: ["AUTHZ-16"],
	hideS256: ["PKCE-01"],
	refuseVerifier: ["PKCE-02", "TOKEN-01"],
	ignoreVerifier: ["PKCE-03", "PKCE-06"],
	verifierOptional: ["PKCE-04"],
	ignoreStrayVerifier: ["PKCE-05", "PKCE-10"],
	plainCompare: ["PKCE-06"],
	anyChallenge: ["PKCE-07"],
	allowPlain: ["PKCE-08"],
	allowAnyMethod: ["PKCE-09"],
	pkceOptional: ["PKCE-10"],
	codeSurvivesWrongVerifier: ["PKCE-11"],
	cacheableTokens: ["TOKEN-01"],
	noTokenType: ["TOKEN-01"],
	reuseCode: ["PKCE-11", "TOKEN-02", "TOKEN-15"],
	slowToMark: ["TOKEN-15"],
	anyClientMayRedeem: ["TOKEN-03"],
	ignoreRedirectAtToken: ["TOKEN-04"],
	redirectOptionalAtToken: ["TOKEN-04"],
	ignoreSecret: ["TOKEN-06"],
	noAuthenticateHeader: ["TOKEN-06"],
	acceptTwoMethods: ["TOKEN-08"],
	tokenByGet: ["TOKEN-09"],
	passwordGrant: ["TOKEN-10"],
	unknownGrant: ["TOKEN-10"],
	acceptTokenRepeats: ["TOKEN-11"],
	acceptJson: ["TOKEN-12"],
	keepReplayedToken: ["TOKEN-16"],
	foreignSignature: ["AT-01"],
	algNone: ["AT-01"],
	opaqueToken: ["AT-01"],
	noTyp: ["AT-02"],
	otherIssuer: ["AT-03"],
	dropAud: ["AT-04"],
	wideAud: ["AT-04", "INTRO-07"],
	longLived: ["AT-05"],
	wrongExpiresIn: ["AT-05"],
	oldIat: ["AT-05"],
	sameJti: ["AT-06"],
	noSub: ["AT-06"],
	otherClientId: ["AT-06", "INTRO-07"],
	wrongScope: ["AT-07", "INTRO-07"],
	personalData: ["AT-10"],
	otherPolicy: ["AT-11"],
	resourceSeesInactive: ["INTRO-01"],
	openIntrospection: ["INTRO-02"],
	anySecretIntrospects: ["INTRO-02"],
	everythingActive: ["TOKEN-16", "INTRO-03"],
	chattyInactive: ["INTRO-03"],
	tokenOptional: ["INTRO-05"],
	otherSubIntrospected: ["INTRO-07"],
	cacheableIntrospection: ["INTRO-08"],
	applicationSeesInactive: ["INTRO-09"],
	otherDiscoveryIssuer: ["AT-03", "META-01"],
	foreignEndpoint: ["META-02"],
	privateKeyPublished: ["AT-01", "META-04"],
	sameKid: ["AT-01", "META-04"],
	weakKey: ["META-04"],
	userinfoOpen: ["REACH-01"],
	managementOpen: ["REACH-02"],
	strayIdToken: ["REACH-03"],
};

/** These look at the verifier itself and have tests of their own. */
const SELF_TESTS = ["AT-08", "AT-09"];

const levels = new Map(CHECKS.map(({ id, level }) => [id, level]));

describe("a server without flaws", () => {
	const quiet: Flaw[][] = [
		[],
		["noSingleSignOn"],
		["identifierFirst"],
		["introspectionByPost"],
		["secretInBody"],
		["publicClient"],
		["narrowScope"],
		["rotatesKeys"],
	];
	it.each(quiet)("passes every check that applies: %s", async (...flaws) => {
		const { exitCode, report } = await verifyWith(...flaws);
		expect(report.results.filter(({ verdict }) => !["passed", "skipped"].includes(verdict.outcome))).toEqual([]);
		expect({ exitCode, planned: report.counts.planned, ran: report.results.length }).toEqual({
			...{ exitCode: 0, planned: CHECKS.length, ran: CHECKS.length },
		});
	});

	it("asks for the password twice when the session serves, and never with a wrong one", async () => {
		expect((await verifyWith()).passwords).toBe(2);
	});

	it("says scope when it narrows it, and is caught when it does not", async () => {
		const { report } = await verifyWith("narrowScope", "hideNarrowedScope");
		expect(complaintsOf(report)).toEqual(["TOKEN-13"]);
	});
});

describe("a broken server", () => {
	it.each(Object.entries(MATRIX))("with %s is caught by exactly %j", async (flaw, expected) => {
		const { exitCode, report } = await verifyWith(flaw as Flaw);
		expect(complaintsOf(report)).toEqual(expected);
		expect(report.results).toHaveLength(CHECKS.length);
		const failed = report.results.some(({ verdict }) => verdict.outcome === "failed");
		expect(exitCode === 1).toBe(failed);
		if (expected.every((id) => levels.get(id) === "should")) expect(failed).toBe(false);
	});

	it("is in the matrix for every check", () => {
		const caught = new Set([...Object.values(MATRIX).flat(), "TOKEN-13", ...SELF_TESTS]);
		expect(CHECKS.map(({ id }) => id).filter((id) => !caught.has(id))).toEqual([]);
	});

	it("has a row for every way to be wrong", () => {
		const rows = FLAWS.slice(0, FLAWS.indexOf("noSingleSignOn")).filter((flaw) => flaw !== "hideNarrowedScope");
		expect(rows.filter((flaw) => !(flaw in MATRIX))).toEqual([]);
	});
});
