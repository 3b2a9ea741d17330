import { Hono } from "hono";
import { z } from "zod";
import { timestamp } from "../clock.ts";
import { constraintViolation, notEmulated } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { mediaTypesOf, validate } from "../request.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import type { Collection } from "./collection.ts";
import { answerReplaced, collectionRoutes } from "./collectionRoutes.ts";
import { integer, text } from "./fields.ts";
import { requireUnused } from "./supporting.ts";
import { validityStatus } from "./validity.ts";

const usageType = z.enum(["ENCRYPTION", "SIGNING", "SSL/TLS", "ISSUANCE", "OUTBOUND_MTLS"]);

const newKey = z.object({
	name: text,
	algorithm: z.enum(["RSA", "EC", "UNKNOWN"]),
	keyLength: integer(1),
	signatureAlgorithm: z.enum([
		"SHA256withRSA",
		"SHA384withRSA",
		"SHA512withRSA",
		"SHA256withECDSA",
		"SHA384withECDSA",
		"SHA512withECDSA",
	]),
	subjectDN: text,
	usageType,
	validityPeriod: integer(1),
	issuerDN: text.optional(),
	default: z.boolean().optional(),
	serialNumber: z.int().optional(),
	customCRL: z
		.string()
		.regex(/^http:\/\/[a-zA-Z0-9.\-/]*$/)
		.optional(),
});

/** A PUT says less than a POST: what the key is stays as it was made. */
const changedKey = z.object({ default: z.boolean(), usageType, issuerDN: text.optional() });

type Key = z.infer<typeof newKey> & { startsAt: string; serialNumber: number };

const DAY = 86_400_000;

/** Keys (PingOne API, "Certificate Management"): described and kept; tokens are signed with the emulator's own key. */
export const keys = (world: World): Collection<z.infer<typeof newKey>, Key> => ({
	kind: "key",
	path: "keys",
	schema: newKey,
	unique: { target: "name", key: ({ name }) => name },
	prepare: (body, _place, before) => ({
		...body,
		default: body.default === true || before?.body.default === true,
		issuerDN: body.issuerDN ?? body.subjectDN,
		serialNumber: body.serialNumber ?? Number.parseInt(world.ids.uuid().slice(0, 8), 16),
		startsAt: String(before?.body.startsAt ?? timestamp(world.clock.now())),
	}),
	saved: (object) => takeDefaultOfUsage(world, object),
	refuseDelete: ({ id, body }) => {
		if (body.default === true) throw constraintViolation("default", "The default key cannot be deleted");
		requireUnused(world, "key", id, ["kerberos.key.id", "idpSigning.key.id"]);
	},
	present: (object) => validity(world, object),
});

function validity(world: World, { body }: StoredObject): JsonObject {
	const startsAt = Date.parse(String(body.startsAt));
	const expiresAt = startsAt + Number(body.validityPeriod) * DAY;
	return { expiresAt: timestamp(expiresAt), status: validityStatus(world.clock.now(), startsAt, expiresAt) };
}

/** There is one default key for each usage. */
function takeDefaultOfUsage(world: World, key: StoredObject): void {
	if (key.body.default !== true) return;
	for (const other of world.store.list(key.kind, key.parent)) {
		if (other.id === key.id || other.body.default !== true || other.body.usageType !== key.body.usageType) continue;
		world.store.setBody(other.id, { ...other.body, default: false });
	}
}

/** `/keys`: a PUT takes fewer attributes than a POST; files are neither taken nor given. */
export function keyRoutes(world: World): Hono {
	const routes = new Hono();
	routes.post("/keys", (c, next) => {
		if (mediaTypesOf(c).includes("multipart/form-data")) throw notEmulated("Importing a key from a PKCS #12 file");
		return next();
	});
	routes.get("/keys/:id", (c, next) => {
		if (/x-x509-ca-cert|x-pkcs7-certificates/.test(c.req.header("accept") ?? "")) {
			throw notEmulated("Exporting the certificate of a key");
		}
		return next();
	});
	routes.put("/keys/:id", (c) => answerReplaced(c, world, keys(world), changed));
	return routes.route("/", collectionRoutes(world, keys(world)));
}

const changed = (before: JsonObject, sent: JsonObject): JsonObject => ({ ...before, ...validate(changedKey, sent) });
