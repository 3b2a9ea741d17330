import { z } from "zod";
import { type Context, integer, refuse, text } from "./fields.ts";

/** What a client may write on the `mobile` settings of a native application (PingOne API, "Application Operations"). */

/** "Between a minimum of 1 minute and a maximum of 48 hours." */
const LONGEST = { MINUTES: 48 * 60, HOURS: 48 };

const cacheDuration = z
	.object({ amount: integer(1).optional(), units: z.enum(["MINUTES", "HOURS"]).optional() })
	.superRefine(({ amount = 1, units = "MINUTES" }, ctx) => {
		if (amount > LONGEST[units]) refuse(ctx, "amount", "must be at most 48 hours", "OUT_OF_RANGE");
	});

const googlePlay = z
	.object({
		decryptionKey: text.optional(),
		serviceAccountCredentials: text.optional(),
		verificationKey: text.optional(),
		verificationType: z.enum(["GOOGLE", "INTERNAL"]).optional(),
	})
	.superRefine((play, ctx) => {
		const needed = play.verificationType ? NEEDED[play.verificationType] : [];
		for (const name of needed) {
			if (play[name] === undefined) refuse(ctx, name, `is needed for ${play.verificationType}`, "REQUIRED_VALUE");
		}
	});

/** What each way to verify a verdict of Google Play needs. */
const NEEDED = {
	GOOGLE: ["serviceAccountCredentials"],
	INTERNAL: ["decryptionKey", "verificationKey"],
} as const;

const integrityDetection = z
	.object({
		mode: z.enum(["ENABLED", "DISABLED"]).optional(),
		excludedPlatforms: z
			.array(z.enum(["IOS", "GOOGLE"]))
			.max(1)
			.optional(),
		cacheDuration: cacheDuration.optional(),
		googlePlay: googlePlay.optional(),
	})
	.superRefine((detection, ctx) => {
		if (detection.mode === "ENABLED") checkEnabled(detection, ctx);
	});

interface Detection {
	cacheDuration?: { amount?: number | undefined } | undefined;
	excludedPlatforms?: string[] | undefined;
	googlePlay?: object | undefined;
}

function checkEnabled({ cacheDuration, excludedPlatforms = [], googlePlay }: Detection, ctx: Context): void {
	if (cacheDuration?.amount === undefined) {
		refuse(ctx, "cacheDuration", "must be set when the mode is ENABLED", "REQUIRED_VALUE");
	}
	if (!googlePlay && !excludedPlatforms.includes("GOOGLE")) {
		refuse(ctx, "googlePlay", "is needed unless GOOGLE is an excluded platform", "REQUIRED_VALUE");
	}
}

const push = z.object({
	numberMatching: z.object({ type: z.enum(["SELECT_NUMBER", "ENTER_MANUALLY"]).optional() }).optional(),
});

export const mobile = z.object({
	bundleId: text.optional(),
	packageName: text.optional(),
	huaweiAppId: text.optional(),
	huaweiPackageName: text.optional(),
	passcodeGracePeriod: integer(1, 10).optional(),
	passcodeRefreshDuration: z.object({ duration: integer(30, 60), timeUnit: z.enum(["SECONDS"]) }).optional(),
	integrityDetection: integrityDetection.optional(),
	push: push.optional(),
	uriPrefix: text.optional(),
});
