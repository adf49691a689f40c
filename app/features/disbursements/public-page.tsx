import type { PublicBatch } from "#app/features/aid/batch-queries.server.ts";
import { DisbursementAid } from "#app/features/aid/public-aid.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { fundHref } from "#app/features/funds/kinds.ts";
import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { Answer } from "#app/ui/answer.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf, DateText } from "#app/ui/date-text.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pagination } from "#app/ui/pagination.tsx";
import { Section } from "#app/ui/section.tsx";
import { BatchesTable } from "./batches-table.tsx";
import { shownCount } from "./beneficiary-counts.ts";
import { DisbursementSteps } from "./disbursement-steps.tsx";
import { EvidenceTable } from "./evidence-table.tsx";
import type { BatchView, DisbursementView, EvidenceView } from "./queries.server.ts";
import { SourcesTable } from "./sources-table.tsx";
import type { DisbursementSource } from "./trace-queries.server.ts";

export interface PublicDisbursementPageProps {
  view: DisbursementView;
  evidence: EvidenceView[];
  batches: BatchView[];
  /** Where the payment is one of aid to people. */
  aid: PublicBatch | null;
  sources: DisbursementSource[];
  tracedFen: bigint;
  /** Address of the next page of sources. */
  next: string | null;
  isFirstPage: boolean;
  asOf: Date;
}

/** One payment in public: what it was for, what it was paid from, whom it reached, and the proof. */
export function PublicDisbursementPage(props: PublicDisbursementPageProps) {
  const { view, evidence, batches, asOf } = props;
  const t = useT("disbursements");
  const lang = useLang();
  const fund = inLang(lang, view.fundTitle, view.fundTitleEn);
  const organization = inLang(lang, view.organizationName, view.organizationNameEn);
  const shown = evidence.filter(({ isPublic }) => isPublic);
  const hiddenCount = evidence.length - shown.length;
  return (
    <div className="wrap">
      <Crumbs
        items={[
          { href: fundHref({ kind: view.fundKind, slug: view.fundSlug }), label: fund },
          { label: t("title") },
        ]}
      />
      <Answer
        title={
          <>
            <span>{inLang(lang, view.purpose, view.purposeEn)}</span> <LeadSentence view={view} />
          </>
        }
        lead={t("lead", { organization, fund, line: inLang(lang, view.lineName, view.lineNameEn) })}
      >
        <AsOf at={asOf} />
      </Answer>
      <DisbursementSteps view={view} />
      <Sources {...props} />
      <DisbursementAid batch={props.aid} />
      <Section title={t("batchesTitle")}>
        <BatchesTable batches={batches} />
      </Section>
      <Section title={t("evidenceTitle")} id="evidence">
        {shown.length > 0 ? <EvidenceTable evidence={shown} inside={false} /> : null}
        {evidence.length === 0 ? <p className="note">{t("evidenceNone")}</p> : null}
        {hiddenCount > 0 ? <p className="note">{t("evidencePrivate", { count: hiddenCount })}</p> : null}
      </Section>
      <Section title={t("factsTitle")}>
        <Facts
          plain
          items={[
            {
              term: t("organization"),
              value: <a href={`/organizations/${view.organizationSlug}`}>{organization}</a>,
            },
            {
              term: t("expectedPeople"),
              value:
                shownCount(view.beneficiaryCount) === null
                  ? t("fewPeople")
                  : props.aid && !props.aid.deliveredAt
                    ? t("peopleAtLeast", { people: view.beneficiaryCount })
                    : t("peopleValue", { people: view.beneficiaryCount, times: view.personTimes }),
            },
            { term: t("line"), value: inLang(lang, view.lineName, view.lineNameEn) },
            { term: t("approvedBy"), value: view.approvedAt ? <DateText value={view.approvedAt} /> : "" },
            ...(view.unpaidFen > 0n ? [{ term: t("unpaid"), value: <Money fen={view.unpaidFen} /> }] : []),
            { term: t("number"), value: view.id, code: true },
          ]}
        />
      </Section>
    </div>
  );
}

function LeadSentence({ view }: { view: DisbursementView }) {
  const parts = { paid: <Money fen={view.amountFen} />, delivered: <Money fen={view.deliveredFen} /> };
  const key = view.withdrawnAt
    ? "leadWithdrawn"
    : !view.paidAt
      ? "leadApproved"
      : view.deliveredFen >= view.amountFen
        ? "leadDelivered"
        : view.deliveredFen > 0n
          ? "leadPart"
          : "leadPaid";
  return (
    <span>
      <Phrase ns="disbursements" k={key} parts={parts} />
    </span>
  );
}

function Sources({ view, sources, tracedFen, next, isFirstPage }: PublicDisbursementPageProps) {
  const t = useT("disbursements");
  if (!view.paidAt) {
    return view.withdrawnAt ? null : <Section title={t("sourcesTitle")} intro={t("sourcesUnpaid")} />;
  }
  const waitingFen = view.amountFen - tracedFen;
  return (
    <Section title={t("sourcesTitle")} intro={t("sourcesIntro")} id="sources">
      {sources.length > 0 ? <SourcesTable sources={sources} isAll={isFirstPage && next === null} /> : null}
      {waitingFen > 0n ? (
        <p className="note">{t("sourcesWaiting", { amount: formatYuan(waitingFen) })}</p>
      ) : null}
      {next || !isFirstPage ? (
        <Pagination
          next={next}
          first={isFirstPage ? null : `/disbursements/${view.id}#sources`}
          summary={t("sourcesPage")}
        />
      ) : null}
    </Section>
  );
}
