import * as pulumi from "@pulumi/pulumi";
import { ConfigurationError, resolveSettings, sourcesOf } from "./api/config.ts";

/** Where the program's objects go, for its outputs. */
export interface Connection {
	/** The environment that holds the objects. */
	environmentId: string;
	/** Base URL of the authentication server that serves it. */
	authUrl: string;
}

/** Resolves `pingone:*` config and `PINGONE_*` variables as the providers do. A wrong setting ends the program with one line. */
export function connection(): Connection {
	const config = new pulumi.Config("pingone");
	try {
		const { targetEnvironmentId, authUrl } = resolveSettings(sourcesOf((key) => config.get(key)));
		return { environmentId: targetEnvironmentId, authUrl };
	} catch (error) {
		throw error instanceof ConfigurationError ? new pulumi.RunError(error.message) : error;
	}
}
