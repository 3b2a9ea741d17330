import { type Context, Hono } from "hono";
import { setHeader } from "../answer.ts";
import { invalidData, notFound, requiredValue, unsupportedMediaType } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { mediaTypesOf } from "../request.ts";
import type { StoredObject } from "../store.ts";
import type { World } from "../world.ts";
import { type Collection, findIn, type Place, placeOf } from "./collection.ts";
import { answerCreated, collectionRoutes, refuseOtherMethods } from "./collectionRoutes.ts";
import { MULTIPART, readForm } from "./multipart.ts";
import { supporting } from "./supporting.ts";

/** Media types of uploads, and the format that answers name. */
const FORMATS: Readonly<Record<string, string>> = {
	"image/png": "png",
	"image/jpeg": "jpg",
	"image/jpg": "jpg",
	"image/gif": "gif",
};
const TYPES = Object.keys(FORMATS);

/** Images (PingOne API, "Images"): uploaded once, served back under a public URL, never changed. */
export const images = (world: World): Collection<JsonObject> =>
	supporting(world, {
		kind: "image",
		path: "images",
		without: ["PUT"],
		usedBy: ["icon.id"],
		present: (image, place) => ({ ...HIDDEN, targets: targetsOf(image, place) }),
	});

/** Kept of an image, and shown by `targets` or by the image itself. */
const HIDDEN = { contentType: undefined, content: undefined, width: undefined, height: undefined };

function targetsOf({ id, environment, body }: StoredObject, { environmentUrl }: Place): JsonObject {
	const { origin } = new URL(environmentUrl);
	const href = `${origin}/uploads/environments/${environment}/images/${id}`;
	const { contentType, width, height } = body;
	return { original: { id, href, type: FORMATS[String(contentType)], width, height } };
}

const bytesOf = ({ content }: JsonObject) => Buffer.from(String(content), "base64");

/** `/images`: the body of a POST is the image itself, or a form with one file. */
export function imageRoutes(world: World): Hono {
	const routes = new Hono();
	routes.post("/images", async (c) => {
		placeOf(world, c, images(world));
		return answerCreated(c, world, images(world), await uploadedImage(c));
	});
	return routes.route("/", collectionRoutes(world, images(world)));
}

async function uploadedImage(c: Context): Promise<JsonObject> {
	const types = mediaTypesOf(c);
	if (types.includes(MULTIPART)) {
		const { file } = await readForm(c);
		if (file instanceof File) return kept([file.type], await file.arrayBuffer());
		throw requiredValue("file");
	}
	return kept(types, await c.req.arrayBuffer());
}

async function kept(types: readonly string[], bytes: ArrayBuffer): Promise<JsonObject> {
	const contentType = TYPES.find((type) => types.includes(type));
	if (contentType === undefined) throw unsupportedMediaType(types.join(", "), TYPES);
	if (bytes.byteLength === 0) throw invalidData({ code: "EMPTY_VALUE", target: "file", message: "must not be empty" });
	return { contentType, content: Buffer.from(bytes).toString("base64"), ...(await sizeOf(new Uint8Array(bytes))) };
}

/** In pixels; nothing for bytes that do not say it. */
async function sizeOf(bytes: Uint8Array): Promise<JsonObject> {
	// Only here, because a start needs none of it.
	const { imageSize } = await import("image-size");
	try {
		const { width, height } = imageSize(bytes);
		return { width, height };
	} catch {
		return {};
	}
}

/** What PingOne serves on uploads.pingone.com: the uploaded bytes, to anybody. */
export function uploadRoutes(world: World): Hono {
	const routes = new Hono();
	routes.get("/environments/:environmentId/images/:id", (c) => {
		const { environmentId, id } = c.req.param();
		const image = findIn(world, "image", environmentId, id);
		if (!image) throw notFound();
		// What was uploaded is whatever its client said, and is served at the origin of the control plane.
		setHeader(c, "X-Content-Type-Options", "nosniff");
		return c.body(bytesOf(image.body), 200, { "Content-Type": String(image.body.contentType) });
	});
	refuseOtherMethods(routes, "/environments/:environmentId/images/:id", ["GET"]);
	return routes;
}
