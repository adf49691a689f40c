import { costsFen, inflowFen } from "#app/features/funds/figures.ts";
import { inLang } from "#app/features/funds/fund-text.ts";
import { fundHref } from "#app/features/funds/kinds.ts";
import type { LedgerCheckView } from "#app/features/ledger/health.server.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Answer } from "#app/ui/answer.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf, DateText } from "#app/ui/date-text.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { checkText } from "./ledger-text.ts";
import type { FundEquation, LedgerHealthData } from "./load-ledger.server.ts";

const secondsOf = (check: Pick<LedgerCheckView, "durationMs">): string =>
  (check.durationMs / 1000).toFixed(2);

/** What is checked, what came of it, how fresh the books are, and every fund's equation. */
export function LedgerHealthPage({ checks, head, equations, asOf }: LedgerHealthData) {
  const t = useT("ledger");
  const [latest] = checks;
  const failed = latest?.results.filter((result) => !result.ok).length ?? 0;
  const say = !latest
    ? t("healthNone")
    : failed > 0
      ? t("healthBad", { count: failed })
      : t("healthOk", { count: latest.results.length });
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/ledger", label: t("title") }]} />
      <Answer title={say} lead={t("healthLead")}>
        {latest ? <AsOf at={latest.checkedAt}>{t("checkedAt", { seconds: secondsOf(latest) })}</AsOf> : null}
      </Answer>
      {latest ? <Checks check={latest} /> : null}
      <Section title={t("freshness")}>
        <Facts
          plain
          items={[
            { term: t("sequenced"), value: head.nextIndex.toLocaleString("en-US") },
            { term: t("waiting"), value: head.pendingCount.toLocaleString("en-US") },
            { term: t("snapshot"), value: t("snapshotRows", { index: Number(head.snapshotIndex) }) },
            { term: t("snapshotAt"), value: <DateText value={head.snapshotAt} precision="second" /> },
          ]}
        />
      </Section>
      <Equations equations={equations} />
      <AsOf at={asOf} />
      {checks.length > 1 ? <History checks={checks} /> : null}
    </div>
  );
}

function Checks({ check }: { check: LedgerCheckView }) {
  const t = useT("ledger");
  return (
    <Section title={t("checks")}>
      <CardsTable
        caption={t("checksCaption")}
        variant="stated"
        rows={check.results}
        rowKey={(result) => result.name}
        columns={[
          {
            key: "name",
            head: t("checkName"),
            cell: (result) => (
              <>
                {checkText(result.name, t)}
                <small className="code">{result.name}</small>
                {result.ok ? null : <small>{t("offenders", { ids: result.offenders.join(", ") })}</small>}
              </>
            ),
          },
          {
            key: "result",
            head: t("result"),
            st: true,
            cell: (result) =>
              result.ok ? <State>{t("passed")}</State> : <State tone="bad">{t("failed")}</State>,
          },
        ]}
      />
    </Section>
  );
}

function Equations({ equations }: { equations: readonly FundEquation[] }) {
  const t = useT("ledger");
  const lang = useLang();
  const money = (fen: bigint) => <Money fen={fen} symbol={false} />;
  const inFundFen = ({ figures }: FundEquation) =>
    figures.availableFen + figures.heldFen + figures.committedFen;
  const total = (pick: (row: FundEquation) => bigint) =>
    money(equations.reduce((sum, row) => sum + pick(row), 0n));
  return (
    <Section title={t("equations")} intro={t("equationsIntro")}>
      <CardsTable
        caption={t("equationsCaption")}
        variant="duo"
        rows={equations}
        rowKey={(row) => row.id}
        empty={<p className="note">{t("noAccounts")}</p>}
        columns={[
          {
            key: "fund",
            head: t("fund"),
            cell: (row) => <a href={fundHref(row)}>{inLang(lang, row.title, row.titleEn)}</a>,
            foot: t("total"),
          },
          {
            key: "in",
            head: t("cameIn"),
            right: true,
            cell: (row) => money(inflowFen(row.figures)),
            foot: total((row) => inflowFen(row.figures)),
          },
          {
            key: "used",
            head: t("used"),
            right: true,
            cell: (row) => money(row.figures.disbursedFen),
            foot: total((row) => row.figures.disbursedFen),
          },
          {
            key: "inFund",
            head: t("inFund"),
            right: true,
            cell: (row) => money(inFundFen(row)),
            foot: total(inFundFen),
          },
          {
            key: "else",
            head: t("wentElse"),
            right: true,
            cell: (row) => money(costsFen(row.figures)),
            foot: total((row) => costsFen(row.figures)),
          },
          {
            key: "gap",
            head: t("gap"),
            right: true,
            cell: (row) => money(row.gapFen),
            foot: total((row) => row.gapFen),
          },
        ]}
      />
    </Section>
  );
}

function History({ checks }: { checks: readonly LedgerCheckView[] }) {
  const t = useT("ledger");
  return (
    <Section title={t("history")}>
      <CardsTable
        caption={t("historyCaption")}
        variant="stated"
        rows={checks}
        rowKey={(check) => check.checkedAt.toISOString()}
        columns={[
          {
            key: "when",
            head: t("when"),
            cell: (check) => <DateText value={check.checkedAt} precision="second" />,
          },
          {
            key: "result",
            head: t("result"),
            st: true,
            cell: (check) => (
              <State tone={check.ok ? "done" : "bad"}>
                {t("passedOf", {
                  passed: check.results.filter((result) => result.ok).length,
                  all: check.results.length,
                })}
              </State>
            ),
          },
          {
            key: "took",
            head: t("took"),
            right: true,
            cell: (check) => t("seconds", { seconds: secondsOf(check) }),
          },
        ]}
      />
    </Section>
  );
}
