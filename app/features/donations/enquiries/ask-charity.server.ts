import { hashOfToken } from "#app/features/donations/donation-token.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { requestMail } from "#app/lib/mail.server.ts";
import { type RateRule, takeRate } from "#app/lib/rate-limit.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type AnswerRule, answerDueOn, answerRule, type EnquiryKind } from "./answer-rules.ts";
import { enquiryReference, enquiryToken } from "./enquiry-token.server.ts";

/** Nobody asks more than this in earnest; a program would. */
const BY_ADDRESS: RateRule = { name: "enquiries", limit: 20, windowSeconds: 3600 };

export interface AskCharityInput {
  /** Drawn when the form was shown: sent twice, it is one enquiry. It becomes the enquiry's id. */
  id: string;
  kind: EnquiryKind;
  /** What it is about: a gift, else a published fund, else the organization itself. */
  about: { donationId: string } | { fundId: string } | { organizationId: string };
  words: string;
  name: string;
  email: string;
  lang: "zh" | "en";
  address: string;
  now: Date;
}

export type AskCharityResult =
  | { ok: true; id: string; token: string; repeated: boolean }
  | { ok: false; reason: "not-found" }
  | { ok: false; reason: "too-many"; retryAfterSeconds: number };

/**
 * Puts a question or a complaint to a charity. Nobody has to sign in: the answer is read with the reference and
 * the secret in its address, and sent by mail where one was left. The clock is the rule's of the charity's place.
 */
export async function askCharity(input: AskCharityInput): Promise<AskCharityResult> {
  const rate = await takeRate(BY_ADDRESS, input.address, input.now);
  if (!rate.ok) return { ok: false, reason: "too-many", retryAfterSeconds: rate.retryAfterSeconds };
  return transaction((tx) => writeEnquiry(tx, input));
}

/** The same inside a transaction of the caller's, without counting. */
export async function writeEnquiry(tx: Sql, input: AskCharityInput): Promise<AskCharityResult> {
  const { id, kind, now } = input;
  const subject = await subjectOf(tx, input.about);
  if (!subject) return { ok: false, reason: "not-found" };
  const token = enquiryToken(id);
  const askedOn = shanghaiDay(now);
  const rule = answerRule(kind, subject, askedOn);
  const inserted = await tx.run(
    `insert into enquiry (id, organization_id, reference, token_hash, kind, fund_id, donation_id, asker_name, email, lang,
       asked_at, rule_days, rule_unit, rule_source, is_rule_confirmed, waiting_since, due_on,
       first_due_on)
     values ($1, $2, $3, $4, $5, $6, $7, nullif($8, ''), nullif($9, ''), $10, $11, $12, $13, $14, $15, $11, $16, $16)
     on conflict (id) do nothing`,
    [
      id,
      subject.organizationId,
      enquiryReference(id),
      hashOfToken(token),
      kind,
      subject.fundId,
      subject.donationId,
      input.name,
      input.email,
      input.lang,
      now,
      rule.days,
      rule.unit,
      rule.source,
      rule.isConfirmed,
      answerDueOn(askedOn, rule),
    ],
  );
  if (inserted === 0) return { ok: true, id, token, repeated: true };
  await tx.run(
    `insert into enquiry_message (enquiry_id, number, form_id, side, body, at) values ($1, 1, $1, 'asker', $2, $3)`,
    [id, input.words, now],
  );
  if (input.email !== "") await sayItArrived(tx, input, rule);
  return { ok: true, id, token, repeated: false };
}

interface Subject {
  organizationId: string;
  divisionCode: string;
  promisedWorkingDays: number | null;
  fundId: string | null;
  donationId: string | null;
}

async function subjectOf(tx: Sql, about: AskCharityInput["about"]): Promise<Subject | null> {
  const columns = `o.id as "organizationId", o.division_code as "divisionCode",
    (select p.working_days from enquiry_promise p where p.organization_id = o.id) as "promisedWorkingDays"`;
  const query =
    "donationId" in about
      ? tx.rows<Subject>(
          `select ${columns}, d.fund_id as "fundId", d.id as "donationId"
           from donation d join organization o on o.id = d.organization_id where d.fund_id = $1 and d.id = $2`,
          [fundIdOf(about.donationId, "d"), about.donationId],
        )
      : "fundId" in about
        ? tx.rows<Subject>(
            `select ${columns}, f.id as "fundId", null as "donationId"
             from fund f join organization o on o.id = f.organization_id where f.id = $1 and f.state <> 'draft'`,
            [about.fundId],
          )
        : tx.rows<Subject>(
            `select ${columns}, null as "fundId", null as "donationId" from organization o
             where o.id = $1 and o.kind in ('charity', 'trustee')`,
            [about.organizationId],
          );
  return (await query)[0] ?? null;
}

/** So that whoever closes the window finds the way back. */
async function sayItArrived(tx: Sql, { id, email, now }: AskCharityInput, rule: AnswerRule): Promise<void> {
  const reference = enquiryReference(id);
  const link = `${env().PUBLIC_URL}/enquiries/${id}?token=${enquiryToken(id)}`;
  const due = answerDueOn(shanghaiDay(now), rule);
  const text = [
    `您的询问收到了，编号 ${reference}。最晚 ${due} 答复，答复也会发到这个邮箱。`,
    `随时可以看：${link}`,
    "",
    `Your question has arrived; its number is ${reference}. It will be answered by ${due}, also by mail.`,
    `Read it at any time: ${link}`,
  ].join("\n");
  await requestMail(tx, { recipient: email, subject: `询问 ${reference} · Your question`, text }, now);
}
