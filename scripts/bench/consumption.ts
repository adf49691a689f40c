import { measureIntake } from "./consumption-intake.ts";
import { measureSettle } from "./consumption-settle.ts";
import type { Benchmark } from "./report.ts";

/** What a till's orders cost: taken in over HTTP, then a day of them settled; of a thousand merchants and of one. */
export const consumption: Benchmark = async (place, options) => [
  ...(await measureIntake(place, options)),
  ...(await measureSettle(place, options)),
];
