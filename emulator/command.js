import { enableCompileCache } from "node:module";

// JavaScript, because node loads what strips types for the first TypeScript file that its cache does not hold: with the
// cache on before any is asked for, a start needs none of it from the second one on.
enableCompileCache();
await import("./main.ts");
