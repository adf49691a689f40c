import { randomUUID } from "node:crypto";
import { data, redirect } from "@remix-run/node";
import { type FundKind, fundHref } from "#app/features/funds/kinds.ts";
import { clientAddressOf } from "#app/lib/client-address.ts";
import { db } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { answerDueOn, answerRule } from "./answer-rules.ts";
import { askCharity } from "./ask-charity.server.ts";
import { enquiryFormSchema } from "./schema.ts";

/** What an enquiry is about, as the page says it. */
export interface AskSubject {
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  divisionCode: string;
  promisedWorkingDays: number | null;
  donationId: string | null;
  fund: { id: string; kind: FundKind; slug: string; title: string; titleEn: string } | null;
}

export interface AskAnswer {
  typed: Record<string, string>;
  /** Field → key of the dictionary `enquiries`. */
  errors: Record<string, string>;
  refusal: "tooMany" | null;
}

const SUBJECT = `
  o.id as "organizationId", o.name as "organizationName", o.name_en as "organizationNameEn",
  o.division_code as "divisionCode",
  (select p.working_days from enquiry_promise p where p.organization_id = o.id) as "promisedWorkingDays"`;
const FUND = `json_build_object('id', f.id, 'kind', f.kind, 'slug', f.slug, 'title', f.title, 'titleEn', f.title_en) as fund`;

async function subjectOf(request: Request): Promise<AskSubject> {
  const query = new URL(request.url).searchParams;
  const [gift, fund, organization] = [query.get("gift"), query.get("fund"), query.get("organization")];
  const [found] = gift
    ? await db.rows<AskSubject>(
        `select ${SUBJECT}, d.id as "donationId", ${FUND} from donation d join fund f on f.id = d.fund_id
           join organization o on o.id = d.organization_id where d.fund_id = $1 and d.id = $2`,
        [fundIdOf(gift, "d"), gift],
      )
    : fund
      ? await db.rows<AskSubject>(
          `select ${SUBJECT}, null as "donationId", ${FUND} from fund f join organization o on o.id = f.organization_id
           where f.id = $1 and f.state <> 'draft'`,
          [fund],
        )
      : await db.rows<AskSubject>(
          `select ${SUBJECT}, null as "donationId", null as fund from organization o
           where o.slug = $1 and o.kind in ('charity', 'trustee')`,
          [organization],
        );
  if (!found) throw new Response(null, { status: 404 });
  return found;
}

/** The form, with the clock that will hold. */
export async function loadAskPage(request: Request, now: Date) {
  const subject = await subjectOf(request);
  const today = shanghaiDay(now);
  const rule = answerRule("question", subject, today);
  return {
    subject,
    backHref: subject.donationId
      ? `/donations/${subject.donationId}`
      : subject.fund
        ? fundHref(subject.fund)
        : null,
    rule,
    dueOn: answerDueOn(today, rule),
    formId: randomUUID(),
  };
}
export type AskPageData = Awaited<ReturnType<typeof loadAskPage>>;

/** Sends the question and leads to the page on which the answer will stand. */
export async function actOnAskForm(
  request: Request,
  context: { clientAddress?: string } | undefined,
  lang: "zh" | "en",
  now: Date,
) {
  const subject = await subjectOf(request);
  const form = await request.formData();
  const typed: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === "string") typed[name] = value;
  const given = enquiryFormSchema.safeParse(typed);
  if (!given.success) {
    const errors: Record<string, string> = {};
    for (const issue of given.error.issues) errors[String(issue.path[0])] ??= issue.message;
    return data<AskAnswer>({ typed, errors, refusal: null }, { status: 422 });
  }
  const { formId, ...words } = given.data;
  const result = await askCharity({
    id: formId,
    ...words,
    about: subject.donationId
      ? { donationId: subject.donationId }
      : subject.fund
        ? { fundId: subject.fund.id }
        : { organizationId: subject.organizationId },
    lang,
    address: clientAddressOf(context),
    now,
  });
  if (result.ok) throw redirect(`/enquiries/${result.id}?token=${result.token}`, 303);
  if (result.reason === "not-found") throw new Response(null, { status: 404 });
  return data<AskAnswer>({ typed, errors: {}, refusal: "tooMany" }, { status: 429 });
}
