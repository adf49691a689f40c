import { inLang } from "#app/features/funds/fund-text.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { type FactItem, Facts } from "#app/ui/facts.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { limitWords } from "../rules/rule-text.ts";
import type { AgreementRow } from "./agreement-rows.server.ts";
import { agreementHref, merchantHref, ordersHref, promisesHref, streetHref } from "./hrefs.ts";
import type { CampaignData } from "./load-campaign.server.ts";
import { accruedFen, leftOfCapFen, type PromiseSums, waitingFen } from "./promise-sums.ts";
import { RuleWords } from "./rule-words.tsx";
import { StandingState } from "./standing-state.tsx";

type CampaignPartProps = Pick<CampaignData, "fund" | "promises">;

/** How many enterprises the page lists; the table behind it has all. */
const LISTED = 30;

/** The enterprises with each one's rule in words, what of its cap is left, and whether its badge hangs. */
export function MerchantsSection({ fund, promises: { rows } }: CampaignPartProps) {
  const t = useT("promises");
  const lang = useLang();
  return (
    <Section title={t("merchants")} intro={t("merchantsIntro")} id="merchants" first>
      <CardsTable
        caption={t("merchantsCaption")}
        variant="stated"
        className="merchants"
        rows={rows.slice(0, LISTED)}
        rowKey={(row) => row.id}
        empty={<p className="note">{t("noMerchants")}</p>}
        columns={[
          {
            key: "who",
            head: t("merchant"),
            cell: (row) => (
              <>
                <a href={merchantHref(row.merchantSlug)}>
                  {inLang(lang, row.merchantName, row.merchantNameEn)}
                </a>
                <small>{inLang(lang, row.terms.goods, row.terms.goodsEn)}</small>
              </>
            ),
          },
          {
            key: "rule",
            head: t("rule"),
            label: null,
            cell: (row) => (
              <>
                <RuleWords terms={row.terms} />
                <small>
                  <RuleNotes row={row} campaign={fund.slug} />
                </small>
              </>
            ),
          },
          { key: "badge", head: t("badge"), label: null, cell: (row) => <StandingState row={row} dated /> },
        ]}
      />
      <p className="more">
        {rows.length > LISTED ? t("listedOf", { count: rows.length, listed: LISTED }) : null}{" "}
        <a href={promisesHref(fund.slug)}>{t("seeTable")}</a>
        <Streets rows={rows} />
      </p>
    </Section>
  );
}

function RuleNotes({ row, campaign }: { row: AgreementRow; campaign: string }) {
  const t = useT("promises");
  const leftFen = leftOfCapFen(row.terms.campaignCapFen, row.sums);
  return (
    <>
      {leftFen === null ? null : (
        <>
          {leftFen === 0n ? (
            t("capReached")
          ) : (
            <>
              {t("capLeft")} <Money fen={leftFen} />
            </>
          )}
          {" · "}
        </>
      )}
      <a href={agreementHref(campaign, row.id)}>{t("agreement")}</a>
    </>
  );
}

function Streets({ rows }: { rows: readonly AgreementRow[] }) {
  const lang = useLang();
  const streets = new Map(rows.flatMap((row) => row.streets.map((street) => [street.slug, street])));
  return (
    <>
      {[...streets.values()].map((street) => (
        <span key={street.slug}>
          {" · "}
          <a href={streetHref(street.slug)}>{inLang(lang, street.name, street.nameEn)}</a>
        </span>
      ))}
    </>
  );
}

/** Promised against paid, each sum with its rows. */
export function PromisesSection({ fund, promises: { sums } }: CampaignPartProps) {
  const t = useT("promises");
  const table = promisesHref(fund.slug);
  const promised = accountId("promised", fund.organizationId);
  return (
    <Section title={t("promisedPaid")} intro={t("promisedPaidIntro")} id="promises">
      <div className="plain narrow">
        <Pairs
          items={[
            row(t("waitingRow"), waitingFen(sums), ordersHref(fund.slug)),
            row(t("promisedRow"), sums.promisedFen, `${table}?sort=promised`),
            row(t("accruedRow"), accruedFen(sums), `${table}?sort=accrued`, true),
            row(t("statedRow"), sums.statedFen, `${table}?sort=promised`),
            row(t("paidRow"), sums.paidFen, `${table}?sort=paid`),
            row(t("dueRow"), sums.dueFen, `${table}?sort=promised`),
            row(t("overdueRow"), sums.overdueFen, `${table}?overdue=1`),
          ]}
        />
      </div>
      <p className="note after">
        <a href={ordersHref(fund.slug)}>{t("seeOrders")}</a> ·{" "}
        <a href={`/ledger/accounts/${encodeURIComponent(promised)}`}>{t("ledgerRows")}</a>
      </p>
    </Section>
  );
}

function row(term: string, fen: bigint, href: string, total = false) {
  return {
    term,
    value: (
      <a href={href}>
        <Money fen={fen} />
      </a>
    ),
    total,
  };
}

/**
 * What a seller who gives must tell at the point of sale and afterwards: 慈善法 Art. 37 (an agreement with a charity
 * before the sales, its fulfilment, and the donations made public), and the practice of BBB standard 19.
 */
export function Article37Section({ fund, promises: { rows, sums } }: CampaignPartProps) {
  const t = useT("promises");
  const lang = useLang();
  const days = rows.map(
    ({ confirmedFrom, confirmedTo }) => [confirmedFrom ?? "", confirmedTo ?? ""] as const,
  );
  const from = days.map(([day]) => day).sort()[0];
  const to = days
    .map(([, day]) => day)
    .sort()
    .at(-1);
  const items: FactItem[] = [
    {
      term: t("charity"),
      value: (
        <a href={`/organizations/${fund.organizationSlug}`}>
          {inLang(lang, fund.organizationName, fund.organizationNameEn)}
        </a>
      ),
    },
    { term: t("filingNo"), value: fund.filingNo ?? t("noFilingNo"), code: fund.filingNo !== null },
    ...(from && to ? [{ term: t("agreedPeriod"), value: t("fromTo", { from, to }) }] : []),
    { term: t("agreementsBefore"), value: t("agreementsCount", { count: rows.length }) },
    { term: t("caps"), value: <Caps rows={rows} sums={sums} /> },
    { term: t("floors"), value: <Floors rows={rows} /> },
    { term: t("moneyTo"), value: t("moneyToText") },
    {
      term: t("results"),
      value: <a href={promisesHref(fund.slug)}>{t("seeTable")}</a>,
    },
  ];
  return (
    <Section title={t("law")} intro={t("lawIntro")} id="law">
      <Facts plain items={items} />
    </Section>
  );
}

function Caps({ rows }: { rows: readonly AgreementRow[]; sums: PromiseSums }) {
  const t = useT("promises");
  const current = rows.filter(({ standing }) => standing === "in-force");
  const capped = current.flatMap((row) => {
    const leftFen = leftOfCapFen(row.terms.campaignCapFen, row.sums);
    return leftFen === null ? [] : [{ capFen: row.terms.campaignCapFen ?? 0n, leftFen }];
  });
  if (capped.length === 0) return <>{t("capsNone")}</>;
  const sum = (pick: (cap: (typeof capped)[number]) => bigint) =>
    capped.reduce((all, cap) => all + pick(cap), 0n);
  return (
    <>
      {t("capsSome", { count: capped.length, all: current.length })}{" "}
      <Money fen={sum(({ capFen }) => capFen)} />
      {t("comma")}
      {t("capLeft")} <Money fen={sum(({ leftFen }) => leftFen)} />
    </>
  );
}

function Floors({ rows }: { rows: readonly AgreementRow[] }) {
  const t = useT("promises");
  const lang = useLang();
  const floors = rows.flatMap((row) => {
    const { floor } = limitWords(row.terms, lang);
    return floor === null || row.standing !== "in-force" ? [] : [{ row, floor }];
  });
  if (floors.length === 0) return <>{t("floorsNone")}</>;
  return (
    <>
      {floors.map(({ row, floor }) => (
        <span key={row.id} className="line">
          {inLang(lang, row.merchantName, row.merchantNameEn)}
          {t("colon")}
          {floor}
        </span>
      ))}
    </>
  );
}
