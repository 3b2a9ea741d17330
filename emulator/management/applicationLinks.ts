import type { JsonObject } from "../json.ts";
import { isBuiltIn } from "./applicationFields.ts";
import type { Links } from "./collection.ts";
import { idIn } from "./fields.ts";

/** What an application has below its own address, by protocol and type, as answers of the service were recorded. */
export function ownLinks({ protocol, type }: JsonObject): Links {
	if (type === "PING_ONE_ADMIN_CONSOLE" || protocol === "EXTERNAL_LINK") return {};
	if (isBuiltIn(type)) return GRANTS;
	if (protocol !== "OPENID_CONNECT") return { ...ATTRIBUTES, ...GRANTS };
	return {
		...(type === "NATIVE_APP" && { metadata: "/metadata" }),
		...ATTRIBUTES,
		...(type === "NATIVE_APP" && { pushCredentials: "/pushCredentials" }),
		secret: "/secret",
		...GRANTS,
		...(type === "WORKER" && { roleAssignments: "/roleAssignments" }),
	};
}

const ATTRIBUTES: Links = { attributes: "/attributes" };
const GRANTS: Links = { grants: "/grants" };

/** What an application points at. */
export function linksToOthers({ signing }: JsonObject): Links {
	if (signing === undefined) return {};
	const { keyRotationPolicy } = signing as { keyRotationPolicy: unknown };
	return { keyRotationPolicy: `/keyRotationPolicies/${idIn(keyRotationPolicy)}` };
}
