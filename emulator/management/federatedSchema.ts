import { z } from "zod";
import { base, corsSettings, template } from "./applicationFields.ts";
import { integer, reference, refuse, signatureAlgorithm, text } from "./fields.ts";

/** What a client may write on a SAML or WS-Federation application. The emulator keeps it and has no endpoints of theirs. */

const virtualServer = z.object({ vsId: text, default: z.boolean().optional() });

const virtualServerIdSettings = z
	.object({ enabled: z.boolean().default(false), virtualServerIds: z.array(virtualServer).optional() })
	.superRefine(({ enabled, virtualServerIds = [] }, ctx) => {
		if (!enabled || virtualServerIds.length > 0) return;
		refuse(ctx, "virtualServerIds", "must not be empty when enabled is true", "REQUIRED_VALUE");
	});

export const saml = z.object({
	...base,
	protocol: z.literal("SAML"),
	type: z.enum(["WEB_APP", "CUSTOM_APP", "TEMPLATE_APP"]),
	acsUrls: z.array(text).min(1),
	assertionDuration: integer(0),
	assertionSigned: z.boolean().default(true),
	corsSettings: corsSettings(20).optional(),
	defaultTargetUrl: text.optional(),
	enableRequestedAuthnContext: z.boolean().optional(),
	enableAlwaysAcceptAcsUrlInSignedAuthnRequest: z.boolean().optional(),
	idpSigning: z.object({ key: reference, algorithm: signatureAlgorithm.optional() }).optional(),
	nameIdFormat: text.optional(),
	responseSigned: z.boolean().default(false),
	sessionNotOnOrAfterDuration: integer(0).optional(),
	sloBinding: z.enum(["HTTP_REDIRECT", "HTTP_POST"]).default("HTTP_POST"),
	sloEndpoint: text.optional(),
	sloResponseEndpoint: text.optional(),
	sloWindow: integer(0).optional(),
	spEncryption: z.object({ algorithm: z.enum(["AES_128", "AES_256", "TRIPLEDES"]), certificate: reference }).optional(),
	spEntityId: text,
	spVerification: z
		.object({ authnRequestSigned: z.boolean().default(false), certificates: z.array(reference) })
		.optional(),
	template: template.optional(),
	virtualServerIdSettings: virtualServerIdSettings.optional(),
});

const ldapGateway = z.object({ id: text, type: z.literal("LDAP"), userType: z.object({ id: text.optional() }) });

const SUBJECT_FORMATS = [
	"urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
	"urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
] as const;

/** A setting that is kept whatever its values may be. */
const unjudged = z.union([z.string(), z.boolean()]).optional();

export const wsFed = z.object({
	...base,
	protocol: z.literal("WS_FED"),
	type: z.enum(["WEB_APP", "CUSTOM_APP"]),
	assertionDuration: integer(300, 3_932_100).default(300),
	audienceRestriction: text.default("urn:federation:MicrosoftOnline"),
	corsSettings: corsSettings(20).optional(),
	domainName: text,
	hybridJoinDeviceAttribute: unjudged,
	idpSigning: z.object({ algorithm: signatureAlgorithm, key: reference }),
	kerberos: z.object({ gateways: z.array(ldapGateway).optional() }).optional(),
	replyUrl: text,
	sloEndpoint: text.optional(),
	stsTokenType: unjudged,
	subjectNameIdentifierFormat: z.enum(SUBJECT_FORMATS).optional(),
	useMex13: unjudged,
	userAttributeUsernameMatch: unjudged,
	wsTrustVersion: z
		.string()
		.regex(/^(1\.2|1\.3)$/)
		.optional(),
});
