import { z } from "zod";
import { reference, text } from "./fields.ts";

/** What a client may write on a user (PingOne API, "Users"). */

const BROAD = /^[\p{L}\p{M}\p{Zs}\p{S}\p{N}\p{P}]*$/u;
const NARROW = /^[\p{L}\p{M}\p{N}' .-]*$/u;

const sized = (maximum: number, pattern: RegExp) => z.string().min(1).max(maximum).regex(pattern);
const broad = sized(256, BROAD).optional();
const phone = z.string().min(1).max(32).regex(/\d/, "must contain at least one digit").optional();

/** Attributes of the profile: PUT replaces all of them, PATCH some. */
const profile = {
	username: sized(128, BROAD),
	email: z.email(),
	name: z
		.object({
			given: broad,
			middle: broad,
			family: sized(256, NARROW).optional(),
			formatted: sized(256, NARROW).optional(),
			honorificPrefix: broad,
			honorificSuffix: broad,
		})
		.optional(),
	nickname: broad,
	title: broad,
	type: broad,
	locale: broad,
	preferredLanguage: z.string().min(1).optional(),
	timezone: z
		.string()
		.regex(/^\w+\/\w+$/)
		.optional(),
	primaryPhone: phone,
	mobilePhone: phone,
	externalId: z.string().min(1).max(1024).optional(),
	photo: z.object({ href: z.url({ protocol: /^https?$/, error: "must be a valid URL" }) }).optional(),
	address: z
		.object({
			streetAddress: z.string().min(1).max(256).optional(),
			locality: broad,
			region: broad,
			postalCode: sized(40, BROAD).optional(),
			countryCode: z
				.string()
				.regex(/^[A-Z]{2}$/)
				.optional(),
		})
		.optional(),
};

/** What a new user takes besides the profile; a PUT or PATCH that carries it is not refused, and changes none of it. */
const onCreate = {
	population: reference.optional(),
	identityProvider: z.object({ id: z.string().min(1).optional() }).optional(),
	mfaEnabled: z.boolean().optional(),
};

/** What `application/vnd.pingidentity.user.import+json` takes besides; the password is read by `importedPassword`. */
const onImport = {
	emailVerified: z.boolean().optional(),
	lifecycle: z
		.object({
			status: z.enum(["ACCOUNT_OK", "VERIFICATION_REQUIRED"]).optional(),
			suppressVerificationCode: z.boolean().optional(),
		})
		.optional(),
};

export const userSchema = z.object({ ...profile, ...onCreate });
export const importSchema = z.object({ ...profile, ...onCreate, ...onImport });

/** A password that an external directory keeps. */
export const external = z.object({
	gateway: z
		.object({
			id: text.optional(),
			type: z.enum(["LDAP", "PING_FEDERATE", "PING_INTELLIGENCE", "API_GATEWAY_INTEGRATION", "RADIUS"]).optional(),
			userType: z.object({ id: text.optional() }).optional(),
			correlationAttributes: z.record(z.string(), z.string()).optional(),
		})
		.optional(),
});

export type External = z.infer<typeof external>;

export const importedPassword = z.object({
	password: z
		.object({
			value: text.optional(),
			forceChange: z.boolean().optional(),
			external: external.optional(),
		})
		.optional(),
});

export type UserBody = z.infer<typeof importSchema>;
