import type { html } from "hono/html";

/** Markup whose values were escaped as they were put in. */
export type Html = ReturnType<typeof html>;
