import type { Figure } from "./figures.ts";

/** How much is measured. */
export interface Scale {
	/** How often everything is repeated; the servers take turns within each. */
	runs: number;
	/** Multiplies the amount of work of a run: 1 for figures, next to nothing to see that a script works. */
	work: number;
}

/** One question about speed, with the peers that its answer is compared with. */
export interface Benchmark {
	name: string;
	title: string;
	measure(scale: Scale): Promise<Figure[]>;
}

/** `count` pieces of work at full scale, at least one a client. */
export const scaled = ({ work }: Scale, count: number, least = 1): number => Math.max(least, Math.round(count * work));
