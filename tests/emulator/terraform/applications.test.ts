import { describe, expect, it } from "@jest/globals";
import type { Body } from "../client.ts";
import { client, detailsOf, listed, made, startEmulatorForAll, through, uploadCertificate } from "./provider.ts";

startEmulatorForAll();

describe("pingone_application", () => {
	const common = {
		enabled: true,
		hiddenFromAppPortal: true,
		description: "d",
		loginPageUrl: "https://www.pingidentity.com",
	};
	/** What the provider sends of every OpenID Connect application, because its schema has defaults. */
	const oidcDefaults = {
		...{ protocol: "OPENID_CONNECT", hiddenFromAppPortal: false, additionalRefreshTokenReplayProtectionEnabled: true },
		...{ allowWildcardInRedirectUris: false, devicePollingInterval: 5, deviceTimeout: 600, idpSignoff: false },
		...{ includeX5t: false, opSessionCheckEnabled: false, parRequirement: "OPTIONAL", parTimeout: 60 },
		...{ pkceEnforcement: "OPTIONAL", refreshTokenDuration: 2_592_000, refreshTokenRollingDuration: 15_552_000 },
		...{ requestScopesForMultipleResourcesEnabled: false, requireSignedRequestObject: false },
		...{ supportUnsignedRequestObject: false, enabled: true },
	};
	const clientCredentials = { grantTypes: ["CLIENT_CREDENTIALS"], tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC" };
	const code = { grantTypes: ["AUTHORIZATION_CODE"], redirectUris: ["https://www.pingidentity.com"] };
	const mobile = {
		...{ bundleId: "org.bxretail.mobileapp", packageName: "org.bxretail.mobileapp", huaweiAppId: "123456789" },
		...{ huaweiPackageName: "org.bxretail.huaweipackage", uriPrefix: "https://applink.bxretail.org" },
		...{ passcodeRefreshDuration: { duration: 45, timeUnit: "SECONDS" } },
		integrityDetection: {
			...{ mode: "ENABLED", cacheDuration: { amount: 30, units: "HOURS" }, excludedPlatforms: ["GOOGLE"] },
			googlePlay: { verificationType: "GOOGLE", serviceAccountCredentials: "{}" },
		},
	};

	it.each<[string, object, object]>([
		[
			"WEB_APP",
			{
				...{ ...common, grantTypes: ["REFRESH_TOKEN", "AUTHORIZATION_CODE"], responseTypes: ["CODE"] },
				...{ tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC", allowWildcardInRedirectUris: true },
				...{ redirectUris: ["https://www.pingidentity.com/*"], pkceEnforcement: "S256_REQUIRED" },
				...{
					postLogoutRedirectUris: ["https://www.pingidentity.com/logout"],
					homePageUrl: "https://www.pingidentity.com",
				},
				...{
					initiateLoginUri: "https://www.pingidentity.com/initiate",
					targetLinkUri: "https://www.pingidentity.com/t",
				},
				...{
					refreshTokenDuration: 3_000_000,
					refreshTokenRollingDuration: 30_000_000,
					refreshTokenType: "JSON_WEB_TOKEN",
				},
				...{ refreshTokenRollingGracePeriodDuration: 80_000, additionalRefreshTokenReplayProtectionEnabled: false },
				...{
					corsSettings: { behavior: "ALLOW_SPECIFIC_ORIGINS", origins: ["http://localhost", "https://*.example.com"] },
				},
				...{ parRequirement: "REQUIRED", parTimeout: 50, jwksUrl: "https://www.pingidentity.com/jwks" },
			},
			{ ...code, tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC" },
		],
		[
			"NATIVE_APP",
			{
				...common,
				...code,
				tokenEndpointAuthMethod: "NONE",
				mobile,
				devicePathId: "mobileApp",
				pkceEnforcement: "REQUIRED",
			},
			{ ...clientCredentials, mobile: { ...mobile, integrityDetection: { mode: "DISABLED" }, uriPrefix: undefined } },
		],
		[
			"SINGLE_PAGE_APP",
			{
				...common,
				...code,
				responseTypes: ["CODE"],
				pkceEnforcement: "S256_REQUIRED",
				tokenEndpointAuthMethod: "NONE",
			},
			{ ...code, responseTypes: ["CODE"], tokenEndpointAuthMethod: "NONE" },
		],
		[
			"WORKER",
			{
				...common,
				...clientCredentials,
				tags: ["PING_FED_CONNECTION_INTEGRATION"],
				supportUnsignedRequestObject: true,
			},
			clientCredentials,
		],
		["SERVICE", { ...common, ...clientCredentials, jwks: '{"keys":[]}' }, clientCredentials],
		[
			"CUSTOM_APP",
			{ ...common, ...code, responseTypes: ["CODE"], tokenEndpointAuthMethod: "CLIENT_SECRET_JWT", idpSignoff: true },
			{ ...clientCredentials, grantTypes: ["DEVICE_CODE"], tokenEndpointAuthMethod: "NONE" },
		],
	])("of OpenID Connect goes between full and minimal: %s", async (type, full, minimal) => {
		const bodies = [full, minimal, full].map((body) => ({ ...oidcDefaults, name: `Tf ${type}`, type, ...body }));
		const known = JSON.parse(JSON.stringify(bodies));
		const answers = await through("/applications", bodies as [object, ...object[]]);
		expect(answers).toMatchObject(known);
		const unset = Object.keys(full).filter((name) => !Object.hasOwn({ ...oidcDefaults, ...minimal }, name));
		for (const name of unset) expect(answers[1]).not.toHaveProperty(name);
	});

	it("of SAML points at keys and certificates, which stay while it does", async () => {
		const key = { algorithm: "RSA", keyLength: 2048, signatureAlgorithm: "SHA256withRSA", subjectDN: "CN=s" };
		const signing = await made("/keys", { ...key, name: "Saml", usageType: "SIGNING", validityPeriod: 365 });
		const certificate = (await uploadCertificate(["rsa:2048"], "0x1234")).body;
		const minimal = {
			...{ name: "Tf SAML", enabled: true, hiddenFromAppPortal: false, protocol: "SAML", type: "WEB_APP" },
			...{ acsUrls: ["https://bencathcart.com"], assertionDuration: 3600, spEntityId: "sp:entity:tf" },
			...{ assertionSigned: true, responseSigned: false, sloBinding: "HTTP_POST" },
		};
		const full = {
			...{ ...minimal, ...common, homePageUrl: "https://www.pingidentity.com", defaultTargetUrl: "https://t" },
			...{ idpSigning: { algorithm: "SHA256withRSA", key: { id: signing.id } }, nameIdFormat: "urn:email" },
			...{ spEncryption: { algorithm: "AES_256", certificate: { id: certificate.id } }, sloWindow: 3 },
			...{
				spVerification: { authnRequestSigned: true, certificates: [{ id: certificate.id }] },
				sloEndpoint: "https://s",
			},
			...{ corsSettings: { behavior: "ALLOW_NO_ORIGINS" }, enableRequestedAuthnContext: true },
			virtualServerIdSettings: { enabled: true, virtualServerIds: [{ vsId: "v", default: true }] },
		};
		const { id } = await made("/applications", full);
		for (const path of [`/keys/${signing.id}`, `/certificates/${certificate.id}`]) {
			expect(detailsOf(await client.delete(path))).toMatchObject([{ code: "CONSTRAINT_VIOLATION", target: "id" }]);
		}
		const strange = { authnRequestSigned: true, certificates: [{ id: signing.id }] };
		expect(detailsOf(await client.put(`/applications/${id}`, { ...full, spVerification: strange }))).toMatchObject([
			{ code: "INVALID_VALUE", target: "spVerification.certificates" },
		]);
		expect((await client.delete(`/applications/${id}`)).status).toBe(204);
		const answers = await through("/applications", [full, minimal, full]);
		expect(answers).toMatchObject([full, minimal, full]);
		for (const name of ["idpSigning", "spEncryption", "spVerification", "sloWindow", "homePageUrl"]) {
			expect(answers[1]).not.toHaveProperty(name);
		}
		expect((await client.delete(`/certificates/${certificate.id}`)).status).toBe(204);
	});

	const NAME_ID = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

	it("of WS-Federation, and a link, go between full and minimal", async () => {
		const key = { algorithm: "RSA", keyLength: 2048, signatureAlgorithm: "SHA256withRSA", subjectDN: "CN=w" };
		const signing = await made("/keys", { ...key, name: "WsFed", usageType: "SIGNING", validityPeriod: 365 });
		const gateway = await made("/gateways", { name: "WsFed", type: "LDAP", userTypes: [{ name: "Staff" }] });
		const [userType] = gateway.userTypes as { id: string }[];
		const wsFed = {
			...{ name: "Tf WS-Fed", enabled: true, hiddenFromAppPortal: false, protocol: "WS_FED", type: "WEB_APP" },
			...{ domainName: "my.updated.domain.name.com", replyUrl: "https://example.com" },
			...{ idpSigning: { algorithm: "SHA256withRSA", key: { id: signing.id } }, audienceRestriction: "urn:a" },
		};
		const kerberos = { gateways: [{ id: gateway.id, type: "LDAP", userType: { id: userType?.id } }] };
		const link = { ...{ name: "Tf link", enabled: true, hiddenFromAppPortal: false }, homePageUrl: "https://h" };
		const portal = { ...link, protocol: "EXTERNAL_LINK", type: "PORTAL_LINK_APP" };
		for (const [full, minimal, unset] of [
			[{ ...wsFed, kerberos, sloEndpoint: "https://s", subjectNameIdentifierFormat: NAME_ID }, wsFed, "kerberos"],
			[{ ...portal, description: "d", hiddenFromAppPortal: true }, portal, "description"],
		] as const) {
			const answers = await through("/applications", [full, minimal, full]);
			expect(answers).toMatchObject([full, minimal, full]);
			expect(answers[1]).not.toHaveProperty(unset);
		}
	});

	it("of the service is changed and set back, never made: pingone_system_application", async () => {
		for (const type of ["PING_ONE_SELF_SERVICE", "PING_ONE_PORTAL"]) {
			const before = (await listed("/applications")).find((one) => one.type === type);
			const { name, protocol, tokenEndpointAuthMethod, enabled } = before ?? ({} as Body);
			const body = { name, protocol, type, tokenEndpointAuthMethod, enabled, pkceEnforcement: "S256_REQUIRED" };
			const changed = await client.put(`/applications/${before?.id}`, { ...body, applyDefaultTheme: false });
			expect(changed).toMatchObject({ status: 200, body: { ...body, applyDefaultTheme: false } });
			expect((await client.put(`/applications/${before?.id}`, { ...before })).body).toMatchObject({ type, enabled });
		}
	});
});
