import { z } from "zod";
import { parseTypedYuan } from "#app/lib/money.ts";
import { MAX_DISBURSEMENT_FEN } from "../schema.ts";
import { answerRules, proposeRules } from "./change-rules.server.ts";
import { EMPTY_RULES_FORM, type RulesFormState } from "./rules-form-state.ts";

type FormOutcome = { ok: true } | { ok: false; state: RulesFormState };

const formSchema = z.object({
  twoAbove: z.string().max(30).default(""),
  boardAbove: z.string().max(30).default(""),
  note: z.string().trim().max(500).default(""),
});

/** An empty field means never. */
function limitOf(text: string): bigint | null | undefined {
  if (text.trim() === "") return null;
  const typed = parseTypedYuan(text, { minFen: 0n, maxFen: MAX_DISBURSEMENT_FEN });
  return typed.ok ? typed.amountFen : undefined;
}

/** The forms of the rules page, by `intent`. */
export async function actOnRules(
  form: FormData,
  acting: { organizationId: string; userId: string; now: Date },
): Promise<FormOutcome> {
  if (form.get("intent") === "answer") {
    const answer = form.get("answer") === "confirm" ? "confirm" : "refuse";
    const result = await answerRules({ ...acting, version: Number(form.get("version")) || 0, answer });
    return result.ok ? { ok: true } : { ok: false, state: { ...EMPTY_RULES_FORM, refusal: result.reason } };
  }
  const typed = formSchema.parse(Object.fromEntries(form));
  const twoAboveFen = limitOf(typed.twoAbove);
  const boardAboveFen = limitOf(typed.boardAbove);
  const errors: RulesFormState["errors"] = {};
  if (twoAboveFen === undefined) errors.twoAbove = "errRulesAmount";
  if (boardAboveFen === undefined) errors.boardAbove = "errRulesAmount";
  if (typed.note === "") errors.note = "errRulesNote";
  if (twoAboveFen === undefined || boardAboveFen === undefined || typed.note === "")
    return { ok: false, state: { typed, errors, refusal: null } };
  const result = await proposeRules({ ...acting, twoAboveFen, boardAboveFen, note: typed.note });
  if (result.ok) return { ok: true };
  if (result.reason === "out-of-order")
    return { ok: false, state: { typed, errors: { boardAbove: "errRulesOrder" }, refusal: null } };
  return { ok: false, state: { typed, errors: {}, refusal: result.reason } };
}
