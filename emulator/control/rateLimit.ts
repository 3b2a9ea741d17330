import type { World } from "../world.ts";
import type { Effect } from "./strike.ts";

/** A bucket of requests that fills again with time. */
interface Bucket {
	left: number;
	/** When that much was left, in ms. */
	at: number;
}

interface Rate {
	requestsPerSecond: number;
	burst?: number | undefined;
}

/** Limits requests as PingOne does: for each licence, whatever environments share it (PingOne docs, "Rate limits"). */
export function createRateLimit(world: World, rate: Rate): Effect {
	const buckets = new Map<string, Bucket>();
	return (_method, path) => {
		const licence = licenceOf(world, path);
		const bucket = filled(buckets.get(licence), rate, world.clock.now());
		const allowed = bucket.left >= 1;
		buckets.set(licence, allowed ? { ...bucket, left: bucket.left - 1 } : bucket);
		return allowed ? undefined : { status: 429, retryAfterSeconds: secondsToOne(bucket, rate) };
	};
}

function filled(before: Bucket | undefined, { requestsPerSecond, burst }: Rate, now: number): Bucket {
	const room = burst ?? Math.max(1, requestsPerSecond);
	if (!before) return { left: room, at: now };
	const gained = (Math.max(0, now - before.at) / 1000) * requestsPerSecond;
	return { left: Math.min(room, before.left + gained), at: now };
}

const secondsToOne = ({ left }: Bucket, { requestsPerSecond }: Rate): number =>
	Math.max(1, Math.ceil((1 - left) / requestsPerSecond));

const ENVIRONMENT = /^\/(?:v1\/environments\/)?([0-9a-f-]{36})(?:\/|$)/;

/** Requests of no environment count together. */
function licenceOf(world: World, path: string): string {
	const environment = world.store.find("environment", ENVIRONMENT.exec(path)?.[1] ?? "");
	const license = environment?.body.license as { id?: string } | undefined;
	return license?.id ?? "";
}
