/**
 * Claims of each OpenID Connect scope (OpenID Connect Core 5.4) and the mapping that they have in a new environment. Each
 * is a PREDEFINED attribute of the `openid` resource, under this name; a client can change where its value comes from.
 */
export const PREDEFINED_CLAIMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	profile: {
		name: "${user.name.formatted}",
		given_name: "${user.name.given}",
		family_name: "${user.name.family}",
		middle_name: "${user.name.middle}",
		nickname: "${user.nickname}",
		preferred_username: "${user.username}",
		picture: "${user.photo.href}",
		locale: "${user.locale}",
		zoneinfo: "${user.timezone}",
		updated_at: "${user.updatedAt}",
	},
	email: { email: "${user.email}", email_verified: "${user.emailVerified}" },
	phone: { phone_number: "${user.primaryPhone}" },
	address: {
		"address.street_address": "${user.address.streetAddress}",
		"address.locality": "${user.address.locality}",
		"address.region": "${user.address.region}",
		"address.postal_code": "${user.address.postalCode}",
		"address.country": "${user.address.countryCode}",
	},
};
