import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireUser } from "#app/features/identity/guards.server.ts";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { parseTypedYuan } from "#app/lib/money.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type Deduction, type DeductionRule, deductionRule, estimateDeduction } from "./deduction.ts";
import { deductibleFen, readStatement } from "./statement.server.ts";
import { statementPdf } from "./statement-pdf.server.ts";

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => !Number.isNaN(Date.parse(text)));
const rangeSchema = z.object({ from: day, to: day }).refine(({ from, to }) => from <= to);

/** The asked range of days; the running year where none, or a wrong one, is asked. */
function rangeOf(request: Request, today: string): { from: string; to: string } {
  const query = new URL(request.url).searchParams;
  const asked = rangeSchema.safeParse({ from: query.get("from"), to: query.get("to") });
  return asked.success ? asked.data : { from: `${today.slice(0, 4)}-01-01`, to: today };
}

export async function loadStatement({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request);
  const today = shanghaiDay(new Date());
  const range = rangeOf(request, today);
  return { statement: await readStatement(user.id, range), ...range, today, year: Number(today.slice(0, 4)) };
}

/** The same as one PDF. */
export async function statementPdfAnswer({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const user = await requireUser(request);
  const asOf = shanghaiDay(new Date());
  const range = rangeOf(request, asOf);
  const statement = await readStatement(user.id, range);
  const { lang } = preferencesOf(request, context);
  const bytes = await statementPdf({ statement, name: user.name, ...range, asOf }, lang);
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...PRIVATE_HEADERS,
      "Content-Type": "application/pdf",
      "Content-Disposition": `inline; filename="gifts-${range.from}-${range.to}.pdf"`,
    },
  });
}

export interface EstimateAnswer {
  typed: Record<string, string>;
  errors: Record<string, string>;
  estimate: {
    rule: DeductionRule;
    year: number;
    giftsFen: bigint;
    withReceiptFen: bigint;
    deduction: Deduction;
  } | null;
}

/** Computes the deduction for what was typed. Nothing of it is stored, logged or put into an address. */
export async function actOnEstimate({ request }: ActionFunctionArgs) {
  const user = await requireUser(request);
  const form = await request.formData();
  const typed: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === "string") typed[name] = value;
  const answer = (given: Partial<EstimateAnswer>, status = 200) =>
    data<EstimateAnswer>(
      { typed, errors: {}, estimate: null, ...given },
      { status, headers: PRIVATE_HEADERS },
    );
  const errors: Record<string, string> = {};
  const payer = typed.payer === "person" || typed.payer === "enterprise" ? typed.payer : null;
  if (!payer) errors.payer = "errPayer";
  const year = /^20\d{2}$/.test(typed.year ?? "") ? Number(typed.year) : null;
  const rule = payer && year ? deductionRule(payer, year) : null;
  if (!year || (payer && !rule)) errors.year = "errYear";
  const baseFen = yuanOf(typed.base, errors, "base", true);
  const carried = [1, 2, 3].map((ago) => ({
    year: (year ?? 0) - ago,
    leftFen: payer === "enterprise" ? (yuanOf(typed[`carry${ago}`], errors, `carry${ago}`, false) ?? 0n) : 0n,
  }));
  if (Object.keys(errors).length > 0 || !rule || !year || baseFen === null) return answer({ errors }, 422);
  const { gifts } = await readStatement(user.id, { from: `${year}-01-01`, to: `${year}-12-31` });
  const { allFen, withReceiptFen } = deductibleFen(gifts);
  const deduction = estimateDeduction(rule, {
    year,
    baseFen,
    giftsFen: allFen,
    carried: carried.filter(({ leftFen }) => leftFen > 0n),
  });
  return answer({ estimate: { rule, year, giftsFen: allFen, withReceiptFen, deduction } });
}

/** A typed amount in fen; an empty one is null where it is needed and 0 where not. */
function yuanOf(
  text: string | undefined,
  errors: Record<string, string>,
  name: string,
  isNeeded: boolean,
): bigint | null {
  const given = (text ?? "").trim();
  if (given === "" && !isNeeded) return 0n;
  const parsed = parseTypedYuan(given, { minFen: 0n, maxFen: 10n ** 16n });
  if (parsed.ok) return parsed.amountFen;
  errors[name] = "errAmount";
  return null;
}
