import { loadEnvOrExit } from "#app/lib/env.server.ts";

// Entry points import this before anything else: other modules read the environment while they are loaded,
// and a wrong variable should be one clear line, not the stack of whichever module came first.
loadEnvOrExit();
