import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { adjustedIncomeFen } from "./compute-ratios.ts";
import type { RatioYear } from "./load-ratios.server.ts";
import { auditHref } from "./ratio-text.ts";

interface InputRow {
  key: string;
  label: string;
  fen: bigint;
  source: ReactNode;
}

/** Each figure that the ratios are made of, with the place where it can be checked. */
export function InputsSection({
  ratios,
  slug,
  isMember,
}: {
  ratios: RatioYear;
  slug: string;
  isMember: boolean;
}) {
  const t = useT("ratios");
  const { facts } = ratios.inputs;
  const spending = <a href={`/organizations/${slug}`}>{t("src_spending")}</a>;
  const ledger = <a href={`/ledger/accounts?organization=${slug}`}>{t("src_ledger")}</a>;
  const words = t("src_costs", { count: ratios.costs.entries });
  const costs = (
    <>
      {isMember ? <a href={`/workspace/ratios/costs?year=${ratios.year}`}>{words}</a> : words}
      {ratios.costs.waiting > 0 ? <small>{t("src_waiting", { count: ratios.costs.waiting })}</small> : null}
    </>
  );
  const rows: InputRow[] = [
    { key: "reached", label: t("input_reached"), fen: facts.reachedFen, source: spending },
    { key: "paid", label: t("input_paid"), fen: facts.paidFen, source: ledger },
    { key: "transit", label: t("input_transit"), fen: ratios.transitFen, source: spending },
    ...(ratios.isOver
      ? []
      : [{ key: "approved", label: t("input_approved"), fen: ratios.approvedFen, source: spending }]),
    { key: "fees", label: t("input_fees"), fen: facts.channelFeesFen, source: ledger },
    { key: "administration", label: t("input_administration"), fen: facts.administrationFen, source: costs },
    { key: "fundraising", label: t("input_fundraising"), fen: facts.fundraisingFen, source: costs },
    { key: "project", label: t("input_project"), fen: facts.projectFen, source: costs },
  ];
  return (
    <Section title={t("inputsTitle")}>
      <CardsTable
        caption={t("inputsCaption")}
        variant="trio"
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { key: "item", head: t("item"), cell: (row) => row.label },
          { key: "source", head: t("source"), cell: (row) => row.source },
          {
            key: "fen",
            head: t("amount"),
            right: true,
            cell: (row) => <Money fen={row.fen} symbol={false} />,
          },
        ]}
      />
    </Section>
  );
}

/** The years before: what stands in the audited books, and whose word it is. */
export function YearsSection({ ratios, slug }: { ratios: RatioYear; slug: string }) {
  const t = useT("ratios");
  const money = (fen: bigint | null) => (fen === null ? null : <Money fen={fen} symbol={false} />);
  const rows = ratios.bases.filter((base) => base.year < ratios.year);
  return (
    <Section title={t("yearsTitle")} intro={t("adjustedHelp")}>
      <CardsTable
        caption={t("yearsCaption")}
        variant="headed"
        rows={rows}
        rowKey={(row) => String(row.year)}
        empty={<EmptyState title={t("noYears")}>{t("noYearsText")}</EmptyState>}
        columns={[
          { key: "year", head: t("year"), cell: (row) => t("yearOf", { year: String(row.year) }) },
          {
            key: "source",
            head: t("source"),
            cell: (row) => (
              <>
                <State tone={row.source === "ledger" ? "wait" : "done"}>{t(`source_${row.source}`)}</State>{" "}
                {row.source === "register" ? <a href={auditHref(slug, row.year)}>{t("auditFile")}</a> : null}
                {row.sha256 ? (
                  <small className="code">{t("auditSum", { sha: `${row.sha256.slice(0, 16)}…` })}</small>
                ) : null}
              </>
            ),
          },
          { key: "total", head: t("totalIncome"), right: true, cell: (row) => money(row.totalIncomeFen) },
          {
            key: "adjusted",
            head: t("adjustedIncome"),
            right: true,
            cell: (row) => money(adjustedIncomeFen(row)),
          },
          {
            key: "donations",
            head: t("donationIncome"),
            right: true,
            cell: (row) => money(row.donationIncomeFen),
          },
          { key: "assets", head: t("netAssets"), right: true, cell: (row) => money(row.netAssetsFen) },
        ]}
      />
    </Section>
  );
}
