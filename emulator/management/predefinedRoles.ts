/** An administrator role that every organization has. */
interface PredefinedRole {
	/** The same in all of PingOne, where it is known: clients write it into their programs. */
	id?: string;
	name: string;
	/** Over what it is assigned; environments unless told. */
	applicableTo?: string[];
}

/**
 * PingOne docs, "Roles": the built-in administrator roles. Ids and `applicableTo` as `GET /v1/roles` of the service was
 * recorded; the id of "Custom Roles Admin" is in the examples of the vendor's Terraform provider.
 */
export const PREDEFINED_ROLES: readonly PredefinedRole[] = [
	{ name: "Organization Admin", id: "1813bc13-8d13-4e88-a825-d40bfe82777b", applicableTo: ["ORGANIZATION"] },
	{
		name: "Environment Admin",
		id: "29ddce68-cd7f-4b2a-b6fc-f7a19553b496",
		applicableTo: ["ORGANIZATION", "ENVIRONMENT"],
	},
	{
		name: "Identity Data Admin",
		id: "0bd9c966-7664-4ac1-b059-0ff9293908e2",
		applicableTo: ["POPULATION", "ENVIRONMENT"],
	},
	{
		name: "Identity Data Read Only",
		id: "ce00e15f-f845-4df1-abf3-fdc4ff4e176c",
		applicableTo: ["POPULATION", "ENVIRONMENT"],
	},
	{ name: "Client Application Developer", id: "b5057d0d-7281-47f6-9398-8a7e4cb71397" },
	{ name: "Application Owner", applicableTo: ["APPLICATION", "ENVIRONMENT"] },
	{
		name: "Configuration Read Only",
		id: "7aba580c-5ec7-4b26-987d-85f462767455",
		applicableTo: ["ENVIRONMENT", "ORGANIZATION"],
	},
	{ name: "DaVinci Admin" },
	{ name: "DaVinci Admin Read Only" },
	{ name: "PingFederate Administrator" },
	{ name: "Custom Roles Admin", id: "6f770b08-793f-4393-b2aa-b1d1587a0324" },
];
