import { z } from "zod";
import type { JsonObject } from "../../json.ts";
import { create, type Place } from "../../management/collection.ts";
import { importSchema } from "../../management/userSchema.ts";
import { users } from "../../management/users.ts";
import { setPassword } from "../../passwords.ts";
import type { StoredObject } from "../../store.ts";
import { validate } from "../../validate.ts";
import type { World } from "../../world.ts";
import { admit } from "../admission.ts";
import type { Flow } from "../flow.ts";
import { findUser, type User } from "../registered.ts";
import type { FlowAction } from "./flowAction.ts";

const schema = z.object({ username: z.string(), email: z.string(), password: z.string().min(1) });

/** Registers a new user (PingOne API, "Register User"), whose e-mail address is then to be verified. */
export const userRegister: FlowAction = {
	name: "user.register",
	run(world, flow, body) {
		const { username, email, password } = validate(schema, body);
		const lifecycle = { status: "VERIFICATION_REQUIRED" };
		const profile = { username, email, lifecycle, ...populationOf(flow) };
		return admit(world, flow, register(world, flow.environment, profile, password));
	},
};

/** By the rules of the users collection, all or nothing: a refused password leaves no user behind. */
function register(world: World, environmentId: string, profile: JsonObject, password: string): User {
	const created = (user: StoredObject) => setPassword(world, user, password);
	const collection = { ...users(world), schema: importSchema, created };
	const { id } = world.store.transaction(() => create(world, collection, placeIn(world, environmentId), profile));
	const user = findUser(world, id);
	if (!user) throw new Error(`user ${id} was not stored`);
	return user;
}

const populationOf = ({ offers }: Flow): JsonObject =>
	offers?.population === undefined ? {} : { population: { id: offers.population } };

/** URLs matter to answers only, and this place answers nobody. */
function placeIn(world: World, environmentId: string): Place {
	const environment = world.store.find("environment", environmentId);
	if (!environment) throw new Error(`no environment ${environmentId}`);
	return { environment, parent: environment, url: "", environmentUrl: "" };
}
