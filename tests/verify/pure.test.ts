import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { publicUrl } from "../../verify/browser.ts";
import { complaintAboutAudience } from "../../verify/checks/at-04-audience.ts";
import { judgeLifetime } from "../../verify/checks/at-05-lifetime.ts";
import { judgeIdentity } from "../../verify/checks/at-06-identity.ts";
import { judgeScope } from "../../verify/checks/at-07-scope.ts";
import { differences } from "../../verify/checks/intro-07-same-claims.ts";
import { judgeKeys } from "../../verify/checks/meta-04-keys.ts";
import { judgeRace } from "../../verify/checks/token-15-race.ts";
import { createPkcePair } from "../../verify/pkce.ts";
import { managementApiOf } from "../../verify/probes/management-api-with-access-token.ts";
import { alterationsOf } from "../../verify/probes/redirect-uri-altered.ts";
import { isAt, judgeAuthorization, judgeToken } from "../../verify/refusal.ts";
import { escapeMarkup, wrap } from "../../verify/report/text.ts";
import { type CheckResult, countsOf, exitCodeOf } from "../../verify/run.ts";
import { createSecrets } from "../../verify/secrets.ts";
import { readAuthorization } from "../../verify/steps/authorize.ts";
import { readFlow } from "../../verify/steps/flow.ts";
import { formRequest } from "../../verify/steps/form.ts";
import { readRefusal } from "../../verify/steps/refusalText.ts";
import { resumeRequest } from "../../verify/steps/resume.ts";
import { readTokens, type TokenAnswer } from "../../verify/steps/token.ts";
import { failed, notApplicable, notTried, passed, type Verdict, warning } from "../../verify/verdict.ts";

const redirect = (location: string) => ({ status: 302, headers: { location }, body: undefined });
const REQUEST = "https://auth.pingone.com/env/as/authorize";
const outcomeOf = ({ outcome }: Verdict) => outcome;

describe("PKCE", () => {
	it("always gives a verifier of RFC 7636's alphabet and its S256 challenge, and never the same twice", () => {
		const pairs = Array.from({ length: 200 }, createPkcePair);
		for (const { verifier, challenge } of pairs) {
			expect(verifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
			expect(challenge).toBe(createHash("sha256").update(verifier, "ascii").digest("base64url"));
		}
		expect(new Set(pairs.map(({ verifier }) => verifier)).size).toBe(200);
	});
});

describe("secrets", () => {
	const secret = fc.string({ minLength: 4, maxLength: 40, unit: "grapheme" }).filter((text) => text.length >= 4);

	it("hides every spelling of what it has learnt, wherever it stands", () => {
		fc.assert(
			fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), fc.string(), (values, around) => {
				fc.pre(values.every((value) => !"[redacted]".includes(value)));
				const { hide, learn } = createSecrets(values.slice(1));
				learn(values[0] ?? "");
				for (const value of values) {
					const spellings = [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())];
					for (const spelling of spellings) expect(hide(`${around} ${spelling} ${around}`)).not.toContain(spelling);
				}
			}),
		);
	});

	it("conceals strings at any depth and leaves names, numbers and shape", () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const { conceal } = createSecrets(["a-secret-that-is-nowhere"]);
				expect(JSON.stringify(conceal(value))).toBe(JSON.stringify(value));
			}),
			{ examples: [[{ a: [1, { b: null }] }]] },
		);
		const { conceal } = createSecrets(["hunter22"]);
		expect(conceal({ hunter22: ["is hunter22", 1, { deep: "hunter22" }] })).toEqual({
			hunter22: ["is [redacted]", 1, { deep: "[redacted]" }],
		});
	});

	it("keeps the values of all but harmless parameters out of URLs", () => {
		expect(publicUrl("https://h.example/as/authorize?client_id=c&state=s3cret&code_challenge=xyz&scope=a+b")).toBe(
			"https://h.example/as/authorize?client_id=c&state=…&code_challenge=…&scope=a b",
		);
	});
});

describe("reading a redirect", () => {
	const word = fc.string({ minLength: 1, maxLength: 30 });

	it("finds code and state as they were sent, whatever they hold", () => {
		fc.assert(
			fc.property(
				word,
				word,
				fc.constantFrom("https://app.example/cb", "org.acme.app://cb", "http://127.0.0.1:1/x?y=1"),
				(code, state, uri) => {
					const target = new URL(uri);
					target.searchParams.set("code", code);
					target.searchParams.set("state", state);
					expect(readAuthorization(redirect(target.href), REQUEST)).toMatchObject({ kind: "code", code, state });
					expect(isAt(target.href, uri)).toBe(true);
				},
			),
		);
	});

	it("knows the channels of PingOne apart", () => {
		const page = encodeURIComponent(JSON.stringify({ code: "INVALID_REQUEST", message: "no", details: [] }));
		const read = (location: string) => readAuthorization(redirect(location), REQUEST);
		expect(read("https://apps.pingone.com/env/signon/?flowId=f1")).toMatchObject({ kind: "flow", flowId: "f1" });
		expect(read("/env/signon/?environmentId=e&flowId=f2")).toMatchObject({ kind: "flow", flowId: "f2" });
		expect(read(`https://apps.pingone.com/env/signon/?error=${page}`)).toMatchObject({
			...{ kind: "refused", error: "INVALID_REQUEST", description: "no" },
		});
		expect(read("https://app/cb?error=invalid_scope&error_description=d&state=s")).toMatchObject({
			...{ kind: "refused", error: "invalid_scope", description: "d", state: "s" },
		});
		expect(read("https://app/cb#access_token=t&state=s")).toMatchObject({ kind: "token" });
		expect(read("https://app/cb")).toMatchObject({ kind: "unreadable" });
		expect(readAuthorization({ status: 200, headers: {}, body: "<html>" }, REQUEST)).toEqual({
			kind: "unreadable",
			status: 200,
		});
		expect(
			readAuthorization({ status: 404, headers: {}, body: { code: "NOT_FOUND", message: "m" } }, REQUEST),
		).toMatchObject({
			...{ kind: "refused", status: 404, error: "NOT_FOUND" },
		});
	});

	it("tells a URI from one that only begins like it", () => {
		expect(isAt("https://app/cb?code=1", "https://app/cb")).toBe(true);
		expect(isAt("https://app/?code=1", "https://app")).toBe(true);
		expect(isAt("https://app/cb/evil?code=1", "https://app/cb")).toBe(false);
		expect(isAt("https://app.evil/cb", "https://app")).toBe(false);
	});
});

describe("altered redirect URIs", () => {
	it("are seven, and never the registered one", () => {
		const uris = [
			"https://portal.example.com/cb",
			"https://www.google.com",
			"org.acme.app://cb",
			"https://a.example/x/?y=1",
		];
		for (const registered of uris) {
			const alterations = alterationsOf(registered);
			expect(alterations).toHaveLength(7);
			expect(new Set(alterations.map(({ uri }) => uri)).size).toBe(7);
			expect(alterations.map(({ uri }) => uri)).not.toContain(registered);
		}
	});
	it("read well", () => {
		expect(alterationsOf("https://portal.example.com/cb").map(({ uri }) => uri)).toEqual([
			"https://portal.example.com/cB",
			"https://portal.example.com/cb/",
			"https://portal.example.com/cb?altered=1",
			"https://portal.example.com/cb/altered",
			"https://portal.example.com:44399/cb",
			"https://altered@portal.example.com/cb",
			"https://portal.example.com/cb%2Faltered",
		]);
	});
	it("leave the port alone where it may vary", () => {
		const names = alterationsOf("http://127.0.0.1:3000/cb").map(({ alteration }) => alteration);
		expect(names).not.toContain("port");
		expect(names).toHaveLength(6);
	});
});

describe("refusals", () => {
	it("count only when they are refusals", () => {
		const location = new URL("https://evil.example/cb?error=x");
		const refused = {
			kind: "refused",
			status: 400,
			error: "invalid_request",
			description: "",
			state: undefined,
		} as const;
		expect(outcomeOf(judgeAuthorization({ kind: "code", status: 302, code: "c", state: "s", iss: undefined }))).toBe(
			"failed",
		);
		expect(outcomeOf(judgeAuthorization({ kind: "flow", status: 302, flowId: "f" }))).toBe("failed");
		expect(outcomeOf(judgeAuthorization({ kind: "unreadable", status: 200 }))).toBe("failed");
		expect(outcomeOf(judgeAuthorization({ ...refused, status: 503 }))).toBe("failed");
		expect(outcomeOf(judgeAuthorization({ ...refused, status: 429 }))).toBe("skipped");
		expect(outcomeOf(judgeAuthorization({ ...refused, location }, { neverAt: "https://evil.example/cb" }))).toBe(
			"failed",
		);
		expect(outcomeOf(judgeAuthorization(refused, { errors: ["invalid_scope"] }))).toBe("warning");
		expect(judgeAuthorization(refused, { errors: ["invalid_request"] })).toEqual(passed);
	});
	it("of the token endpoint likewise", () => {
		const answer = (status: number, body: unknown) => readTokens({ status, headers: {}, body });
		expect(outcomeOf(judgeToken(answer(400, { access_token: "t" })))).toBe("failed");
		expect(outcomeOf(judgeToken(answer(200, {})))).toBe("failed");
		expect(outcomeOf(judgeToken(answer(500, { error: "server_error" })))).toBe("failed");
		expect(outcomeOf(judgeToken(answer(400, { error: "invalid_request" }), ["invalid_grant"]))).toBe("warning");
		expect(judgeToken(answer(400, { error: "invalid_grant" }), ["invalid_grant"])).toEqual(passed);
	});
	it("are read in both forms", () => {
		expect(readRefusal({ error: "e", error_description: "d" })).toEqual({ error: "e", description: "d" });
		expect(readRefusal({ code: "C", message: "m", details: [{ code: "D", target: "t" }] })).toEqual({
			error: "C",
			description: "t: D",
		});
		expect(readRefusal("<html>")).toEqual({ error: "", description: "" });
	});
	it("of a flow keep what the user needs", () => {
		const body = {
			code: "INVALID_DATA",
			details: [{ code: "PASSWORD_LOCKED_OUT", innerError: { secondsUntilUnlock: 9 } }],
		};
		expect(readFlow({ status: 400, headers: {}, body })).toMatchObject({
			kind: "refused",
			code: "PASSWORD_LOCKED_OUT",
			secondsUntilUnlock: 9,
		});
		expect(readFlow({ status: 404, headers: {}, body: {} })).toEqual({ kind: "gone" });
	});
});

describe("requests", () => {
	it("authenticate by exactly the configured method", () => {
		const by = (method: "CLIENT_SECRET_BASIC" | "CLIENT_SECRET_POST" | "NONE") =>
			formRequest("https://h/as/token", { a: "b" }, { method, id: "id", secret: "s/+" });
		expect(by("CLIENT_SECRET_BASIC")).toMatchObject({
			body: "a=b",
			headers: { Authorization: `Basic ${btoa("id:s%2F%2B")}` },
		});
		expect(by("CLIENT_SECRET_POST").body).toBe("a=b&client_id=id&client_secret=s%2F%2B");
		expect(by("NONE").body).toBe("a=b&client_id=id");
		expect(by("NONE").headers).not.toHaveProperty("Authorization");
	});
	it("take the session cookie to no other host", () => {
		const place = { authUrl: "https://auth.pingone.com", environmentId: "env" } as Parameters<typeof resumeRequest>[0];
		expect(resumeRequest(place, "f", "https://evil.example/as/resume?flowId=f").url).toBe(
			"https://auth.pingone.com/env/as/resume?flowId=f",
		);
		expect(resumeRequest(place, "f", "https://auth.pingone.com/env/as/resume?flowId=f&x=1").url).toContain("x=1");
	});
	it("find the management API of each region, and none for a custom domain", () => {
		expect(managementApiOf("https://auth.pingone.com.au")).toBe("https://api.pingone.com.au/v1");
		expect(managementApiOf("http://127.0.0.1:7650")).toBe("http://127.0.0.1:7650/v1");
		expect(managementApiOf("https://login.example.org")).toBeUndefined();
	});
});

describe("claims", () => {
	it("aud must be one value, as a string or in an array", () => {
		expect(complaintAboutAudience("api", "api")).toBeUndefined();
		expect(complaintAboutAudience(["api"], "api")).toBeUndefined();
		for (const aud of [undefined, [], "other", ["api", "other"], ["api", "api"], 1]) {
			expect(complaintAboutAudience(aud, "api")).toHaveLength(1);
		}
	});
	it("scope is compared as a set", () => {
		expect(judgeScope("b a", "a b")).toEqual(passed);
		for (const scope of [undefined, "a", "a b c", ["a", "b"]])
			expect(outcomeOf(judgeScope(scope, "a b"))).toBe("failed");
	});
	it("lifetimes agree, at every lifetime and within a minute of skew", () => {
		fc.assert(
			fc.property(fc.integer({ min: 300, max: 2_592_000 }), fc.integer({ min: -60, max: 60 }), (validity, skew) => {
				const now = 1_790_000_000;
				const iat = now + skew;
				expect(judgeLifetime({ iat, exp: iat + validity }, { expiresIn: validity, validity, now })).toEqual(passed);
				expect(outcomeOf(judgeLifetime({ iat, exp: iat + validity + 1 }, { expiresIn: validity, validity, now }))).toBe(
					"failed",
				);
			}),
		);
	});
	it("identity needs sub, client_id and a fresh jti", () => {
		const good = { sub: "u", client_id: "c", jti: "1" };
		expect(judgeIdentity(good, { ...good, jti: "2" }, "c")).toEqual(passed);
		expect(outcomeOf(judgeIdentity(good, good, "c"))).toBe("failed");
		expect(outcomeOf(judgeIdentity({ ...good, sub: "v" }, { ...good, jti: "2" }, "c"))).toBe("failed");
		expect(outcomeOf(judgeIdentity({}, {}, "c"))).toBe("failed");
	});
	it("introspection is compared field by field", () => {
		expect(
			differences({ aud: ["a"], scope: "x y", sub: "u", sid: "s" }, { aud: "a", scope: "y x", sub: "u", active: true }),
		).toEqual([]);
		expect(differences({ exp: 1, sub: "u" }, { exp: 2, sub: "u" })).toEqual(["exp"]);
	});
});

describe("keys", () => {
	const n = (bytes: number, first = 0xff) =>
		Buffer.concat([Buffer.from([first]), Buffer.alloc(bytes - 1, 1)]).toString("base64url");
	const key = { kty: "RSA", kid: "a", e: "AQAB", use: "sig" };
	it("are measured in bits, leading zeros left out", () => {
		expect(judgeKeys({ keys: [{ ...key, n: n(256) }] })).toEqual(passed);
		expect(outcomeOf(judgeKeys({ keys: [{ ...key, n: n(256, 0x7f) }] }))).toBe("failed");
		expect(outcomeOf(judgeKeys({ keys: [{ ...key, n: n(257, 0) }] }))).toBe("failed");
	});
	it("must exist, be named, and be for signatures", () => {
		const { kid: _, ...unnamed } = key;
		expect(outcomeOf(judgeKeys({ keys: [] }))).toBe("failed");
		expect(outcomeOf(judgeKeys({ keys: [{ ...unnamed, n: n(256) }] }))).toBe("failed");
		expect(outcomeOf(judgeKeys({ keys: [{ ...key, use: "enc", n: n(256) }] }))).toBe("failed");
	});
});

describe("a race", () => {
	const issued = { kind: "issued", status: 200 } as TokenAnswer;
	const refused = (status: number) => ({ kind: "refused", status }) as TokenAnswer;
	it("has one winner at most", () => {
		expect(judgeRace([issued, refused(400)])).toEqual(passed);
		expect(judgeRace([refused(400), refused(400)])).toEqual(passed);
		expect(outcomeOf(judgeRace([issued, issued]))).toBe("failed");
		expect(outcomeOf(judgeRace([issued, refused(500)]))).toBe("failed");
		expect(outcomeOf(judgeRace([issued, refused(429)]))).toBe("skipped");
	});
});

describe("the exit code", () => {
	const result = (verdict: Verdict): CheckResult => ({
		id: "X-01",
		title: "",
		spec: "",
		level: "must",
		remedy: "",
		verdict,
		ms: 0,
	});
	const verdict = fc.constantFrom(passed, failed("f"), warning("w"), notApplicable("a"), notTried("t"));

	it("is 0 only when every planned check ran and none failed", () => {
		fc.assert(
			fc.property(fc.array(verdict, { maxLength: 8 }), fc.nat({ max: 9 }), fc.boolean(), (verdicts, planned, stops) => {
				const run = { results: verdicts.map(result), planned, ...(stops && { stopped: "why" }) };
				const code = exitCodeOf(run);
				const proven = verdicts.every(
					(v) => v.outcome !== "failed" && !(v.outcome === "skipped" && v.cause === "not-tried"),
				);
				expect(code === 0).toBe(proven && !stops && planned > 0 && verdicts.length >= planned);
				expect(code === 1).toBe(verdicts.some(({ outcome }) => outcome === "failed"));
			}),
		);
	});
	it("goes with counts that add up", () => {
		fc.assert(
			fc.property(fc.array(verdict), (verdicts) => {
				const counts = countsOf({ results: verdicts.map(result), planned: verdicts.length });
				expect(counts.passed + counts.failed + counts.warnings + counts.skipped).toBe(counts.planned);
			}),
		);
	});
});

describe("text", () => {
	it("is wrapped to the width and loses no word", () => {
		fc.assert(
			fc.property(fc.array(fc.stringMatching(/^[a-z]{1,60}$/)), (words) => {
				const wrapped = wrap(words.join(" "), 20, 0);
				expect(wrapped.split("\n").every((line) => line.length <= 20)).toBe(true);
				expect(wrapped.replace(/\s/g, "")).toBe(words.join(""));
			}),
		);
	});
	it("is escaped for markup, control characters included", () => {
		expect(escapeMarkup(`<a b="c">&'\u0000\ud800`)).toBe("&lt;a b=&quot;c&quot;&gt;&amp;&#39;\ufffd\ufffd");
	});
});
