import * as pulumi from "@pulumi/pulumi";
import { ConfigurationError, KEYS, resolveSettings, sourcesOf } from "./api/config.ts";
import { nearName } from "./nearName.ts";

/** Where the program's objects go, for its outputs. */
export interface Connection {
	/** The environment that holds the objects. */
	environmentId: string;
	/** Base URL of the authentication server that serves it. */
	authUrl: string;
}

const NAMESPACE = "pingone";
const KNOWN = Object.keys(KEYS);

/** A line for each config key that looks like one of ours and is not: it would be passed over. The program may have keys of its own. */
export function misspelt(config: readonly string[]): string[] {
	return config.flatMap((key) => {
		const [namespace, name = ""] = key.split(":");
		if (namespace !== NAMESPACE || KNOWN.includes(name)) return [];
		const meant = nearName(name, KNOWN);
		return meant === undefined
			? []
			: [`${key} is not read: set ${NAMESPACE}:${meant} if that is meant, and remove this one with pulumi config rm`];
	});
}

/** Resolves `pingone:*` config and `PINGONE_*` variables as the providers do. A wrong setting ends the program with one line. */
export function connection(): Connection {
	const config = new pulumi.Config(NAMESPACE);
	for (const line of misspelt(Object.keys(pulumi.runtime.allConfig()))) pulumi.log.warn(line);
	try {
		const { targetEnvironmentId, authUrl } = resolveSettings(sourcesOf((key) => config.get(key)));
		return { environmentId: targetEnvironmentId, authUrl };
	} catch (error) {
		throw error instanceof ConfigurationError ? new pulumi.RunError(error.message) : error;
	}
}
