import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import { ruleText } from "../rules/rule-text.ts";
import { type AgreementState, agreementState, openProposal } from "./agreement-state.ts";
import type { AgreementListed } from "./queries.server.ts";

export const AGREEMENT_TONES = {
  drafted: "wait",
  offered: "wait",
  agreed: "done",
  "in-force": "done",
  suspended: "bad",
  expired: "wait",
  ended: "wait",
  refused: "warn",
  withdrawn: "wait",
  lapsed: "warn",
} as const satisfies Record<AgreementState, Tone>;

/** An enterprise's agreements: what waits for its confirmation first. */
export function SalesAgreementsPage({ rows, today }: { rows: readonly AgreementListed[]; today: string }) {
  const t = useT("consumptionAgreements");
  const lang = useLang();
  const waits = (row: AgreementListed) => openProposal(row, today) === "offered";
  const waiting = rows.filter(waits).length;
  const sorted = [...rows].sort((a, b) => Number(waits(b)) - Number(waits(a)));
  return (
    <div className="wrap">
      <div className="head">
        <h1>{waiting === 0 ? t("salesTitle") : t("salesWaiting", { count: waiting })}</h1>
      </div>
      <p className="lead">{t("salesLead")}</p>
      <CardsTable
        caption={t("salesTitle")}
        variant="stated"
        rows={sorted}
        rowKey={(row) => row.id}
        empty={<EmptyState title={t("salesEmpty")}>{t("salesEmptyText")}</EmptyState>}
        columns={[
          {
            key: "campaign",
            head: t("campaign"),
            cell: (row) => (
              <>
                <a href={`/workspace/sales/agreements/${row.id}`}>
                  {inLang(lang, row.campaignTitle, row.campaignTitleEn)}
                </a>
                <small>{inLang(lang, row.organizationName, row.organizationNameEn)}</small>
              </>
            ),
          },
          { key: "rule", head: t("rule"), cell: (row) => ruleText(row.terms, lang) },
          {
            key: "period",
            head: t("period"),
            className: "num",
            cell: (row) =>
              t("fromTo", { from: row.confirmedFrom ?? row.effectiveOn, to: row.confirmedTo ?? row.endsOn }),
          },
          {
            key: "state",
            head: t("state"),
            st: true,
            cell: (row) => {
              const state = agreementState(row, today);
              const hasOffer = waits(row) && state !== "offered";
              return (
                <>
                  <State tone={AGREEMENT_TONES[state]}>{t(`state_${state}`)}</State>
                  {hasOffer ? <small>{t("newTermsWait")}</small> : null}
                </>
              );
            },
          },
        ]}
      />
    </div>
  );
}
