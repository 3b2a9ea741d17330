import * as pulumi from "@pulumi/pulumi";
import * as pingone from "./providers/index.ts";

// PingOne's "Get a token for custom resource access", steps 1 to 11: a web application may read orders
// from one API, for users who sign in with a password. Steps 12 to 17 are `npm run verify`.

const config = new pulumi.Config();

// What `npm run verify` needs to know is exported where it becomes known.
export const { environmentId, authUrl } = pingone.connection();

// 1, 2: the application, and its secret as an output.
export const redirectUri = config.get("redirectUri") ?? "https://portal.example.com/callback";
const portal = new pingone.Application("Orders portal", {
	description: "The web application that calls the Orders API",
	type: "WEB_APP",
	grantTypes: ["AUTHORIZATION_CODE"],
	redirectUris: [redirectUri],
	tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
	pkceEnforcement: "S256_REQUIRED",
});
export const applicationId = portal.id;
export const clientSecret = portal.secret;
export const tokenEndpointAuthMethod = portal.tokenEndpointAuthMethod;

// 3: the API as a resource: its audience and how long its tokens live.
const orders = new pingone.Resource("Orders API", {
	description: "Orders of the shop",
	audience: config.get("audience") ?? "https://api.orders.example.com",
	accessTokenValiditySeconds: 1800,
});
export const resourceId = orders.id;
export const resourceSecret = orders.secret;
export const audience = orders.audience;
export const accessTokenValiditySeconds = orders.accessTokenValiditySeconds;

// 4: what a token may do there.
const readOrders = new pingone.Scope("orders:read", { resourceId: orders.id, description: "Read orders" });
export const scope = readOrders.name;

// 5: the application may ask for it.
new pingone.Grant("portal reads orders", {
	applicationId: portal.id,
	resourceId: orders.id,
	scopeIds: [readOrders.id],
});

// 6, 7: users sign in with username and password.
const policy = new pingone.SignOnPolicy("Orders_Login", { description: "Username and password" });
export const signOnPolicyName = policy.name;
const login = new pingone.SignOnPolicyAction("login", { signOnPolicyId: policy.id, type: "LOGIN" });

// 8: this application uses that policy; only once it can sign somebody in.
new pingone.SignOnPolicyAssignment(
	"portal login",
	{ applicationId: portal.id, signOnPolicyId: policy.id, priority: 1 },
	{ dependsOn: login },
);

// 9, 10, 11: a population, and one user in it with a password.
const customers = new pingone.Population("Orders customers", { description: "People who order" });
const customer = new pingone.User("customer", {
	username: config.get("username") ?? "orders.customer",
	email: config.get("email") ?? "orders.customer@example.com",
	name: { given: "Orders", family: "Customer" },
	populationId: customers.id,
	password: config.requireSecret("password"),
});

export const username = customer.username;
export const password = customer.password;
