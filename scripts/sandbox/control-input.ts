import { isDay } from "./clock.ts";
import { DELIVER_MODES, type DeliverMode } from "./delivery.ts";
import type { Merchant } from "./merchants.ts";
import { fenOf } from "./money.ts";
import type { SandboxState } from "./state.ts";

/** A control request that cannot be carried out; answered with 400 (or 404) and the reason. */
export class ControlRefused extends Error {
  constructor(
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

export type Input = Record<string, unknown>;

export async function readInput(request: Request): Promise<Input> {
  const text = await request.text();
  try {
    const value: unknown = JSON.parse(text === "" ? "{}" : text);
    if (value && typeof value === "object" && !Array.isArray(value)) return value as Input;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ControlRefused("the body is not a JSON object");
}

export function text(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== "string" || value === "") throw new ControlRefused(`${name} is missing`);
  return value;
}

export function optionalText(input: Input, name: string): string | null {
  return input[name] === undefined || input[name] === null ? null : text(input, name);
}

export function amount(input: Input, name: string): bigint {
  const amountFen = fenOf(input[name]);
  if (amountFen === null) throw new ControlRefused(`${name} is not a whole number of fen`);
  return amountFen;
}

export function optionalAmount(input: Input, name: string): bigint | null {
  return input[name] === undefined || input[name] === null ? null : amount(input, name);
}

export function time(input: Input, name: string, fallback: Date): Date {
  const value = optionalText(input, name);
  if (value === null) return fallback;
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) throw new ControlRefused(`${name} is not a time`);
  return at;
}

export function day(input: Input, name: string): string | null {
  const value = optionalText(input, name);
  if (value !== null && !isDay(value)) throw new ControlRefused(`${name} is not a day (YYYY-MM-DD)`);
  return value;
}

export function mode(input: Input): DeliverMode {
  const value = optionalText(input, "deliver") ?? "once";
  const known = DELIVER_MODES.find((item) => item === value);
  if (!known) throw new ControlRefused(`deliver is none of ${DELIVER_MODES.join(", ")}`);
  return known;
}

export function list(input: Input, name: string): unknown[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value)) throw new ControlRefused(`${name} is not a list`);
  return value;
}

export function record(value: unknown, name: string): Input {
  if (!value || typeof value !== "object" || Array.isArray(value))
    throw new ControlRefused(`${name} is not an object`);
  return value as Input;
}

export function merchantOf(state: SandboxState, key: string): Merchant {
  const merchant = state.tables.merchants.get(key);
  if (!merchant) throw new ControlRefused(`there is no merchant ${key}`, 404);
  return merchant;
}
