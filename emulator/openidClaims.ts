/**
 * The claims of OpenID Connect Core 5.1 that each scope tells, and what the `openid` resource of a new environment maps them to:
 * the vendor's Terraform provider sets these values again when its own are destroyed. Without a value a claim is not told.
 */
export const OPENID_CLAIMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	profile: {
		name: "${user.name.formatted}",
		given_name: "${user.name.given}",
		family_name: "${user.name.family}",
		middle_name: "${user.name.middle}",
		nickname: "${user.nickname}",
		preferred_username: "${user.username}",
		profile: "",
		picture: "${user.photo.href}",
		website: "",
		gender: "",
		birthdate: "",
		zoneinfo: "${user.timezone}",
		locale: "${user.locale}",
		updated_at: "${#datetime.toUnixTimestamp(user.updatedAt)}",
	},
	email: { email: "${user.email}", email_verified: "" },
	address: {
		"address.formatted": "",
		"address.street_address": "${user.address.streetAddress}",
		"address.locality": "${user.address.locality}",
		"address.region": "${user.address.region}",
		"address.postal_code": "${user.address.postalCode}",
		"address.country": "${user.address.countryCode}",
	},
	phone: { phone_number: "${user.primaryPhone}", phone_number_verified: "" },
};
