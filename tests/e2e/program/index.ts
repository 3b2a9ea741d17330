import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import * as pingone from "../../../providers/index.ts";

// Makes the objects that the file named by OBJECTS lists: [{ kind, name, args }]. In args, "@name" is the id of an
// object listed before, "@@text" a secret.

interface Listed {
	kind: keyof typeof classes;
	name: string;
	args: Record<string, unknown>;
	options?: pulumi.CustomResourceOptions;
	dependsOn?: string[];
}

const classes = {
	Application: pingone.Application,
	Resource: pingone.Resource,
	Scope: pingone.Scope,
	Grant: pingone.Grant,
	SignOnPolicy: pingone.SignOnPolicy,
	SignOnPolicyAction: pingone.SignOnPolicyAction,
	SignOnPolicyAssignment: pingone.SignOnPolicyAssignment,
	Population: pingone.Population,
	User: pingone.User,
};

const made = new Map<string, pulumi.CustomResource>();

function resolved(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(resolved);
	if (typeof value === "object" && value !== null) {
		return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolved(member)]));
	}
	if (typeof value !== "string" || !value.startsWith("@")) return value;
	return value.startsWith("@@") ? pulumi.secret(value.slice(2)) : made.get(value.slice(1))?.id;
}

export const ids: Record<string, pulumi.Output<string>> = {};
for (const { kind, name, args, options, dependsOn = [] } of JSON.parse(
	readFileSync(process.env.OBJECTS ?? "", "utf8"),
) as Listed[]) {
	const Class = classes[kind] as new (
		name: string,
		args: unknown,
		options?: pulumi.CustomResourceOptions,
	) => pulumi.CustomResource;
	const first = dependsOn.map((other) => made.get(other)).filter((other) => other !== undefined);
	const object = new Class(name, resolved(args), { ...options, dependsOn: first });
	made.set(name, object);
	ids[name] = object.id;
}
