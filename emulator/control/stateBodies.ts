import { z } from "zod";
import { DAY_MS, LAST_MOMENT } from "../clock.ts";
import type { ErrorDetail } from "../errors.ts";
import { targetOf } from "../validate.ts";
import { fault, type Placed } from "./placed.ts";
import { time } from "./stateTime.ts";

/** A key that came from a file may end within the day after: its validity is rounded to days. */
const endsInRange = ({ startsAt, validityPeriod }: { startsAt: string; validityPeriod: number }): boolean =>
	Date.parse(startsAt) + validityPeriod * DAY_MS <= LAST_MOMENT + DAY_MS;

/** What the emulator itself writes into bodies: no client can, so the schemas of the kinds do not ask for it. */
const WRITTEN: Record<string, z.ZodType> = {
	key: z
		.object({ startsAt: time, validityPeriod: z.number() })
		.refine(endsInRange, { path: ["validityPeriod"], error: "must end before the year 10000" }),
	certificate: z.object({
		startsAt: time,
		expiresAt: time,
		serialNumber: z.string().regex(/^\d+$/, "must be the digits of a number"),
	}),
	image: z.object({
		contentType: z.enum(["image/png", "image/jpeg", "image/jpg", "image/gif"]),
		content: z.string(),
	}),
	environment: z.object({ billOfMaterials: z.object({ products: z.array(z.object({ id: z.string() })) }) }),
};

/** What is missing or wrong in an object's body of that which the emulator wrote there. */
export function faultsInWritten({ at, kind, object }: Placed): ErrorDetail[] {
	const issues = WRITTEN[kind]?.safeParse(object.body).error?.issues ?? [];
	return issues.map(({ path, message }) => fault("INVALID_VALUE", `${at}.body.${targetOf(path)}`, message));
}
