import { z } from "zod";
import { closeDay } from "./close-day.server.ts";
import type { CloseAct, CloseFormAnswer } from "./close-form.ts";
import { reopenDay } from "./reopen-day.server.ts";
import { signDay } from "./sign-day.server.ts";

interface Place {
  organizationId: string;
  day: string;
  userId: string;
  now: Date;
}

const attemptSchema = z.uuid();
const MOST_NOTE = 500;

/** One of the forms on a day's closing page, by its `intent`. */
export async function actOnCloseForm(
  form: FormData,
  place: Place,
): Promise<{ ok: true; act: CloseAct } | { ok: false; answer: CloseFormAnswer }> {
  const given = form.get("note");
  const note = typeof given === "string" ? given.slice(0, MOST_NOTE) : "";
  const refused = (refusal: CloseFormAnswer["refusal"]) => ({
    ok: false as const,
    answer: { refusal, note },
  });
  switch (form.get("intent")) {
    case "sign": {
      const attempt = attemptSchema.safeParse(form.get("attempt"));
      if (!attempt.success) throw new Response(null, { status: 422 });
      const outcome = await signDay({ ...place, id: attempt.data });
      return outcome.ok ? { ok: true, act: "signed" } : refused(outcome.reason);
    }
    case "close": {
      const outcome = await closeDay(place);
      return outcome.ok ? { ok: true, act: "closed" } : refused(outcome.reason);
    }
    case "reopen": {
      const outcome = await reopenDay({ ...place, note });
      return outcome.ok ? { ok: true, act: "reopened" } : refused(outcome.reason);
    }
    default:
      throw new Response(null, { status: 422 });
  }
}
