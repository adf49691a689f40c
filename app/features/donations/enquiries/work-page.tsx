import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { daysBetween, shanghaiDay } from "#app/lib/time.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { PROMISE_LIMITS } from "./answer-rules.ts";
import { ClockText } from "./clock-text.tsx";
import { EnquiryState, Exchange } from "./exchange.tsx";
import type { EnquiryView } from "./queries.server.ts";
import type { EnquiriesData, EnquiryData } from "./work-page.server.ts";

const LIST = "/workspace/enquiries";
type Refused = { reason: "bad-days" | "not-permitted"; typed: string };

/** The queue with age and due day, the most urgent first. */
export function EnquiriesPage({ refused, ...data }: EnquiriesData & { refused?: Refused }) {
  const { which, counts, enquiries, today, isPromised } = data;
  const t = useT("enquiries");
  return (
    <div className="wrap">
      <div className="head">
        <h1>{counts.waiting === 0 ? t("queueNone") : t("queueSome", { count: counts.waiting })}</h1>
      </div>
      <p className="lead">
        {t("queueLead")} {counts.late > 0 ? t("queueLate", { count: counts.late }) : null}
      </p>
      {isPromised ? <Flash title={t("promised")} /> : null}
      <LinkTabs
        label={t("tabs")}
        items={[
          { href: LIST, label: t("tabWaiting"), current: which === "waiting", count: counts.waiting },
          {
            href: `${LIST}?state=answered`,
            label: t("tabAnswered"),
            current: which === "answered",
            count: counts.answered,
          },
        ]}
      />
      <CardsTable
        caption={t("queueCaption")}
        variant="stated"
        rows={enquiries}
        rowKey={(enquiry) => enquiry.id}
        empty={<EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
        columns={[
          {
            key: "reference",
            head: t("reference"),
            cell: (enquiry) => (
              <>
                <a href={`${LIST}/${enquiry.id}`} className="code">
                  {enquiry.reference}
                </a>
                <small>{t(`kind_${enquiry.kind}`)}</small>
              </>
            ),
          },
          { key: "about", head: t("about"), cell: (enquiry) => <About enquiry={enquiry} /> },
          {
            key: "age",
            head: which === "waiting" ? t("due") : t("answeredAt"),
            cell: (enquiry) => <Clock enquiry={enquiry} today={today} />,
          },
          {
            key: "state",
            head: t("stateHead"),
            st: true,
            cell: (enquiry) => <EnquiryState enquiry={enquiry} today={today} />,
          },
        ]}
      />
      {data.mayPromise ? <PromiseForm promised={data.promised} refused={refused} /> : null}
    </div>
  );
}

function About({ enquiry }: { enquiry: EnquiryView }) {
  const t = useT("enquiries");
  const lang = useLang();
  if (enquiry.donationId)
    return <a href={`/donations/${enquiry.donationId}`}>{t("giftLink", { id: enquiry.donationId })}</a>;
  return enquiry.fund ? inLang(lang, enquiry.fund.title, enquiry.fund.titleEn) : null;
}

function Clock({ enquiry, today }: { enquiry: EnquiryView; today: string }) {
  const t = useT("enquiries");
  if (!enquiry.waitingSince) {
    return enquiry.firstAnsweredAt ? <DateText value={enquiry.firstAnsweredAt} precision="minute" /> : null;
  }
  const days = daysBetween(shanghaiDay(enquiry.waitingSince), today);
  return (
    <>
      <DateText value={enquiry.dueOn} />
      <small>{days === 0 ? t("ageToday") : t("age", { count: days })}</small>
    </>
  );
}

function PromiseForm({ promised, refused }: { promised: number | null; refused?: Refused }) {
  const t = useT("enquiries");
  return (
    <Section title={t("promiseTitle")} intro={t("promiseIntro", PROMISE_LIMITS)}>
      <form method="post" className="form-page">
        <TextField
          name="workingDays"
          label={t("promiseDays")}
          inputMode="numeric"
          defaultValue={refused?.typed ?? String(promised ?? 5)}
          error={refused ? t(`refuse_${refused.reason}`) : undefined}
        />
        <p className="field">
          <SubmitButton quiet>{t("promise")}</SubmitButton>
        </p>
      </form>
    </Section>
  );
}

/** One enquiry: what was said, and the answer to write. */
export function EnquiryPage({
  enquiry,
  messages,
  today,
  formId,
  isAnswered,
  refused,
}: EnquiryData & { refused?: { error: string; typed: string } }) {
  const t = useT("enquiries");
  const lang = useLang();
  const { ruleDays: days, ruleUnit: unit, ruleSource: source, isRuleConfirmed: isConfirmed } = enquiry;
  return (
    <div className="wrap">
      <Crumbs items={[{ href: LIST, label: t("queueTitle") }, { label: enquiry.reference }]} />
      <div className="head">
        <h1>
          <span>{t(`kind_${enquiry.kind}`)}</span> <span className="code">{enquiry.reference}</span>
        </h1>
        <EnquiryState enquiry={enquiry} today={today} />
      </div>
      <ClockText rule={{ days, unit, source, isConfirmed }} dueOn={enquiry.dueOn} />
      {isAnswered ? <Flash title={t("answered")} /> : null}
      <Split
        sideLabelledBy="do"
        sideClass="sheet review no-print"
        side={
          <>
            <h2 id="do">{t("answerTitle")}</h2>
            {enquiry.kind === "refund" ? (
              <>
                <p>{t("refundNext")}</p>
                <p>
                  <a href={`/workspace/refunds?q=${enquiry.donationId}`}>{t("refundLink")}</a>
                </p>
              </>
            ) : null}
            <form method="post" noValidate>
              <input type="hidden" name="formId" value={formId} />
              <TextArea
                name="words"
                label={t("answerWords")}
                help={t(enquiry.hasEmail ? "answerHelp" : "answerHelpNoMail")}
                rows={8}
                defaultValue={refused?.typed ?? ""}
                error={refused ? t(refused.error as "errWords") : undefined}
              />
              <p className="field">
                <SubmitButton full>{t("answer")}</SubmitButton>
              </p>
            </form>
          </>
        }
      >
        <Section title={t("messages")} first>
          <Exchange
            messages={messages}
            organization={inLang(lang, enquiry.organizationName, enquiry.organizationNameEn)}
          />
        </Section>
        <Section title={t("about")}>
          <Facts
            plain
            items={[
              { term: t("asker"), value: enquiry.askerName ?? t("unnamed") },
              { term: t("about"), value: <About enquiry={enquiry} /> },
            ]}
          />
        </Section>
      </Split>
    </div>
  );
}
