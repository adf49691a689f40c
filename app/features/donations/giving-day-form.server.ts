import { z } from "zod";
import { parseShanghaiDateTime } from "#app/lib/time.ts";
import { type RegisterRefusal, registerGivingDay } from "./giving-days.server.ts";

/** Field → key of the `givingDays` dictionary. */
export type GivingDayErrors = Partial<Record<"fund" | "day" | "from" | "to" | "expected", string>>;
export type TypedGivingDay = Record<string, string>;

const text = (pattern: RegExp, missing: string) => z.string(missing).trim().regex(pattern, missing);
const schema = z.object({
  fund: text(/./, "fundMissing"),
  day: text(/^\d{4}-\d{2}-\d{2}$/, "dayMissing"),
  from: text(/^\d{2}:\d{2}$/, "timeMissing"),
  to: text(/^\d{2}:\d{2}$/, "timeMissing"),
  expected: text(/^\d{1,6}$/, "expectedMissing"),
});

const FIELD_OF: Record<RegisterRefusal, keyof GivingDayErrors> = {
  "unknown-fund": "fund",
  over: "to",
  "too-long": "to",
  "too-far": "day",
  expected: "expected",
};

/** Registers what the form says; times are of China. */
export async function registerFromForm(
  typed: TypedGivingDay,
  by: { organizationIdOf: (fundId: string) => string | null; userId: string; now: Date },
): Promise<{ ok: true } | { ok: false; errors: GivingDayErrors }> {
  const parsed = schema.safeParse(typed);
  const errors: GivingDayErrors = {};
  if (!parsed.success) {
    for (const issue of parsed.error.issues) errors[issue.path[0] as keyof GivingDayErrors] ??= issue.message;
    return { ok: false, errors };
  }
  const { fund, day, from, to, expected } = parsed.data;
  const startsAt = parseShanghaiDateTime(`${day} ${from}:00`);
  const endsAt = parseShanghaiDateTime(`${day} ${to}:00`);
  if (!startsAt || !endsAt) return { ok: false, errors: { day: "dayMissing" } };
  const organizationId = by.organizationIdOf(fund);
  if (organizationId === null) return { ok: false, errors: { fund: "refused_unknown-fund" } };
  const result = await registerGivingDay({
    organizationId,
    fundId: fund,
    startsAt,
    endsAt,
    expectedGifts: Number(expected),
    userId: by.userId,
    now: by.now,
  });
  if (result.ok) return { ok: true };
  errors[FIELD_OF[result.reason]] = `refused_${result.reason}`;
  return { ok: false, errors };
}
