/** Region codes and the top-level domains of their hosts (PingOne API, "API requests"). */
export const REGIONS = {
	NA: "com",
	EU: "eu",
	AP: "asia",
	AU: "com.au",
	CA: "ca",
	SG: "sg",
} as const;

/** The keys of the `pingone` config namespace and the environment variable that stands in for each. */
export const KEYS = {
	environmentId: "PINGONE_ENVIRONMENT_ID",
	clientId: "PINGONE_CLIENT_ID",
	clientSecret: "PINGONE_CLIENT_SECRET",
	regionCode: "PINGONE_REGION_CODE",
	apiAccessToken: "PINGONE_API_ACCESS_TOKEN",
	apiUrl: "PINGONE_API_URL",
	authUrl: "PINGONE_AUTH_URL",
	targetEnvironmentId: "PINGONE_TARGET_ENVIRONMENT_ID",
	target: "PINGONE_TARGET",
} as const;

export type Key = keyof typeof KEYS;

/** Only a variable: it is for one run, and a stack that always took over would take what another one owns. */
export const TAKE_OVER = "PINGONE_TAKE_OVER";

/** Where a value may come from: one reader for stack config, one for environment variables. */
export interface Sources {
	config: (key: Key) => string | undefined;
	environment: (variable: string) => string | undefined;
}

/** How to reach PingOne and as whom. */
export interface Settings {
	/** Base URL of the management API, `/v1` included, no slash at the end. */
	apiUrl: string;
	/** Base URL of the authentication server, no slash at the end. */
	authUrl: string;
	/** The environment that holds the worker application. */
	environmentId: string;
	/** The environment that is managed; the worker's own unless `targetEnvironmentId` says otherwise. */
	targetEnvironmentId: string;
	credentials: { accessToken: string } | { clientId: string; clientSecret: string };
	/** True when everything goes to the emulator on this machine. */
	emulator: boolean;
	/** Whether this run may make objects its own that exist already and are what the program describes. */
	takeOver: boolean;
}

/** A setting is missing or wrong; the message names the key, the variable and the remedy. */
export class ConfigurationError extends Error {
	override readonly name = "ConfigurationError";
}

/**
 * The emulator as it starts by default. It listens on loopback only, so these are no secrets.
 * They apply to stacks that say `pingone:target: emulator` and point nowhere else.
 */
export const LOCAL_EMULATOR = {
	apiUrl: "http://127.0.0.1:7650/v1",
	authUrl: "http://127.0.0.1:7650",
	environmentId: "f0f831b4-7384-44e3-ba8c-ef10f9912c16",
	clientId: "63727da1-cc1e-4f59-8a32-405b04cb8428",
	clientSecret: "lTtYXKIZoLRpscbp9yO-KcEgZxp4SC-lD2TjrLfALBmLCJaa2NwGI2bViTtVZ_YO",
} as const;

const LOCAL_SETTINGS: Omit<Settings, "takeOver"> = {
	apiUrl: LOCAL_EMULATOR.apiUrl,
	authUrl: LOCAL_EMULATOR.authUrl,
	environmentId: LOCAL_EMULATOR.environmentId,
	targetEnvironmentId: LOCAL_EMULATOR.environmentId,
	credentials: { clientId: LOCAL_EMULATOR.clientId, clientSecret: LOCAL_EMULATOR.clientSecret },
	emulator: true,
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Credentials are read from the environment first: `refresh` and `destroy` are configured with the stack config
 * of the last `up`, so a rotated secret could otherwise not reach them. Everything else: stack config first.
 */
const ENVIRONMENT_FIRST: readonly Key[] = ["clientId", "clientSecret", "apiAccessToken"];

/** Resolves settings from their sources. Throws ConfigurationError; does no I/O. */
export function resolveSettings(sources: Sources): Settings {
	const value = (key: Key) => lookUp(sources, key);
	const target = value("target");
	if (target !== undefined && target !== "emulator" && target !== "tenant") {
		throw wrong("target", `is '${target}'`, "set it to emulator or tenant");
	}
	const takeOver = mayTakeOver(sources);
	if (target === "emulator" && value("apiUrl") === undefined) return { ...LOCAL_SETTINGS, takeOver };
	const urls = baseUrls(value);
	if (target === "emulator") requireLoopback(urls);
	const environmentId = requireUuid("environmentId", value("environmentId"));
	const targetEnvironmentId = value("targetEnvironmentId");
	return {
		...urls,
		environmentId,
		targetEnvironmentId:
			targetEnvironmentId === undefined ? environmentId : requireUuid("targetEnvironmentId", targetEnvironmentId),
		credentials: credentials(value),
		emulator: target === "emulator",
		takeOver,
	};
}

function mayTakeOver(sources: Sources): boolean {
	const value = sources.environment(TAKE_OVER)?.trim() || "false";
	if (value === "true" || value === "false") return value === "true";
	throw new ConfigurationError(`${TAKE_OVER} is '${value}': set it to true for a run that may take over, or unset it`);
}

/** `process.env` and a Pulumi config reader as sources; empty strings count as not set. */
export const sourcesOf = (config: (key: Key) => string | undefined): Sources => ({
	config,
	environment: (variable) => process.env[variable],
});

function lookUp(sources: Sources, key: Key): string | undefined {
	const configured = sources.config(key)?.trim() || undefined;
	const exported = sources.environment(KEYS[key])?.trim() || undefined;
	return ENVIRONMENT_FIRST.includes(key) ? (exported ?? configured) : (configured ?? exported);
}

function baseUrls(value: (key: Key) => string | undefined): { apiUrl: string; authUrl: string } {
	const apiUrl = value("apiUrl");
	const authUrl = value("authUrl");
	if (apiUrl !== undefined && authUrl !== undefined) {
		return { apiUrl: requireUrl("apiUrl", apiUrl), authUrl: requireUrl("authUrl", authUrl) };
	}
	if (apiUrl !== undefined || authUrl !== undefined) {
		const missing = apiUrl === undefined ? "apiUrl" : "authUrl";
		throw wrong(missing, "is not set although its twin is", "set apiUrl and authUrl together, or neither");
	}
	const region = value("regionCode") ?? "NA";
	if (!isRegion(region)) {
		throw wrong("regionCode", `is '${region}'`, `set it to one of ${Object.keys(REGIONS).join(", ")}`);
	}
	return { apiUrl: `https://api.pingone.${REGIONS[region]}/v1`, authUrl: `https://auth.pingone.${REGIONS[region]}` };
}

const isRegion = (code: string): code is keyof typeof REGIONS => Object.hasOwn(REGIONS, code);

function credentials(value: (key: Key) => string | undefined): Settings["credentials"] {
	const accessToken = value("apiAccessToken");
	if (accessToken !== undefined) return { accessToken };
	const clientId = value("clientId");
	const clientSecret = value("clientSecret");
	if (clientId === undefined) throw wrong("clientId", "is not set", "give the id of a worker application");
	if (clientSecret === undefined) throw wrong("clientSecret", "is not set", "give that worker application's secret");
	return { clientId: requireUuid("clientId", clientId), clientSecret };
}

function requireUuid(key: Key, value: string | undefined): string {
	if (value === undefined) throw wrong(key, "is not set", "give an id as the PingOne console shows it");
	if (!UUID.test(value))
		throw wrong(key, `is '${value}'`, "give a UUID in lower case, as the PingOne console shows it");
	return value;
}

function requireUrl(key: Key, value: string): string {
	const url = URL.canParse(value) ? new URL(value) : undefined;
	if (url?.protocol !== "http:" && url?.protocol !== "https:") {
		throw wrong(key, `is '${value}'`, "give a full URL such as https://api.pingone.com/v1");
	}
	if (url.protocol === "http:" && !isLoopback(url)) {
		throw wrong(key, `is '${value}'`, "use https: credentials travel there (http is for an emulator on this machine)");
	}
	return value.replace(/\/+$/, "");
}

/** True for an address that cannot leave this machine. */
export const isLoopback = (url: URL): boolean =>
	url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d+){3}$/.test(url.hostname);

function requireLoopback(urls: { apiUrl: string; authUrl: string }): void {
	for (const key of ["apiUrl", "authUrl"] as const) {
		if (!isLoopback(new URL(urls[key]))) {
			throw wrong(
				key,
				`is '${urls[key]}' while pingone:target is emulator`,
				"set pingone:target to tenant to leave this machine",
			);
		}
	}
}

const wrong = (key: Key, problem: string, remedy: string) =>
	new ConfigurationError(
		`pingone:${key} ${problem}: ${remedy} (pulumi config set${/secret|token/i.test(key) ? " --secret" : ""} pingone:${key} …, or ${KEYS[key]})`,
	);
