import { timestamp } from "./clock.ts";
import type { JsonObject } from "./json.ts";
import { actions } from "./management/actions.ts";
import { applications } from "./management/applications.ts";
import { create, type Place } from "./management/collection.ts";
import { deviceAuthenticationPolicies } from "./management/deviceAuthenticationPolicies.ts";
import { keyRotationPolicies } from "./management/keyRotationPolicies.ts";
import { keys } from "./management/keys.ts";
import { languages, SYSTEM_LANGUAGES } from "./management/languages.ts";
import { passwordPolicies } from "./management/passwordPolicies.ts";
import { populations } from "./management/populations.ts";
import { PREDEFINED_ROLES } from "./management/predefinedRoles.ts";
import { signOnPolicies } from "./management/signOnPolicies.ts";
import { themes } from "./management/themes.ts";
import {
	API_RESOURCE,
	API_SCOPES,
	BUILT_IN_APPLICATIONS,
	DEFAULT_POPULATION,
	DEFAULT_THEME,
	KEY_ROTATION_POLICY,
	LOGIN,
	OPENID_ATTRIBUTES,
	OPENID_SCOPES,
	PASSWORD_POLICIES,
	signingKey,
	USER_ATTRIBUTES,
} from "./newEnvironment.ts";
import { secretOf, setSecret } from "./secrets.ts";
import { type Dump, FOR_EVER, type Kind, type StoredObject } from "./store.ts";
import { hasRoles } from "./worker.ts";
import type { World } from "./world.ts";

/** The worker application that may manage the environment, and the environment it stands in. */
export interface Worker {
	environmentId: string;
	clientId: string;
	clientSecret: string;
}

/** The furnished state as it was at first, which a reset goes back to. */
const FURNISHED = "furnished";

/**
 * Makes an organization with one furnished environment and its worker, once for each data file; then finds them. Where
 * clients left no worker it is the one that a reset brings back.
 */
export function furnish(world: World): Worker {
	const kept = furnishedWorker(world);
	return kept ? (findWorker(world) ?? kept) : world.store.transaction(() => furnishStore(world));
}

const furnishedWorker = (world: World): Worker | undefined =>
	world.store.findEntry(FURNISHED, "worker")?.body as Worker | undefined;

/**
 * A worker that can manage its environment as things are stored now: the furnished one, else the oldest, for an imported
 * state brings its own.
 */
export function findWorker(world: World): Worker | undefined {
	const furnished = world.store.find("application", furnishedWorker(world)?.clientId ?? "");
	return (
		(furnished && asWorker(world, furnished)) ?? applicationsOf(world).flatMap((one) => asWorker(world, one) ?? [])[0]
	);
}

const applicationsOf = ({ store }: World): StoredObject[] =>
	store
		.census()
		.filter(({ kind }) => kind === "application")
		.flatMap(({ environment, kind }) => store.listAll(kind, environment))
		.sort((a, b) => a.seq - b.seq);

function asWorker(world: World, application: StoredObject): Worker | undefined {
	const { id: clientId, environment: environmentId, body } = application;
	if (body.type !== "WORKER" || body.enabled !== true || !hasRoles(world, application)) return undefined;
	const clientSecret = secretOf(world, clientId)?.secret;
	return clientSecret === undefined ? undefined : { environmentId, clientId, clientSecret };
}

/** Back to the state after the first start, with the same ids and secrets: clients need not be told. */
export function refurnish({ store }: World): void {
	const kept = store.findEntry(FURNISHED, "state");
	if (!kept) throw new Error("the store was never furnished");
	store.restore(kept.body as Dump);
}

function furnishStore(world: World): Worker {
	const { store, ids } = world;
	const root = { environment: "", parent: "" };
	// Drawn first, so that what is furnished besides never changes who the worker is.
	const worker: Worker = { environmentId: ids.uuid(), clientId: ids.uuid(), clientSecret: ids.secret(64) };
	const license = { id: ids.uuid(), ...LICENSE, beginsAt: timestamp(world.clock.now()) };
	const roles = PREDEFINED_ROLES.map((role) => ({ id: ids.uuid(), applicableTo: ["ENVIRONMENT"], ...role }));
	const body = { name: "Emulated", licenses: [license], roles };
	const organization = store.insert({ ...root, id: ids.uuid(), kind: "organization", body });
	const environment = furnishEnvironment(world, organization, worker.environmentId, {
		name: "emulated-sandbox",
		description: "Runs on this machine only",
		type: "SANDBOX",
		region: "NA",
		license: { id: license.id },
		billOfMaterials: { products: [{ id: ids.uuid(), type: "PING_ONE_BASE" }] },
	});
	create(world, applications(world), placeIn(environment), WORKER, worker.clientId);
	setSecret(world, worker.clientId, worker.clientSecret);
	store.putEntry(FURNISHED, "worker", { ...worker }, FOR_EVER);
	store.putEntry(FURNISHED, "state", { ...store.dump() }, FOR_EVER);
	return worker;
}

/** Makes an environment with all that a new one of PingOne holds. */
export function furnishEnvironment(
	world: World,
	organization: StoredObject,
	id: string,
	body: JsonObject,
): StoredObject {
	const environment = world.store.insert({
		id,
		kind: "environment",
		environment: id,
		parent: organization.id,
		key: String(body.name),
		body: { ...body, organization: { id: organization.id }, status: "ACTIVE" },
	});
	const place = placeIn(environment);
	furnishSupportingKinds(world, place);
	for (const policy of PASSWORD_POLICIES) create(world, passwordPolicies(world), place, policy);
	create(world, populations(world), place, DEFAULT_POPULATION);
	furnishSignOnPolicies(world, place);
	const openid = builtIn(world, environment, "resource", { name: "openid", type: "OPENID_CONNECT" });
	const api = builtIn(world, environment, "resource", { name: "PingOne API", type: "PINGONE_API", ...API_RESOURCE });
	for (const name of OPENID_SCOPES) builtIn(world, openid, "scope", { name });
	for (const attribute of OPENID_ATTRIBUTES) builtIn(world, openid, "attribute", attribute);
	for (const scope of API_SCOPES) builtIn(world, api, "scope", scope);
	for (const body of BUILT_IN_APPLICATIONS) builtIn(world, environment, "application", body);
	create(world, keyRotationPolicies(world), place, KEY_ROTATION_POLICY);
	return environment;
}

/** What the main kinds need to point at: a theme, a language, a key, an MFA policy, the User schema. */
function furnishSupportingKinds(world: World, place: Place): void {
	const { environment } = place;
	create(world, themes(world), place, DEFAULT_THEME);
	for (const [locale, name] of Object.entries(SYSTEM_LANGUAGES)) {
		const first = locale === "en";
		create(world, languages(world), place, { locale, name, enabled: first, default: first });
	}
	create(world, keys(world), place, signingKey(String(environment.body.name)));
	create(world, deviceAuthenticationPolicies(world), place, { name: "Default MFA Policy", default: true });
	const schema = builtIn(world, environment, "schema", { name: "User", description: "User Schema" });
	for (const attribute of USER_ATTRIBUTES) builtIn(world, schema, "schemaAttribute", attribute);
}

function furnishSignOnPolicies(world: World, place: Place): void {
	const single = create(world, signOnPolicies(world), place, { name: "Single_Factor", default: true });
	const multi = create(world, signOnPolicies(world), place, { name: "Multi_Factor" });
	const steps = actions(world);
	create(world, steps, { ...place, parent: single }, LOGIN);
	create(world, steps, { ...place, parent: multi }, LOGIN);
	create(world, steps, { ...place, parent: multi }, { type: "MULTI_FACTOR_AUTHENTICATION", priority: 2 });
}

/** What clients cannot create goes past the collections' rules. */
function builtIn(world: World, parent: StoredObject, kind: Kind, body: JsonObject): StoredObject {
	const { environment, id } = parent;
	return world.store.insert({ id: world.ids.uuid(), kind, environment, parent: id, key: String(body.name), body });
}

/** URLs matter to answers only, and furnishing answers nobody. */
const placeIn = (environment: StoredObject): Place => ({
	environment,
	parent: environment,
	url: "",
	environmentUrl: "",
});

const WORKER = {
	name: "Emulator worker",
	description: "Manages the environment for the programs of this machine",
	enabled: true,
	protocol: "OPENID_CONNECT",
	type: "WORKER",
	grantTypes: ["CLIENT_CREDENTIALS"],
	tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC",
};

const LICENSE = { name: "Emulated licence", package: "INTERNAL", status: "ACTIVE" };
