import { type Context, Hono } from "hono";
import { z } from "zod";
import { DAY_MS, LAST_MOMENT, timestamp } from "../clock.ts";
import { constraintViolation, invalidValue, notEmulated } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { mediaTypesOf } from "../request.ts";
import type { StoredObject } from "../store.ts";
import { validate } from "../validate.ts";
import type { World } from "../world.ts";
import { uploadedFile } from "./certificates.ts";
import { type Collection, type Listing, type Place, placeOf } from "./collection.ts";
import { answerCreated, answerReplaced, collectionRoutes } from "./collectionRoutes.ts";
import { isDefault, moveDefault } from "./default.ts";
import { integer, signatureAlgorithm, text } from "./fields.ts";
import { byAttribute } from "./filter.ts";
import { MULTIPART } from "./multipart.ts";
import { readFilter } from "./paging.ts";
import { requireUnused } from "./supporting.ts";
import { validityStatus } from "./validity.ts";
import { certificateIn, described } from "./x509.ts";

const usageType = z.enum(["ENCRYPTION", "SIGNING", "SSL/TLS", "ISSUANCE", "OUTBOUND_MTLS"]);

const newKey = z.object({
	name: text,
	algorithm: z.enum(["RSA", "EC", "UNKNOWN"]),
	keyLength: integer(1),
	signatureAlgorithm,
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

/** Keys (PingOne API, "Certificate Management"): described and kept; tokens are signed with the emulator's own key. */
export const keys = (world: World): Collection<z.infer<typeof newKey>, Key> => ({
	kind: "key",
	path: "keys",
	schema: newKey,
	unique: { target: "name", key: ({ name }) => name },
	prepare: (body, _place, before) => {
		if (before) requireUsageOfDefault(body, before);
		else requireFittingAlgorithm(body);
		const startsAt = String(before?.body.startsAt ?? timestamp(world.clock.now()));
		if (endOf(startsAt, body.validityPeriod) > LAST_MOMENT) {
			throw invalidValue("validityPeriod", "must end before the year 10000");
		}
		return {
			...body,
			default: isDefault(body, before),
			issuerDN: body.issuerDN ?? body.subjectDN,
			serialNumber: body.serialNumber ?? Number.parseInt(world.ids.uuid().slice(0, 8), 16),
			startsAt,
		};
	},
	// There is one default key for each usage.
	saved: (key) => moveDefault(world, key, ({ body }) => body.usageType === key.body.usageType),
	refuseDelete: ({ id, body }) => {
		if (body.default === true) throw constraintViolation("default", "The default key cannot be deleted");
		requireUnused(world, "key", id, ["kerberos.key.id", "idpSigning.key.id"]);
	},
	present: (object) => validity(world, object),
	list: (c, place) => listed(world, c, place),
});

/** Filtered by what is in force at the moment; nothing of it is stored (PingOne API, "Certificate Management"). */
function listed(world: World, c: Context, { parent }: Place): Listing {
	const where = readFilter(c, {
		...byAttribute(["algorithm"], ["eq"]),
		status: {
			operators: ["eq"],
			condition: (status) => ({ ids: idsOf(world, parent.id, status.toUpperCase()) }),
		},
	});
	const objects = world.store.list("key", parent.id, where && { where });
	return { objects, count: objects.length };
}

/** The keys whose validity is `status` by the clock. */
const idsOf = (world: World, environment: string, status: string): string[] =>
	world.store.list("key", environment).flatMap((key) => (validity(world, key).status === status ? [key.id] : []));

/** What a new key of each algorithm can be (PingOne API, "Certificate Management"); an unknown one can be anything. */
const FITTING = {
	RSA: { keyLengths: [2048, 3072, 4096, 7680], signature: /withRSA$/ },
	EC: { keyLengths: [224, 256, 384, 521], signature: /withECDSA$/ },
};

function requireFittingAlgorithm({ algorithm, keyLength, signatureAlgorithm }: z.infer<typeof newKey>): void {
	if (algorithm === "UNKNOWN") return;
	const { keyLengths, signature } = FITTING[algorithm];
	if (!keyLengths.includes(keyLength)) {
		throw invalidValue("keyLength", `of ${algorithm} keys must be one of ${keyLengths.join(", ")}`);
	}
	if (!signature.test(signatureAlgorithm)) {
		throw invalidValue("signatureAlgorithm", `${signatureAlgorithm} is not for ${algorithm} keys`);
	}
}

/** A usage stays without default key if the one it has goes to another. */
function requireUsageOfDefault({ usageType }: z.infer<typeof newKey>, { body: before }: StoredObject): void {
	if (before.default !== true || before.usageType === usageType) return;
	throw constraintViolation("usageType", `The key is the default for ${before.usageType}; make another one it first`);
}

/** In ms; a validity period is of days. */
const endOf = (startsAt: string, validityPeriod: number): number => Date.parse(startsAt) + validityPeriod * DAY_MS;

function validity(world: World, { body }: StoredObject): JsonObject {
	const startsAt = String(body.startsAt);
	const expiresAt = endOf(startsAt, Number(body.validityPeriod));
	return {
		expiresAt: timestamp(expiresAt),
		status: validityStatus(world.clock.now(), Date.parse(startsAt), expiresAt),
	};
}

/** Keys from a file: when they are good is the file's to say. */
const importedKeys = (world: World): Collection<ImportedKey, Key> => ({
	...keys(world),
	schema: importedKey,
	prepare: (body) => ({ default: false, ...body }),
});

const importedKey = newKey.extend({ startsAt: z.string(), serialNumber: z.int(), issuerDN: text });

type ImportedKey = z.infer<typeof importedKey>;

/** What a PKCS #12 file says of its key. The key itself is not kept: nothing here would use it. */
async function imported(c: Context): Promise<JsonObject> {
	const { usageType, bytes, password } = await uploadedFile(c);
	const certificate = await certificateIn(bytes, password);
	if (!certificate)
		throw invalidValue("file", "is not a PKCS #12 file of this password, with a key and its certificate");
	const said = described(certificate);
	if (said.subjectDN === "" || said.issuerDN === "")
		throw invalidValue("file", "must name the subject and the issuer of its key");
	// As much of it as an integer holds.
	const serialNumber = Number(BigInt.asUintN(53, BigInt(`0x${certificate.serialNumber}`)));
	return { ...said, serialNumber, usageType };
}

/** `/keys`: a PUT takes fewer attributes than a POST; files are taken and not given. */
export function keyRoutes(world: World): Hono {
	const routes = new Hono();
	routes.post("/keys", async (c, next) => {
		if (!mediaTypesOf(c).includes(MULTIPART)) return next();
		placeOf(world, c, keys(world));
		return answerCreated(c, world, importedKeys(world), await imported(c));
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
