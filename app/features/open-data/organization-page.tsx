import type { ReactNode } from "react";
import { FundAid } from "#app/features/aid/public-aid.tsx";
import { merchantHref } from "#app/features/consumption/pages/hrefs.ts";
import { YearStrip } from "#app/features/disclosures/year-strip.tsx";
import { AnswerFiguresText } from "#app/features/donations/enquiries/answer-figures.tsx";
import { inflowFen } from "#app/features/funds/figures.ts";
import { useBarParts } from "#app/features/funds/fund-answer.tsx";
import { DutiesTable } from "#app/features/funds/fund-duties.tsx";
import { FundRows } from "#app/features/funds/fund-list.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { ORGANIZATION_FORMS } from "#app/features/organizations/kinds.ts";
import { GovernanceSection, VersionsSection } from "#app/features/organizations/public-record.tsx";
import { ratiosHref } from "#app/features/ratios/ratio-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDay } from "#app/lib/time.ts";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf, DateText } from "#app/ui/date-text.tsx";
import { type FactItem, Facts } from "#app/ui/facts.tsx";
import { FundBar } from "#app/ui/fund-bar.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { type PairItem, Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { State } from "#app/ui/state.tsx";
import type { OrganizationData } from "./load-organizations.server.ts";
import { SumsSay } from "./sums-say.tsx";

/** An organization: its sums, its standing, what it runs, and what it must publish. */
export function OrganizationPage(data: OrganizationData) {
  const { organization, record, figures, funds, nextCursor, duties, years, today } = data;
  const t = useT("organizations");
  const tc = useT("clock");
  const te = useT("enquiries");
  const tf = useT("funds");
  const lang = useLang();
  const parts = useBarParts(figures, null);
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/organizations", label: t("title") }]} />
      <div className="answer">
        <h1>
          <span className="name">
            {inLang(lang, organization.name, organization.nameEn)}{" "}
            <small>{inLang(lang, organization.summary, organization.summaryEn)}</small>
          </span>
        </h1>
        {funds.length === 0 ? null : (
          <>
            <p className="say">
              <SumsSay figures={figures} />
            </p>
            {inflowFen(figures) === 0n ? null : (
              <FundBar
                totalLabel={tf("barTotal", { count: Number(figures.donationCount) })}
                total={inflowFen(figures)}
                parts={parts}
              />
            )}
            <AsOf at={figures.asOf} />
          </>
        )}
      </div>
      <Split
        sideClass="sheet trust-marks"
        sideTitle={{ id: "checks", text: t("credibility") }}
        side={<Checks data={data} />}
      >
        <Section title={t("qualifications")} intro={t("qualificationsIntro")} first>
          <Standing data={data} />
        </Section>
        <Section title={t("funds")}>
          {funds.length === 0 ? <p className="note">{t("noFunds")}</p> : <FundRows funds={funds} within />}
          {nextCursor ? <p className="note">{t("moreFunds", { count: funds.length })}</p> : null}
        </Section>
        <FundAid aid={data.aid} applyHref={null} />
        {organization.kind === "enterprise" ? null : (
          <Section title={t("disclosures")} intro={t("disclosuresIntro")}>
            <YearStrip years={years} slug={organization.slug} />
            <DutiesTable duties={duties} today={today} />
            <p className="note after">
              <a href={`/disclosures?organization=${encodeURIComponent(organization.slug)}`}>
                {tc("yearsAll")}
              </a>{" "}
              · <a href="/disclosures/rules">{tc("rulesLink")}</a>
            </p>
          </Section>
        )}
        {organization.kind === "charity" || organization.kind === "trustee" ? (
          <Section title={te("figuresTitle")} id="answers">
            <AnswerFiguresText
              figures={data.answers}
              askHref={`/enquiries/new?organization=${encodeURIComponent(organization.slug)}`}
            />
          </Section>
        ) : null}
        {record && organization.kind === "charity" ? <GovernanceSection record={record} /> : null}
        {record ? <VersionsSection versions={record.versions} /> : null}
      </Split>
    </div>
  );
}

/** What others can check about it: score, reconciliation, accounts. */
function Checks({ data: { organization, credibility, reconciliation } }: { data: OrganizationData }) {
  const t = useT("organizations");
  const tp = useT("promises");
  const tc = useT("close");
  const tr = useT("ratios");
  const { throughDay, openCount, openFen } = reconciliation;
  const count = Number(openCount);
  const items: PairItem[] = [
    {
      term: t("reconciliation"),
      value: throughDay ? t("reconciledTo", { day: throughDay }) : t("reconciledNone"),
    },
    {
      term: tc("title"),
      value: organization.closedThrough
        ? tc("public_through", { day: organization.closedThrough })
        : tc("public_never"),
    },
  ];
  return (
    <>
      {credibility ? (
        <>
          <p className="score">
            <b>
              {credibility.scoreE2 === null
                ? t("credibilityUnrated")
                : t("credibilityScore", { score: (credibility.scoreE2 / 100).toFixed(2) })}
            </b>
          </p>
          <p className="help">
            {t("credibilityWhen", { version: credibility.version, day: shanghaiDay(credibility.createdAt) })}{" "}
            <a href={`/organizations/${organization.slug}/credibility`}>{t("seeCredibility")}</a>
          </p>
        </>
      ) : (
        <p className="help">{t("credibilityNone")}</p>
      )}
      <Pairs items={items} />
      <p>
        {count > 0 ? (
          <State tone="warn">{t("breaks", { count, amount: formatYuan(openFen) })}</State>
        ) : throughDay ? (
          <State>{t("breaksNone")}</State>
        ) : null}
      </p>
      <p className="field">
        <a href={`/organizations/${organization.slug}/reconciliation`}>{t("seeReconciliation")}</a>
      </p>
      <p>
        <a href={`/ledger/accounts?organization=${organization.slug}`}>{t("seeAccounts")}</a>
      </p>
      {organization.kind === "enterprise" ? (
        <p>
          <a href={merchantHref(organization.slug)}>{tp("seePromises")}</a>
        </p>
      ) : null}
      {organization.kind === "charity" ? (
        <p>
          <a href={ratiosHref(organization.slug)}>{tr("seeRatios")}</a>
        </p>
      ) : null}
    </>
  );
}

function Standing({ data: { organization, record, today } }: { data: OrganizationData }) {
  const t = useT("organizations");
  const tr = useT("register");
  const certificateNo = record?.facts.qualification?.certificateNo;
  const lang = useLang();
  const form = ORGANIZATION_FORMS.find((known) => known === organization.form);
  const items: (FactItem | null)[] = [
    organization.uscc ? { term: t("uscc"), value: organization.uscc, code: true } : null,
    form ? { term: t("form"), value: t(`form_${form}`) } : null,
    organization.registrar ? { term: t("registrar"), value: organization.registrar } : null,
    organization.registeredOn
      ? { term: t("registeredOn"), value: <DateText value={organization.registeredOn} /> }
      : null,
    {
      term: t("place"),
      value: (
        <a href={`/regions/${organization.divisionCode}`}>
          {inLang(lang, organization.divisionName, organization.divisionNameEn)}
        </a>
      ),
    },
    ...(organization.kind === "charity"
      ? [
          {
            term: t("publicFundraising"),
            value: (
              <Validity
                from={organization.qualificationFrom}
                to={organization.qualificationTo}
                today={today}
              />
            ),
            note: certificateNo ? tr("certificateNo", { number: certificateNo }) : undefined,
          },
          {
            term: t("taxDeduction"),
            value: <Validity from={organization.taxStatusFrom} to={organization.taxStatusTo} today={today} />,
          },
          {
            term: t("assessment"),
            value: organization.assessmentGrade ? (
              <>
                {organization.assessmentGrade}{" "}
                <Validity from={today} to={organization.assessmentValidTo} today={today} />
              </>
            ) : (
              t("none")
            ),
          },
        ]
      : []),
    organization.bearsFees ? { term: t("bearsFees"), value: t("bearsFeesYes") } : null,
    organization.contact ? { term: t("contact"), value: organization.contact } : null,
  ];
  return <Facts plain items={items.filter((item) => item !== null)} />;
}

function Validity(props: { from: string | null; to: string | null; today: string }): ReactNode {
  const { from, to, today } = props;
  const t = useT("organizations");
  if (!from && !to) return <State tone="wait">{t("none")}</State>;
  if (to && to < today) return <State tone="bad">{t("expired", { day: to })}</State>;
  if (from && from > today) return <State tone="wait">{t("validFrom", { day: from })}</State>;
  return <State>{to ? t("validTo", { day: to }) : t("validOpen")}</State>;
}
