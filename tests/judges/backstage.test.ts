import { ConfigReader } from "@backstage/config";
import pingidentity from "@backstage-community/plugin-catalog-backend-module-pingidentity";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { startTenant, type Tenant } from "../emulator/auth/tenant.ts";

/** Backstage's catalogue reads people and groups over the management API, as it does of PingOne. */

let tenant: Tenant;
beforeAll(async () => {
	tenant = await startTenant();
});
afterAll(() => tenant.close());

interface Entity {
	kind: string;
	metadata: { name: string; annotations: Record<string, string> };
	spec: { parent?: string; memberOf?: string[]; profile: { displayName?: string; email?: string } };
}

interface Provider {
	connect(connection: { applyMutation(mutation: { entities: { entity: Entity }[] }): Promise<void> }): Promise<void>;
}

interface Logger {
	info(message: string): void;
	error(message: string, detail: object): never;
	child(): Logger;
}

/** What a Backstage backend lends to a module of its catalogue. */
interface Services {
	catalog: { addEntityProvider(providers: Provider[]): void };
	config: ConfigReader;
	logger: Logger;
	scheduler: { createScheduledTaskRunner(): { run(task: { fn(): Promise<void> }): Promise<void> } };
}

/** A module as its backend sees it. */
interface Module {
	getRegistrations(): { init: { func(services: Services): Promise<void> } }[];
}

const logger: Logger = {
	info: () => undefined,
	// The module only logs why it could not read.
	error: (message, detail) => {
		throw new Error(message, { cause: detail });
	},
	child: () => logger,
};

/** What the module puts into the catalogue, with pages of two. */
async function catalogued({ base, environmentId, worker }: Tenant): Promise<Entity[]> {
	const { origin } = new URL(base);
	const organization = { apiPath: `${origin}/v1`, authPath: origin, envId: environmentId, ...worker };
	const pages = { userQuerySize: 2, groupQuerySize: 2 };
	const schedule = { frequency: { hours: 1 }, timeout: { minutes: 1 } };
	const pingIdentityOrg = { default: { ...organization, ...pages, schedule } };
	const entities: Entity[] = [];
	const providers: Provider[] = [];
	for (const { init } of (pingidentity as unknown as Module).getRegistrations()) {
		await init.func({
			catalog: { addEntityProvider: (added) => void providers.push(...added) },
			config: new ConfigReader({ catalog: { providers: { pingIdentityOrg } } }),
			logger,
			scheduler: { createScheduledTaskRunner: () => ({ run: ({ fn }) => fn() }) },
		});
	}
	for (const provider of providers) {
		await provider.connect({
			applyMutation: async (mutation) => void entities.push(...mutation.entities.map(({ entity }) => entity)),
		});
	}
	return entities;
}

it("puts an environment's people and nested groups into Backstage's catalogue, page by page", async () => {
	const all = await tenant.create("groups", { name: "Engineering", description: "Everybody" });
	const platform = await tenant.create("groups", { name: "Platform" });
	await tenant.create("groups", { name: "Nobody" });
	await tenant.ask("POST", `groups/${platform}/memberOfGroups`, { id: all });
	const people = ["ada", "bo", "cy", "di", "ed"];
	for (const username of people) {
		const name = { given: username.toUpperCase(), family: "Doe" };
		const id = await tenant.create("users", { username, email: `${username}@example.com`, name });
		if (username !== "ed") await tenant.ask("POST", `users/${id}/memberOfGroups`, { id: platform });
		if (username === "ada") await tenant.ask("POST", `users/${id}/memberOfGroups`, { id: all });
	}

	const entities = await catalogued(tenant);

	const groups = entities.filter(({ kind }) => kind === "Group");
	expect(groups.map(({ metadata, spec }) => [metadata.name, spec.parent])).toEqual([
		["Engineering", undefined],
		["Platform", "Engineering"],
		["Nobody", undefined],
	]);
	const users = entities.filter(({ kind }) => kind === "User");
	expect(users.map(({ metadata, spec }) => [metadata.name, spec.profile, spec.memberOf])).toEqual(
		people.map((username) => [
			username,
			{ email: `${username}@example.com`, displayName: `${username.toUpperCase()} Doe` },
			{ ada: ["Engineering", "Platform"], ed: [] }[username] ?? ["Platform"],
		]),
	);
});
