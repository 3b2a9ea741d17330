import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { type Client, createClient, type JsonObject } from "../../providers/api/client.ts";
import { openApiJudge } from "../contract/openapi.ts";

/** An emulator for one test file, its traffic, and an administrator who changes things behind Pulumi's back. */
export interface Tenant {
	emulator: Emulator;
	/** Every management request so far, as `POST /applications`. */
	requests: string[];
	/** A second hand on the same environment. */
	admin: Client;
	/** Path below the environment, for `admin`. */
	path(rest: string): string;
	/** Names of everything that can be listed, to compare before and after. */
	inventory(): Promise<Record<string, string[]>>;
	/** What the vendor's schemas found wrong in the answers, if they are there to judge. */
	violations(): string[];
	close(): Promise<void>;
}

const COLLECTIONS = ["applications", "resources", "signOnPolicies", "populations", "users"] as const;

export async function startTenant(): Promise<Tenant> {
	const requests: string[] = [];
	const judge = openApiJudge();
	const emulator = await startEmulator({
		port: 0,
		observe: (exchange) => {
			judge?.observe(exchange);
			const management = /^\/v1\/environments\/[^/]+(\/[^?]*)?/.exec(exchange.url);
			if (management) requests.push(`${exchange.method} ${management[1] ?? ""}`);
		},
	});
	const { apiUrl, authUrl, environmentId, clientId, clientSecret } = emulator;
	const admin = createClient({
		apiUrl,
		authUrl,
		environmentId,
		targetEnvironmentId: environmentId,
		credentials: { clientId, clientSecret },
		emulator: true,
		takeOver: false,
	});
	const path = (rest: string) => `/environments/${environmentId}${rest}`;
	return {
		emulator,
		requests,
		admin,
		path,
		inventory: async () =>
			Object.fromEntries(
				await Promise.all(
					COLLECTIONS.map(
						async (name) => [name, (await admin.list(path(`/${name}`), name)).map(labelOf).sort()] as const,
					),
				),
			),
		violations: () => judge?.violations() ?? [],
		close: () => emulator.close(),
	};
}

const labelOf = (object: JsonObject): string => String(object.name ?? object.username);

/** The one object of a collection with that name or username. */
export async function named(tenant: Tenant, collection: string, label: string): Promise<JsonObject & { id: string }> {
	const found = (await tenant.admin.list(tenant.path(`/${collection}`), collection.split("/").at(-1) ?? "")).filter(
		(object) => object.name === label || object.username === label,
	);
	const [object] = found;
	if (found.length !== 1 || typeof object?.id !== "string")
		throw new Error(`${found.length} ${collection} are called ${label}`);
	return object as JsonObject & { id: string };
}
