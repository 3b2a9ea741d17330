import { type Context, Hono } from "hono";
import { invalidValue, requiredValue, unsupportedMediaType } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { mediaTypesOf } from "../request.ts";
import type { World } from "../world.ts";
import { type Collection, placeOf } from "./collection.ts";
import { answerCreated, collectionRoutes } from "./collectionRoutes.ts";
import { MULTIPART, readForm } from "./multipart.ts";
import { supporting } from "./supporting.ts";
import { validityStatus } from "./validity.ts";
import { certificateFrom, described } from "./x509.ts";

/** Certificates of others (PingOne API, "Certificate Management"), uploaded as PEM or DER files. */
export const certificates = (world: World): Collection<JsonObject> =>
	supporting(world, {
		kind: "certificate",
		path: "certificates",
		without: ["PUT"],
		usedBy: ["spEncryption.certificate.id", "spVerification.certificates"],
		present: ({ body }) => ({
			default: false,
			serialNumber: exactly(String(body.serialNumber)),
			status: validityStatus(world.clock.now(), Date.parse(String(body.startsAt)), Date.parse(String(body.expiresAt))),
		}),
	});

declare global {
	interface JSON {
		/** Text that `stringify` puts into its own as it is (ECMAScript proposal "JSON.parse source text access"). */
		rawJSON(text: string): unknown;
	}
}

/** An integer of twenty bytes, which no number of this language holds; the vendor's SDK reads one from the JSON. */
const exactly = (digits: string): number => JSON.rawJSON(digits) as number;

/** `/certificates`: made by upload, never changed. */
export function certificateRoutes(world: World): Hono {
	const routes = new Hono();
	routes.post("/certificates", async (c) => {
		placeOf(world, c, certificates(world));
		return answerCreated(c, world, certificates(world), await uploaded(c));
	});
	return routes.route("/", collectionRoutes(world, certificates(world)));
}

async function uploaded(c: Context): Promise<JsonObject> {
	const { usageType, bytes } = await uploadedFile(c);
	const certificate = certificateFrom(bytes);
	if (!certificate) throw invalidValue("file", "is not a certificate in PEM or DER form");
	const serialNumber = BigInt(`0x${certificate.serialNumber}`).toString();
	return { ...described(certificate), serialNumber, usageType };
}

/** The form by which certificates and keys come in: a file, what it is for, and for keys its password. */
export async function uploadedFile(c: Context): Promise<{ usageType: string; bytes: Buffer; password: string }> {
	if (!mediaTypesOf(c).includes(MULTIPART)) throw unsupportedMediaType(c.req.header("content-type"), [MULTIPART]);
	const { file, usageType, password = "" } = await readForm(c);
	if (!(file instanceof File)) throw requiredValue("file");
	if (typeof usageType !== "string" || usageType === "") throw requiredValue("usageType");
	return { usageType, bytes: Buffer.from(await file.arrayBuffer()), password: String(password) };
}
