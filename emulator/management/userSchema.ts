import { z } from "zod";
import { reference, text } from "./fields.ts";

/** What a client may write on a user (PingOne API, "Users"). */

const BROAD = /^[\p{L}\p{M}\p{Zs}\p{S}\p{N}\p{P}]*$/u;
/** May have several lines, and no symbols. */
const LINES = /^[\p{L}\p{M}\p{N}\p{Zs}\p{P}\n\r]*$/u;
const NARROW = /^[\p{L}\p{M}\p{N}' .-]*$/u;

const ATOM = String.raw`[\p{L}\p{N}!#$%&'*+/=?^_\x60{|}~-]+`;
const QUOTED = String.raw`"(?:[^"\\\p{C}]|\\[^\p{C}])+"`;
const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?`;
const DOMAIN = String.raw`(?:${LABEL}(?:\.${LABEL})*|\[[0-9a-fA-F.:]+\])`;

/** RFC 2822 section 3.4.1: a dot-atom or quoted string, at a domain of any number of labels or an address in brackets. */
const EMAIL = new RegExp(String.raw`^(?:${ATOM}(?:\.${ATOM})*|${QUOTED})@${DOMAIN}$`, "u");

const QUALITY = String.raw`\s*;\s*q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)`;
const RANGE = String.raw`(?:[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)(?:${QUALITY})?`;

/** RFC 9110 section 12.5.4. */
const ACCEPT_LANGUAGE = new RegExp(String.raw`^\s*${RANGE}(?:\s*,\s*${RANGE})*\s*$`);

function isLanguageTag(text: string): boolean {
	try {
		return Intl.getCanonicalLocales(text).length === 1;
	} catch {
		return false;
	}
}

const sized = (maximum: number, pattern: RegExp) => z.string().min(1).max(maximum).regex(pattern);
const broad = sized(256, BROAD).optional();
const phone = z.string().min(1).max(32).regex(/\d/, "must contain at least one digit").optional();

/** Attributes of the profile: PUT replaces all of them, PATCH some. */
const profile = {
	username: sized(128, BROAD),
	email: z.email({ pattern: EMAIL }),
	name: z
		.object({
			given: broad,
			middle: broad,
			family: sized(256, NARROW).optional(),
			formatted: sized(256, NARROW).optional(),
			honorificPrefix: z.string().optional(),
			honorificSuffix: z.string().optional(),
		})
		.optional(),
	accountId: broad,
	nickname: broad,
	title: broad,
	type: broad,
	locale: sized(256, BROAD).refine(isLanguageTag, "must be a language tag (RFC 5646)").optional(),
	preferredLanguage: z.string().min(1).regex(ACCEPT_LANGUAGE, "must be as in Accept-Language").optional(),
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
			streetAddress: sized(256, LINES).optional(),
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

/** Not of the profile, and kept by a PUT that leaves it out. */
const source = { identityProvider: z.object({ id: text.optional() }).optional() };

/** What a new user takes besides; a PUT or PATCH that carries it is not refused, and changes none of it. */
const onCreate = {
	population: reference.optional(),
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

export const userSchema = z.object({ ...profile, ...source, ...onCreate });
export const importSchema = userSchema.extend(onImport);

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

/** The password that a user brings along in `application/vnd.pingidentity.user.import+json`. */
export const importedPassword = z.object({
	password: z
		.object({
			value: text.optional(),
			forceChange: z.boolean().optional(),
			external: external.optional(),
		})
		.optional(),
});

type Imported = z.infer<typeof importSchema>;

/** The address is required unless the environment's schema has disabled it. */
export type UserBody = Omit<Imported, "email"> & { email?: string | undefined };
