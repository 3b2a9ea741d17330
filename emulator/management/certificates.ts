import { X509Certificate } from "node:crypto";
import { type Context, Hono } from "hono";
import { invalidData, invalidValue, unsupportedMediaType } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { mediaTypesOf } from "../request.ts";
import type { World } from "../world.ts";
import { type Collection, placeOf } from "./collection.ts";
import { answerCreated, collectionRoutes } from "./collectionRoutes.ts";
import { supporting } from "./supporting.ts";

const MULTIPART = "multipart/form-data";

/** Certificates of others (PingOne API, "Certificate Management"), uploaded as PEM or DER files. */
export const certificates = (world: World): Collection<JsonObject> =>
	supporting(world, {
		kind: "certificate",
		path: "certificates",
		without: ["PUT"],
		usedBy: ["spEncryption.certificate.id", "spVerification.certificates"],
	});

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
	if (!mediaTypesOf(c).includes(MULTIPART)) throw unsupportedMediaType(c.req.header("content-type"), [MULTIPART]);
	const { file, usageType } = await c.req.parseBody();
	if (!(file instanceof File)) throw required("file");
	if (typeof usageType !== "string" || usageType === "") throw required("usageType");
	return { ...described(Buffer.from(await file.arrayBuffer())), usageType };
}

const required = (target: string) => invalidData({ code: "REQUIRED_VALUE", target, message: "must not be null" });

const ALGORITHMS: Record<string, string> = { rsa: "RSA", ec: "EC" };

function described(file: Buffer): JsonObject {
	const { subject, issuer, serialNumber, validFromDate, validToDate, publicKey } = parsed(file);
	const { asymmetricKeyType = "", asymmetricKeyDetails = {} } = publicKey;
	return {
		name: nameIn(subject),
		algorithm: ALGORITHMS[asymmetricKeyType] ?? "UNKNOWN",
		...(asymmetricKeyDetails.modulusLength !== undefined && { keyLength: asymmetricKeyDetails.modulusLength }),
		subjectDN: distinguished(subject),
		issuerDN: distinguished(issuer),
		serialNumber: BigInt(`0x${serialNumber}`).toString(),
		startsAt: validFromDate.toISOString(),
		expiresAt: validToDate.toISOString(),
		validityPeriod: Math.round((validToDate.getTime() - validFromDate.getTime()) / 86_400_000),
	};
}

function parsed(file: Buffer): X509Certificate {
	try {
		return new X509Certificate(file);
	} catch {
		throw invalidValue("file", "is not a certificate in PEM or DER form");
	}
}

/** Node prints one attribute a line; a distinguished name is written in one, most particular first (RFC 4514). */
const distinguished = (name: string): string => name.split("\n").reverse().join(", ");

const nameIn = (subject: string): string => /^CN=(.*)$/m.exec(subject)?.[1] ?? distinguished(subject);
