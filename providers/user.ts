import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { Client, JsonObject } from "./api/client.ts";
import { PingOneError } from "./api/error.ts";
import { type EnvironmentArgs, type Outputs, PingOneObject } from "./base.ts";
import { id } from "./check.ts";
import { defineKind, type Properties, plainBody } from "./kind.ts";

type In<T> = pulumi.Input<T>;

/** A user and, if wanted, its password (PingOne API, "Users" and "User Passwords"). */
export interface UserArgs extends EnvironmentArgs {
	/** 1 to 128 characters, unique in the environment. */
	username: In<string>;
	email: In<string>;
	/** The population that holds the user; the environment's default one when not given. */
	populationId?: In<string>;
	/** A secret input. Set with the user in one request, and again whenever it changes; PingOne never shows it. */
	password?: In<string>;
	/** Whether the user must choose another password at the first sign-on. Default false. */
	passwordForceChange?: In<boolean>;
	/** Default true. */
	enabled?: In<boolean>;
	/** Default false. */
	mfaEnabled?: In<boolean>;
	name?: In<{
		given?: In<string>;
		middle?: In<string>;
		family?: In<string>;
		formatted?: In<string>;
		honorificPrefix?: In<string>;
		honorificSuffix?: In<string>;
	}>;
	nickname?: In<string>;
	title?: In<string>;
	type?: In<string>;
	/** RFC 5646, such as `en-GB`. */
	locale?: In<string>;
	/** As in Accept-Language (RFC 9110 section 12.5.4). */
	preferredLanguage?: In<string>;
	/** As `Europe/Paris`. */
	timezone?: In<string>;
	primaryPhone?: In<string>;
	mobilePhone?: In<string>;
	externalId?: In<string>;
	photo?: In<{ href: In<string> }>;
	address?: In<{
		streetAddress?: In<string>;
		locality?: In<string>;
		region?: In<string>;
		postalCode?: In<string>;
		/** ISO 3166-1 alpha-2, upper case. */
		countryCode?: In<string>;
	}>;
	/** The identity provider that signs the user in, instead of PingOne; a change replaces the user. */
	identityProviderId?: In<string>;
	/** How the account starts; a change replaces the user. */
	lifecycle?: In<{ status: In<"ACCOUNT_OK" | "VERIFICATION_REQUIRED">; suppressVerificationCode?: In<boolean> }>;
}

const ANY_TEXT = /^[\p{L}\p{M}\p{Zs}\p{S}\p{N}\p{P}]*$/u;
const NAME_TEXT = /^[\p{L}\p{M}\p{N}' .-]*$/u;
const text = (max: number) => z.string().min(1).max(max).regex(ANY_TEXT, "must be one line of printable characters");
const nameText = z.string().min(1).max(256).regex(NAME_TEXT, "must hold only letters, digits, spaces and ' . -");
const phone = z.string().min(1).max(32).regex(/\d/, "must have at least one digit");

const IMPORT = "application/vnd.pingidentity.user.import+json";
const PASSWORD_CHECK = "application/vnd.pingidentity.password.check+json";
const PASSWORD_SET = "application/vnd.pingidentity.password.set+json";

export const user = defineKind<Omit<UserArgs, keyof EnvironmentArgs>>()({
	name: "User",
	shape: {
		username: text(128),
		email: z.email("must be an e-mail address"),
		populationId: id().optional(),
		password: z.string().min(1).optional(),
		passwordForceChange: z.boolean().default(false),
		enabled: z.boolean().default(true),
		mfaEnabled: z.boolean().default(false),
		name: z
			.strictObject({
				given: text(256).optional(),
				middle: text(256).optional(),
				family: nameText.optional(),
				formatted: nameText.optional(),
				honorificPrefix: text(256).optional(),
				honorificSuffix: text(256).optional(),
			})
			.optional(),
		nickname: text(256).optional(),
		title: text(256).optional(),
		type: text(256).optional(),
		locale: text(256).optional(),
		preferredLanguage: z.string().min(1).optional(),
		timezone: z
			.string()
			.regex(/^\w+\/\w+$/, "must be as Europe/Paris")
			.optional(),
		primaryPhone: phone.optional(),
		mobilePhone: phone.optional(),
		externalId: z.string().min(1).max(1024).optional(),
		photo: z.strictObject({ href: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }) }).optional(),
		address: z
			.strictObject({
				streetAddress: z.string().min(1).max(256).optional(),
				locality: text(256).optional(),
				region: text(256).optional(),
				postalCode: text(40).optional(),
				countryCode: z
					.string()
					.regex(/^[A-Z]{2}$/, "must be two upper-case letters")
					.optional(),
			})
			.optional(),
		identityProviderId: id().optional(),
		lifecycle: z
			.strictObject({
				status: z.enum(["ACCOUNT_OK", "VERIFICATION_REQUIRED"]),
				suppressVerificationCode: z.boolean().optional(),
			})
			.optional(),
	},
	path: () => "/users",
	embedded: "users",
	query: ({ username }) =>
		`?filter=${encodeURIComponent(`username eq "${String(username).replace(/["\\]/g, "\\$&")}"`)}`,
	references: { populationId: "population", identityProviderId: "identityProvider" },
	immutable: ["identityProviderId", "lifecycle"],
	deleteBeforeReplace: true,
	unreadable: ["password", "passwordForceChange", "lifecycle"],
	filled: ["populationId"],
	secrets: ["password"],
	body: profileOf,
	isSame: (answer, { username }) => String(answer.username).toLowerCase() === String(username).toLowerCase(),
	confirm: async (client, url, { password }) =>
		typeof password !== "string" || (await hasPassword(client, url, password)) ? undefined : "password",
	unique: true,
	write: {
		create: (client, url, inputs) => client.post(url, importOf(inputs), IMPORT),
		settle,
	},
});

/** What a PUT replaces; population, password and the two switches have requests of their own. */
function profileOf(inputs: Properties): JsonObject {
	const { population, password, passwordForceChange, enabled, mfaEnabled, lifecycle, ...profile } = plainBody(
		user,
		inputs,
	);
	return profile;
}

/** The import form carries the password, so that no user is ever left without the one it should have. */
function importOf(inputs: Properties): JsonObject {
	const { password, passwordForceChange, enabled, ...rest } = plainBody(user, inputs);
	return password === undefined
		? rest
		: { ...rest, password: { value: password, forceChange: passwordForceChange ?? false } };
}

/** Brings what a PUT does not touch to what is wanted, one request for each difference. */
async function settle(
	client: Client,
	url: string,
	inputs: Properties,
	before: Properties | undefined,
): Promise<JsonObject | undefined> {
	const known = before ?? { ...inputs, enabled: true };
	const changed = (name: string) => inputs[name] !== undefined && inputs[name] !== known[name];
	const requests = [
		...(changed("populationId") ? [() => client.put(`${url}/population`, { id: inputs.populationId ?? null })] : []),
		...(changed("enabled") ? [() => client.put(`${url}/enabled`, { enabled: inputs.enabled ?? true })] : []),
		...(changed("mfaEnabled")
			? [() => client.put(`${url}/mfaEnabled`, { mfaEnabled: inputs.mfaEnabled ?? false })]
			: []),
		...(changed("password") || (inputs.password !== undefined && changed("passwordForceChange"))
			? [() => setPassword(client, url, inputs)]
			: []),
	];
	for (const request of requests) await request();
	return requests.length > 0 ? client.get(url) : undefined;
}

/** PingOne refuses the password that a user already has: after a run that was cut off, that is success. */
async function setPassword(client: Client, url: string, inputs: Properties): Promise<void> {
	const { password, passwordForceChange } = inputs;
	if (typeof password !== "string") return;
	try {
		await client.put(`${url}/password`, { value: password, forceChange: passwordForceChange ?? false }, PASSWORD_SET);
	} catch (error) {
		if (!isInHistory(error) || !(await hasPassword(client, url, password))) throw error;
	}
}

const isInHistory = (error: unknown): boolean =>
	error instanceof PingOneError &&
	error.details.some(({ innerError }) => [innerError?.unsatisfiedRequirements].flat().includes("history"));

async function hasPassword(client: Client, url: string, password: string): Promise<boolean> {
	try {
		await client.post(`${url}/password`, { password }, PASSWORD_CHECK);
		return true;
	} catch (error) {
		if (error instanceof PingOneError && error.status === 400) return false;
		throw error;
	}
}

export interface User extends Outputs<UserArgs, "passwordForceChange" | "enabled" | "mfaEnabled"> {}

/**
 * Someone who can sign in.
 *
 * @example
 * new pingone.User("ines", { username: "ines", email: "ines@example.com", populationId: customers.id, password: config.requireSecret("password") });
 */
export class User extends PingOneObject {
	constructor(name: string, args: UserArgs, opts?: pulumi.CustomResourceOptions) {
		super(user, name, args, opts);
	}
}
