import { describe, expect, it } from "@jest/globals";
import { KEYS, type Key, LOCAL_EMULATOR, REGIONS, resolveSettings } from "../../../providers/api/config.ts";

const ENVIRONMENT = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";
const CLIENT = "33333333-3333-4333-8333-333333333333";
const BASE = { environmentId: ENVIRONMENT, clientId: CLIENT, clientSecret: "worker-secret" };

const resolve = (config: Partial<Record<Key, string>>, environment: Record<string, string> = {}) =>
	resolveSettings({ config: (key) => config[key], environment: (name) => environment[name] });

describe("settings", () => {
	it.each(Object.entries(REGIONS))("region %s has its hosts", (regionCode, tld) => {
		expect(resolve({ ...BASE, regionCode })).toMatchObject({
			apiUrl: `https://api.pingone.${tld}/v1`,
			authUrl: `https://auth.pingone.${tld}`,
		});
	});

	it("takes NA when no region is given", () => {
		expect(resolve(BASE).apiUrl).toBe("https://api.pingone.com/v1");
	});

	it("reads every key from its environment variable when config has none", () => {
		const environment = {
			[KEYS.environmentId]: ENVIRONMENT,
			[KEYS.clientId]: CLIENT,
			[KEYS.clientSecret]: "s",
			[KEYS.regionCode]: "EU",
			[KEYS.targetEnvironmentId]: OTHER,
		};
		expect(resolve({}, environment)).toEqual({
			apiUrl: "https://api.pingone.eu/v1",
			authUrl: "https://auth.pingone.eu",
			environmentId: ENVIRONMENT,
			targetEnvironmentId: OTHER,
			credentials: { clientId: CLIENT, clientSecret: "s" },
			emulator: false,
			takeOver: false,
		});
	});

	it("may take over only where the environment says so", () => {
		expect(resolve(BASE, { PINGONE_TAKE_OVER: "true" }).takeOver).toBe(true);
		expect(resolve({ target: "emulator" }, { PINGONE_TAKE_OVER: "true" }).takeOver).toBe(true);
		for (const value of ["", "false"]) expect(resolve(BASE, { PINGONE_TAKE_OVER: value }).takeOver).toBe(false);
		expect(() => resolve(BASE, { PINGONE_TAKE_OVER: "yes" })).toThrow(
			"PINGONE_TAKE_OVER is 'yes': set it to true for a run that may take over, or unset it",
		);
	});

	it("prefers config for where, and the environment for credentials", () => {
		const environment = { [KEYS.environmentId]: OTHER, [KEYS.clientSecret]: "rotated", [KEYS.regionCode]: "AP" };
		expect(resolve({ ...BASE, regionCode: "CA" }, environment)).toMatchObject({
			apiUrl: "https://api.pingone.ca/v1",
			environmentId: ENVIRONMENT,
			credentials: { clientSecret: "rotated" },
		});
	});

	it("takes an access token instead of a worker's credentials", () => {
		expect(resolve({ environmentId: ENVIRONMENT, apiAccessToken: "t" }).credentials).toEqual({ accessToken: "t" });
	});

	it("drops slashes at the end of URLs", () => {
		const urls = { apiUrl: "http://127.0.0.1:7650/v1/", authUrl: "http://127.0.0.1:7650/" };
		expect(resolve({ ...BASE, ...urls })).toMatchObject({
			apiUrl: "http://127.0.0.1:7650/v1",
			authUrl: "http://127.0.0.1:7650",
		});
	});
});

describe("target emulator", () => {
	it("needs nothing else, and never takes a tenant's credentials along", () => {
		const tenant = {
			[KEYS.environmentId]: ENVIRONMENT,
			[KEYS.clientId]: CLIENT,
			[KEYS.clientSecret]: "tenant",
			[KEYS.regionCode]: "EU",
		};
		const { apiUrl, environmentId, clientId, clientSecret } = LOCAL_EMULATOR;
		expect(resolve({ target: "emulator" }, tenant)).toMatchObject({
			apiUrl,
			environmentId,
			credentials: { clientId, clientSecret },
			emulator: true,
		});
	});

	it("follows an emulator at another address", () => {
		const at = {
			[KEYS.apiUrl]: "http://127.0.0.1:9/v1",
			[KEYS.authUrl]: "http://127.0.0.1:9",
			[KEYS.environmentId]: OTHER,
			[KEYS.clientId]: CLIENT,
			[KEYS.clientSecret]: "s",
		};
		expect(resolve({ target: "emulator" }, at)).toMatchObject({
			apiUrl: "http://127.0.0.1:9/v1",
			environmentId: OTHER,
		});
	});

	it("refuses to leave this machine", () => {
		const away = { apiUrl: "https://api.pingone.com/v1", authUrl: "https://auth.pingone.com" };
		expect(() => resolve({ ...BASE, ...away, target: "emulator" })).toThrow(
			/pingone:apiUrl is 'https:\/\/api.pingone.com\/v1' while pingone:target is emulator/,
		);
	});
});

describe("a wrong setting is one line that names key, variable and remedy", () => {
	it.each<[string, Partial<Record<Key, string>>, RegExp]>([
		[
			"no environment",
			{ clientId: CLIENT, clientSecret: "s" },
			/^pingone:environmentId is not set: .*PINGONE_ENVIRONMENT_ID\)$/,
		],
		["an environment in upper case", { ...BASE, environmentId: "ABC" }, /^pingone:environmentId is 'ABC': give a UUID/],
		["no client", { environmentId: ENVIRONMENT }, /^pingone:clientId is not set: .*PINGONE_CLIENT_ID\)$/],
		[
			"no secret",
			{ environmentId: ENVIRONMENT, clientId: CLIENT },
			/^pingone:clientSecret is not set: .*--secret pingone:clientSecret/,
		],
		[
			"an unknown region",
			{ ...BASE, regionCode: "US" },
			/^pingone:regionCode is 'US': set it to one of NA, EU, AP, AU, CA, SG/,
		],
		[
			"half of the URLs",
			{ ...BASE, apiUrl: "https://x.example/v1" },
			/^pingone:authUrl is not set although its twin is/,
		],
		[
			"a URL that is none",
			{ ...BASE, apiUrl: "x", authUrl: "https://x.example" },
			/^pingone:apiUrl is 'x': give a full URL/,
		],
		[
			"http to another machine",
			{ ...BASE, apiUrl: "http://x.example/v1", authUrl: "http://x.example" },
			/use https: credentials travel there/,
		],
		["an unknown target", { ...BASE, target: "prod" }, /^pingone:target is 'prod': set it to emulator or tenant/],
	])("%s", (_case, config, message) => {
		expect(() => resolve(config)).toThrow(message);
		expect(() => resolve(config)).not.toThrow(/\n/);
	});
});
