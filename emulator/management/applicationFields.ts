import { z } from "zod";
import { pageUrl, reference, refuse, text, url } from "./fields.ts";

/** What applications of several protocols have in common (PingOne API, "Application Operations"). */

export const base = {
	name: text,
	enabled: z.boolean(),
	description: z.string().optional(),
	homePageUrl: url.optional(),
	loginPageUrl: pageUrl.optional(),
	icon: z.object({ id: text, href: text }).optional(),
	accessControl: z
		.object({
			role: z.object({ type: z.enum(["ADMIN_USERS_ONLY"]) }).optional(),
			group: z.object({ type: z.enum(["ANY_GROUP", "ALL_GROUPS"]), groups: z.array(reference).min(1) }).optional(),
		})
		.optional(),
	hiddenFromAppPortal: z.boolean().optional(),
};

/** Whether applications of that type are the service's own. */
export const isBuiltIn = (type: unknown): boolean => String(type).startsWith("PING_ONE_");

/** Which pages may call the application's endpoints; `most` is how many origins it may name. */
export const corsSettings = (most: number) =>
	z
		.object({
			behavior: z.enum(["ALLOW_NO_ORIGINS", "ALLOW_SPECIFIC_ORIGINS"]),
			origins: z.array(text).max(most).optional(),
		})
		.superRefine(({ behavior, origins = [] }, ctx) => {
			const specific = behavior === "ALLOW_SPECIFIC_ORIGINS";
			if (specific && origins.length === 0) refuse(ctx, "origins", "must not be empty", "EMPTY_VALUE");
			if (!specific && origins.length > 0) refuse(ctx, "origins", "is only for ALLOW_SPECIFIC_ORIGINS");
			origins.forEach((origin, index) => {
				if (ORIGIN.test(origin)) return;
				const message = "must be an http or https URL without a path";
				refuse(ctx, ["origins", index], message);
			});
		});

/** "The host may be a domain name or an IPv4 address"; what stands before the last two names may hold wildcards. */
const ORIGIN = /^https?:\/\/([a-z0-9*_-]+\.)*[a-z0-9_-]+(:\d{1,5})?$/i;

/** What an application of the integration catalog was made from. */
export const template = z.object({
	configuration: z.record(z.string(), z.string()),
	integration: reference,
	version: reference,
});
