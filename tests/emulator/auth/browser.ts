import axios, { type AxiosRequestConfig, type AxiosResponse } from "axios";
import { CookieJar } from "tough-cookie";

/** Answers are judged by the test, whatever their status; redirects are not followed. */
const http = axios.create({ maxRedirects: 0, validateStatus: () => true, proxy: false });

/** One browser: it keeps cookies, and tells nobody else. */
export class Browser {
	readonly jar: CookieJar;

	constructor(jar = new CookieJar()) {
		this.jar = jar;
	}

	/** One with the cookies that this one has now. */
	copy(): Browser {
		return new Browser(this.jar.cloneSync());
	}

	get(url: string): Promise<AxiosResponse> {
		return this.#send({ method: "get", url });
	}

	/** Posts nothing: what there is to say stands in the URL. */
	post(url: string): Promise<AxiosResponse> {
		return this.#send({ method: "post", url });
	}

	/** Runs a flow action, chosen as PingOne does by the media type. */
	act(flowUrl: string, action: string, body: object): Promise<AxiosResponse> {
		return this.send(flowUrl, `application/vnd.pingidentity.${action}+json`, JSON.stringify(body));
	}

	/** Posts text of any media type. */
	send(url: string, mediaType: string, data: string): Promise<AxiosResponse> {
		return this.#send({ method: "post", url, data, headers: { "Content-Type": mediaType } });
	}

	async #send(config: AxiosRequestConfig & { url: string }): Promise<AxiosResponse> {
		const Cookie = await this.jar.getCookieString(config.url);
		const answer = await http.request({ ...config, headers: { ...config.headers, ...(Cookie && { Cookie }) } });
		for (const cookie of answer.headers["set-cookie"] ?? []) await this.jar.setCookie(cookie, config.url);
		return answer;
	}
}

/** A form without any cookie, as clients send it. */
export const postForm = (
	url: string,
	form: Record<string, string> | URLSearchParams | string,
	headers: Record<string, string> = {},
): Promise<AxiosResponse> =>
	http.post(url, typeof form === "string" ? form : new URLSearchParams(form).toString(), {
		headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
	});

export const get = (url: string, headers: Record<string, string> = {}): Promise<AxiosResponse> =>
	http.get(url, { headers });

/** The Location of a redirect. */
export function locationOf(answer: AxiosResponse): URL {
	if (answer.status !== 302) throw new Error(`no redirect but ${answer.status} ${JSON.stringify(answer.data)}`);
	return new URL(String(answer.headers.location));
}
