// A thread starts without the loader that lets Node read TypeScript; the rest is statement-thread.ts.
import { register } from "tsx/esm/api";

register();
await import("./statement-thread.ts");
