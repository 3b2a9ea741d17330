import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/** The address a request came from. As for links, what a proxy says counts: everything else here comes from 127.0.0.1. */
export const remoteIpOf = (c: Context): string | undefined =>
	c.req.header("x-forwarded-for")?.split(",")[0]?.trim() ?? getConnInfo(c).remote.address;
