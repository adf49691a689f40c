import { tokenOpens } from "#app/features/donations/donation-token.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { requestMail } from "#app/lib/mail.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { answerDueOn } from "./answer-rules.ts";
import { enquiryToken } from "./enquiry-token.server.ts";

interface LockedEnquiry {
  id: string;
  organizationId: string;
  reference: string;
  tokenHash: string;
  email: string | null;
  waitingSince: Date | null;
  firstAnsweredAt: Date | null;
  ruleDays: number;
  ruleUnit: "working" | "calendar";
  lastNumber: number;
}

export type AddMessageResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" };

interface NewMessage {
  enquiryId: string;
  /** Drawn when the form was shown: sent twice, it is one message. */
  formId: string;
  words: string;
  now: Date;
}

/** A clerk or approver answers. The first answer stops the clock; it is what the public figure measures. */
export async function answerEnquiry(
  input: NewMessage & { organizationId: string; userId: string },
): Promise<AddMessageResult> {
  return transaction(async (tx): Promise<AddMessageResult> => {
    const enquiry = await lockEnquiry(tx, input.enquiryId);
    if (!enquiry || enquiry.organizationId !== input.organizationId)
      return { ok: false, reason: "not-found" };
    const held = await tx.rows(
      `select 1 from membership where organization_id = $1 and user_id = $2
         and role in ('charity-clerk', 'charity-approver', 'trustee') limit 1`,
      [input.organizationId, input.userId],
    );
    if (held.length === 0) return { ok: false, reason: "not-permitted" };
    if (!(await insertMessage(tx, enquiry, input, "charity", input.userId)))
      return { ok: true, repeated: true };
    await tx.run(
      `update enquiry set waiting_since = null, first_answered_at = coalesce(first_answered_at, $2) where id = $1`,
      [enquiry.id, input.now],
    );
    if (enquiry.email) await sendAnswer(tx, enquiry, enquiry.email, input);
    await recordAct(tx, {
      organizationId: input.organizationId,
      userId: input.userId,
      act: "enquiry-answered",
      subjectKind: "enquiry",
      subjectId: enquiry.id,
      details: { reference: enquiry.reference, message: enquiry.lastNumber + 1 },
      now: input.now,
    });
    return { ok: true, repeated: false };
  });
}

/** The asker writes again: the clock begins anew from this day. */
export async function askAgain(input: NewMessage & { token: string | null }): Promise<AddMessageResult> {
  return transaction(async (tx): Promise<AddMessageResult> => {
    const enquiry = await lockEnquiry(tx, input.enquiryId);
    if (!enquiry || !tokenOpens(input.token, enquiry.tokenHash)) return { ok: false, reason: "not-found" };
    if (!(await insertMessage(tx, enquiry, input, "asker", null))) return { ok: true, repeated: true };
    if (enquiry.waitingSince) return { ok: true, repeated: false };
    const due = answerDueOn(shanghaiDay(input.now), { days: enquiry.ruleDays, unit: enquiry.ruleUnit });
    await tx.run("update enquiry set waiting_since = $2, due_on = $3 where id = $1", [
      enquiry.id,
      input.now,
      due,
    ]);
    return { ok: true, repeated: false };
  });
}

async function lockEnquiry(tx: Sql, id: string): Promise<LockedEnquiry | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [enquiry] = await tx.rows<LockedEnquiry>(
    `select e.id, e.organization_id as "organizationId", e.reference, e.token_hash as "tokenHash", e.email,
            e.waiting_since as "waitingSince", e.first_answered_at as "firstAnsweredAt", e.rule_days as "ruleDays",
            e.rule_unit as "ruleUnit",
            (select max(m.number) from enquiry_message m where m.enquiry_id = e.id) as "lastNumber"
     from enquiry e where e.id = $1 for update of e`,
    [id],
  );
  return enquiry ?? null;
}

async function insertMessage(
  tx: Sql,
  enquiry: LockedEnquiry,
  { formId, words, now }: NewMessage,
  side: "asker" | "charity",
  byId: string | null,
): Promise<boolean> {
  // Read again under the lock: a message that came while this one waited has taken its number.
  const inserted = await tx.run(
    `insert into enquiry_message (enquiry_id, number, form_id, side, body, by_id, at)
     select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6 from enquiry_message where enquiry_id = $1
     on conflict (form_id) do nothing`,
    [enquiry.id, formId, side, words, byId, now],
  );
  return inserted === 1;
}

async function sendAnswer(
  tx: Sql,
  enquiry: LockedEnquiry,
  email: string,
  { words, now }: NewMessage,
): Promise<void> {
  const link = `${env().PUBLIC_URL}/enquiries/${enquiry.id}?token=${enquiryToken(enquiry.id)}`;
  const text = [
    words,
    "",
    "——",
    `看全部往来，或者接着问：${link}`,
    `The whole exchange, and to write again: ${link}`,
  ];
  await requestMail(
    tx,
    { recipient: email, subject: `询问 ${enquiry.reference} 的答复 · An answer`, text: text.join("\n") },
    now,
  );
}
