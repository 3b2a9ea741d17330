import { join } from "node:path";
import { type Benchmark, type Scale, scaled } from "../benchmark.ts";
import { type Figure, ratioOf } from "../figures.ts";
import { newFolder } from "../folder.ts";
import { type Load, load, percentile, type Task } from "../load.ts";
import { type ServerProcess, startServer } from "../serverProcess.ts";
import { fillTenant, startEmulatorProcess } from "../tenant.ts";
import { type OidcProviderReady, oidcProviderSignIn, withoutPages, withPages } from "./oidcProvider.ts";
import { pingoneSignIn } from "./pingone.ts";

const CLIENTS = 16;
const SIGN_INS = 1500;
const USERS = 50;
const OIDC_PROVIDER = "bench/signIns/oidcProviderServer.ts";

/** Complete sign-ins of six requests and two RS256 signatures, beside oidc-provider and a server without rules. */
export const signIns: Benchmark = {
	name: "signIns",
	title: `complete sign-ins (the emulator's and the bare server's are six requests), ${CLIENTS} clients with keep-alive and PKCE, an access and an ID token each`,
	measure,
};

interface Contender {
	process: ServerProcess<unknown>;
	origin: string;
	signIn: Task;
	rate: Figure;
	p99: Figure;
}

async function measure(scale: Scale): Promise<Figure[]> {
	const [inMemory, withFile, provider, provider6, bare] = await Promise.all([
		emulator(),
		onDisk(),
		oidcProvider(),
		sixRequests(),
		bareServer(),
	]);
	const contenders = [inMemory, withFile, provider, provider6, bare];
	const count = scaled(scale, SIGN_INS, CLIENTS);
	// The first run of each warms its code up and is not counted.
	for (const contender of contenders) await signInsOf(contender, count);
	for (let run = 0; run < scale.runs; run++) {
		for (const contender of contenders) {
			const { rate, latencies } = await signInsOf(contender, count);
			contender.rate.values.push(rate);
			contender.p99.values.push(percentile(latencies, 0.99));
		}
	}
	for (const { process } of contenders) await process.stop();
	return [
		...contenders.map(({ rate }) => rate),
		ratioOf("emulator / oidc-provider", inMemory.rate, provider.rate, { atLeast: 2.5 }),
		ratioOf("emulator / oidc-provider in six requests", inMemory.rate, provider6.rate),
		ratioOf("emulator / bare server", inMemory.rate, bare.rate, { atLeast: 0.6 }),
		ratioOf("emulator with a data file / emulator", withFile.rate, inMemory.rate),
		...contenders.map(({ p99 }) => p99),
	];
}

const signInsOf = ({ origin, signIn }: Contender, count: number): Promise<Load> => load(origin, CLIENTS, count, signIn);

function contender(name: string, process: ServerProcess<unknown>, origin: string, signIn: Task): Contender {
	const rate: Figure = { name, unit: "/s", values: [] };
	return { process, origin, signIn, rate, p99: { name: `${name}, p99`, unit: "ms", values: [] } };
}

async function emulator(name = "emulator", ...options: string[]): Promise<Contender> {
	const process = await startEmulatorProcess(...options);
	const to = await fillTenant(process.ready, USERS);
	return contender(name, process, to.origin, pingoneSignIn(to));
}

const onDisk = (): Promise<Contender> =>
	emulator("emulator with a data file", "--data", join(newFolder(), "emulator.db"));

async function oidcProvider(): Promise<Contender> {
	const process = await startServer<OidcProviderReady>(OIDC_PROVIDER);
	const signIn = oidcProviderSignIn(process.ready, withPages);
	return contender("oidc-provider", process, process.ready.origin, signIn);
}

async function sixRequests(): Promise<Contender> {
	const process = await startServer<OidcProviderReady>(OIDC_PROVIDER, "six-requests");
	const signIn = oidcProviderSignIn(process.ready, withoutPages);
	return contender("oidc-provider in six requests", process, process.ready.origin, signIn);
}

async function bareServer(): Promise<Contender> {
	const process = await startServer<{ origin: string }>("bench/signIns/bareServer.ts");
	const { origin } = process.ready;
	const client = { clientId: "portal", clientSecret: "secret", redirectUri: "https://portal.example.com/cb" };
	const to = { origin, environmentId: "bare", ...client, usernames: ["user"], password: "password" };
	return contender("bare server", process, origin, pingoneSignIn(to));
}
