import { z } from "zod";
import type { JsonObject } from "../json.ts";
import { ownObject } from "./ownSchema.ts";
import { time } from "./stateTime.ts";

const text = z.string();
const texts = z.array(text);
const anything = z.looseObject({});

const authorization = z.looseObject({
	...{ id: text, environment: text, clientId: text, userId: text, sessionId: text, acr: text },
	...{ scopes: texts, resources: texts, authTime: z.number() },
});

const request = z.looseObject({
	...{ clientId: text, redirectUri: text.optional(), responseMode: text },
	...{ responseTypes: texts, scopes: texts, resources: texts, prompt: texts },
});

/**
 * What a state document may hold besides objects: the kinds of entries that expire, with as much of their bodies as
 * whoever reads them counts on. What the emulator keeps about itself (its key, its clock, its first state) is no part of
 * a state.
 */
const BODIES: Record<string, z.ZodType> = {
	clientAssertion: anything,
	code: z.looseObject({ authorization, redirectUri: text.optional(), redeemed: z.boolean() }),
	endedSession: anything,
	flow: z.looseObject({
		...{ id: text, environment: text, request, step: z.int().min(0), status: text, sessionId: text },
		...{ username: text.optional(), userId: text.optional(), createdAt: z.number(), usedAt: z.number() },
		sentForm: z.looseObject({ id: text, secret: text.optional() }).optional(),
	}),
	lastSignOn: z.looseObject({ at: time, remoteIp: text.optional() }),
	message: z.looseObject({ environment: text, userId: text, recipient: text, purpose: text, code: text, sentAt: time }),
	oneTimeCode: z.looseObject({ code: text, failures: z.number(), expiresAt: z.number() }),
	pushedRequest: z.looseObject({ clientId: text, parameters: text }),
	refreshToken: z.looseObject({ authorization, issuedAt: z.number(), expiresAt: z.number() }),
	revokedAuthorization: anything,
	revokedToken: anything,
	session: z.looseObject({
		...{ id: text, environment: text, userId: text.optional(), authenticatedAt: z.number().optional() },
	}),
	token: z
		.looseObject({
			claims: z.looseObject({ exp: z.number(), iat: z.number() }),
			...{ clientId: text, use: z.enum(["access", "id"]), resources: texts },
			...{ authorizationId: text.optional(), userId: text.optional() },
		})
		// It ends with its user.
		.refine(({ authorizationId, userId }) => (authorizationId === undefined) === (userId === undefined), {
			path: ["userId"],
			error: "must be there as authorizationId is: whose the authorization was",
		}),
};

export const ENTRY_KINDS = Object.keys(BODIES);

/** What fits the schema, kept as it is: zod's copy would lack a member named `__proto__`. */
export const asIs = (schema: z.ZodType) =>
	z.custom<JsonObject>().superRefine((value, ctx) => {
		for (const { path, message } of schema.safeParse(value).error?.issues ?? []) {
			ctx.addIssue({ code: "custom", path, message });
		}
	});

const ofKind = (body: z.ZodType) => z.record(z.string(), ownObject({ expiresAt: time, body: asIs(body) }));

/** The entries of a state document, by kind and id. */
export const entries = z.strictObject(
	Object.fromEntries(Object.entries(BODIES).map(([kind, body]) => [kind, ofKind(body).optional()])),
	{
		error: ({ code, keys }) =>
			code === "unrecognized_keys"
				? `a state has no entries of kind ${(keys as string[]).join(", ")}, but of ${ENTRY_KINDS.join(", ")}`
				: undefined,
	},
);
