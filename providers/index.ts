export { SignOnPolicyAction, type SignOnPolicyActionArgs, type SignOnPolicyActionType } from "./action.ts";
export {
	Application,
	type ApplicationArgs,
	type ApplicationType,
	type GrantType,
	type ResponseType,
	type TokenEndpointAuthMethod,
} from "./application.ts";
export { SignOnPolicyAssignment, type SignOnPolicyAssignmentArgs } from "./assignment.ts";
export type { EnvironmentArgs } from "./base.ts";
export { type Connection, connection } from "./connection.ts";
export { Grant, type GrantArgs } from "./grant.ts";
export { SignOnPolicy, type SignOnPolicyArgs } from "./policy.ts";
export { Population, type PopulationArgs } from "./population.ts";
export { Resource, type ResourceArgs } from "./resource.ts";
export { Scope, type ScopeArgs } from "./scope.ts";
export { User, type UserArgs } from "./user.ts";
