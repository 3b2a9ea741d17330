/** A copy in an order of which each is as likely (Fisher and Yates); `random` draws from 0 to below 1. */
export function shuffled<T>(values: readonly T[], random: () => number = Math.random): T[] {
	const mixed = [...values];
	for (let last = mixed.length - 1; last > 0; last--) {
		const drawn = Math.floor(random() * (last + 1));
		[mixed[last], mixed[drawn]] = [mixed[drawn] as T, mixed[last] as T];
	}
	return mixed;
}
