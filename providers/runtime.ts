import type * as pulumi from "@pulumi/pulumi";
import { type Client, createClient } from "./api/client.ts";
import { type Key, resolveSettings, type Settings, sourcesOf } from "./api/config.ts";
import { guarded, plain } from "./guard.ts";
import { Holdings } from "./holdings.ts";
import { isKnown, type Kind, type Properties } from "./kind.ts";
import { kinds } from "./kinds.ts";
import { check, create, diff, read, remove, update } from "./lifecycle.ts";

/*
 * What the constant provider text in the state loads inside the plugin process. All kinds of a stack share this
 * module, so they share one client: one token, one set of connections.
 */

const config = new Map<string, string>();
const clients = new Map<string, Client>();
const holdings = new Holdings();

const CONFIG_KEYS: readonly Key[] = [
	"environmentId",
	"clientId",
	"clientSecret",
	"regionCode",
	"apiAccessToken",
	"apiUrl",
	"authUrl",
	"targetEnvironmentId",
	"target",
];

/** The dynamic provider of one kind, as `@pulumi/pulumi` calls it. */
export function provider(name: string): pulumi.dynamic.ResourceProvider {
	const kind = kindNamed(name);
	const call = (subject: Properties) => ({ kind: kind.name, subject, secrets: kind.secrets ?? [] });
	return {
		configure: async (request) => storeConfig(request),
		check: (_olds: Properties, news: Properties) =>
			guarded(call(news), async () => {
				const { inputs, failures } = check(kind, argumentsOf(news), settings().targetEnvironmentId);
				return { inputs: { ...inputs, __provider: news.__provider }, failures };
			}),
		diff: (id: string, olds: Properties, news: Properties) =>
			guarded(call(news), async () => {
				const result = diff(kind, olds, news);
				if (!isKnown(news)) holdings.probed(id);
				else holdings.compared(id, result.replaces.length > 0);
				return result;
			}),
		create: (inputs: Properties) =>
			guarded(call(inputs), async () => {
				const { id, outs } = await create(kind, client(), inputs, holdings);
				return { id, outs };
			}),
		read: (id: string, props?: Properties) =>
			guarded(call(props ?? {}), () => {
				holdings.read(id);
				return read(kind, client(), id, props ?? {});
			}),
		update: (id: string, olds: Properties, news: Properties) =>
			guarded(call(news), async () => ({ outs: await update(kind, client(), id, olds, news) })),
		delete: (id: string, props: Properties) =>
			guarded(call(props), async () => {
				if (!holdings.isKept(id)) await remove(kind, client(), id, props);
			}),
	};
}

function kindNamed(name: string): Kind {
	const kind = kinds.find((known) => known.name === name);
	if (!kind)
		throw new Error(`pingone-access has no kind ${name}: it has ${kinds.map((known) => known.name).join(", ")}`);
	return kind;
}

// Synchronous on purpose: refresh and destroy call read and delete before an awaited configure has finished.
function storeConfig(request: pulumi.dynamic.ConfigureRequest): void {
	for (const key of CONFIG_KEYS) {
		const value = request.config.get(`pingone:${key}`);
		if (value !== undefined) config.set(key, value);
	}
}

const settings = (): Settings => resolveSettings(sourcesOf((key) => config.get(key)));

/** One client for each set of settings: `up --refresh` reads with the old ones and writes with the new. */
function client(): Client {
	const current = settings();
	const key = JSON.stringify(current);
	let existing = clients.get(key);
	if (!existing) {
		existing = createClient(current);
		clients.set(key, existing);
	}
	return existing;
}

function argumentsOf(news: Properties): Properties {
	const { __provider, ...args } = news;
	return plain(args);
}
