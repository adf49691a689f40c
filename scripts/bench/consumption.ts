import { measureSettle } from "./consumption-settle.ts";
import type { Benchmark } from "./report.ts";

/** What a till's orders cost: a day of them settled, of one merchant and of a thousand. */
export const consumption: Benchmark = measureSettle;
