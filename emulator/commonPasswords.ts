/** The head of the public lists of leaked passwords: enough to meet `excludesCommonlyUsed`, not a copy of the service's list. */
export const COMMONLY_USED: ReadonlySet<string> = new Set(
	`password passwort passw0rd motdepasse contraseña 123456 1234567 12345678 123456789 1234567890 12345 111111 000000
	123123 654321 666666 121212 abc123 a1b2c3 qwerty qwertyuiop qwerty123 asdfgh asdfghjkl zxcvbn zxcvbnm 1q2w3e 1q2w3e4r
	1qaz2wsx qazwsx letmein welcome login admin administrator root master superman batman iloveyou princess sunshine shadow
	monkey dragon football baseball hello whatever trustno1 starwars freedom michael jennifer secret changeme default guest
	test testing`.split(/\s+/),
);
