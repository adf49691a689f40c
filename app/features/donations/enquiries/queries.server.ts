import { tokenOpens } from "#app/features/donations/donation-token.server.ts";
import type { FundKind } from "#app/features/funds/kinds.ts";
import { db } from "#app/lib/db.server.ts";
import type { EnquiryKind } from "./answer-rules.ts";

/** An enquiry as the charity and its asker see it; never public. */
export interface EnquiryView {
  id: string;
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  reference: string;
  kind: EnquiryKind;
  donationId: string | null;
  fund: { kind: FundKind; slug: string; title: string; titleEn: string } | null;
  askerName: string | null;
  hasEmail: boolean;
  askedAt: Date;
  ruleDays: number;
  ruleUnit: "working" | "calendar";
  ruleSource: string;
  isRuleConfirmed: boolean;
  waitingSince: Date | null;
  dueOn: string;
  firstAnsweredAt: Date | null;
}

export interface EnquiryMessage {
  number: number;
  side: "asker" | "charity";
  body: string;
  by: string | null;
  at: Date;
}

const COLUMNS = `
  e.id, e.organization_id as "organizationId", o.name as "organizationName", o.name_en as "organizationNameEn",
  e.reference, e.kind, e.donation_id as "donationId",
  case when f.id is not null
       then json_build_object('kind', f.kind, 'slug', f.slug, 'title', f.title, 'titleEn', f.title_en) end as fund,
  e.asker_name as "askerName", e.email is not null as "hasEmail", e.asked_at as "askedAt", e.rule_days as "ruleDays",
  e.rule_unit as "ruleUnit", e.rule_source as "ruleSource", e.is_rule_confirmed as "isRuleConfirmed",
  e.waiting_since as "waitingSince", e.due_on as "dueOn", e.first_answered_at as "firstAnsweredAt"`;
const TABLES =
  "enquiry e join organization o on o.id = e.organization_id left join fund f on f.id = e.fund_id";

export const QUEUE_SIZE = 100;

/** What waits for an answer, the most urgent first, or what was answered, the latest first. */
export async function listEnquiries(
  organizationIds: readonly string[],
  which: "waiting" | "answered",
): Promise<EnquiryView[]> {
  return db.rows<EnquiryView>(
    which === "waiting"
      ? `select ${COLUMNS} from ${TABLES} where e.organization_id = any($1) and e.waiting_since is not null
         order by e.due_on, e.waiting_since, e.id limit ${QUEUE_SIZE}`
      : `select ${COLUMNS} from ${TABLES} where e.organization_id = any($1) and e.waiting_since is null
         order by e.asked_at desc, e.id limit ${QUEUE_SIZE}`,
    [organizationIds],
  );
}

export async function countEnquiries(
  organizationIds: readonly string[],
  today: string,
): Promise<{ waiting: number; late: number; answered: number }> {
  const [counts] = await db.rows<{ waiting: bigint; late: bigint; answered: bigint }>(
    `select count(*) filter (where waiting_since is not null) as waiting,
            count(*) filter (where waiting_since is not null and due_on < $2::date) as late,
            count(*) filter (where waiting_since is null) as answered
     from enquiry where organization_id = any($1)`,
    [organizationIds, today],
  );
  return {
    waiting: Number(counts?.waiting ?? 0n),
    late: Number(counts?.late ?? 0n),
    answered: Number(counts?.answered ?? 0n),
  };
}

async function findEnquiry(id: string): Promise<(EnquiryView & { tokenHash: string }) | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [enquiry] = await db.rows<EnquiryView & { tokenHash: string }>(
    `select ${COLUMNS}, e.token_hash as "tokenHash" from ${TABLES} where e.id = $1`,
    [id],
  );
  return enquiry ?? null;
}

/** An enquiry to one of these organizations; null if there is none. */
export async function findOwnEnquiry(
  id: string,
  organizationIds: readonly string[],
): Promise<EnquiryView | null> {
  const found = await findEnquiry(id);
  if (!found || !organizationIds.includes(found.organizationId)) return null;
  const { tokenHash: _, ...enquiry } = found;
  return enquiry;
}

/** An enquiry for whoever holds its secret; null for anybody else. */
export async function findAskedEnquiry(id: string, token: string | null): Promise<EnquiryView | null> {
  const found = await findEnquiry(id);
  if (!found || !tokenOpens(token, found.tokenHash)) return null;
  const { tokenHash: _, ...enquiry } = found;
  return enquiry;
}

export async function messagesOf(enquiryId: string): Promise<EnquiryMessage[]> {
  return db.rows<EnquiryMessage>(
    `select m.number, m.side, m.body, u.name as by, m.at
     from enquiry_message m left join app_user u on u.id = m.by_id where m.enquiry_id = $1 order by m.number`,
    [enquiryId],
  );
}

/** What a charity's answers of the last twelve months look like from outside. Counts and days alone. */
export interface AnswerFigures {
  askedCount: number;
  answeredCount: number;
  inTimeCount: number;
  lateCount: number;
  /** Half of the answers came within so many hours; null without any. */
  medianHours: number | null;
}

/** Measured from the first message to the first answer; what is unanswered past its day counts as late. */
export async function answerFigures(
  organizationId: string,
  now: Date,
  today: string,
): Promise<AnswerFigures> {
  const [row] = await db.rows<{
    asked: bigint;
    answered: bigint;
    inTime: bigint;
    late: bigint;
    medianHours: number | null;
  }>(
    `select count(*) as asked, count(first_answered_at) as answered,
            count(*) filter (where (first_answered_at at time zone 'Asia/Shanghai')::date <= first_due_on) as "inTime",
            count(*) filter (where coalesce((first_answered_at at time zone 'Asia/Shanghai')::date, $3::date)
                                   > first_due_on) as late,
            (percentile_cont(0.5) within group (order by extract(epoch from first_answered_at - asked_at))
               / 3600)::float8 as "medianHours"
     from enquiry where organization_id = $1 and asked_at > $2::timestamptz - interval '1 year'`,
    [organizationId, now, today],
  );
  return {
    askedCount: Number(row?.asked ?? 0n),
    answeredCount: Number(row?.answered ?? 0n),
    inTimeCount: Number(row?.inTime ?? 0n),
    lateCount: Number(row?.late ?? 0n),
    medianHours: row?.medianHours == null ? null : Math.round(row.medianHours),
  };
}

/** What the charity promised, or null where practice holds. */
export async function promisedDays(organizationId: string): Promise<number | null> {
  const [promise] = await db.rows<{ days: number }>(
    "select working_days as days from enquiry_promise where organization_id = $1",
    [organizationId],
  );
  return promise?.days ?? null;
}
