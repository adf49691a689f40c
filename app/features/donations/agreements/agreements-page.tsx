import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import type { AgreementState } from "./agreement-terms.ts";
import type { AgreementListed } from "./queries.server.ts";

export const AGREEMENT_TONES: Record<AgreementState, Tone> = {
  asked: "warn",
  drafted: "warn",
  offered: "wait",
  concluded: "done",
};

/** The charity's agreements: what waits for it first. */
export function AgreementsPage({ agreements }: { agreements: readonly AgreementListed[] }) {
  const t = useT("agreements");
  const isEnglish = useLang() === "en";
  const waiting = agreements.filter(({ state }) => state === "asked" || state === "drafted").length;
  return (
    <div className="wrap">
      <div className="head">
        <h1>{waiting === 0 ? t("listNone") : t("listSome", { count: waiting })}</h1>
      </div>
      <p className="lead">{t("listLead")}</p>
      <CardsTable
        caption={t("listCaption")}
        variant="stated"
        rows={agreements}
        rowKey={(row) => row.donationId}
        empty={
          <EmptyState
            title={t("listEmpty")}
            action={{ href: "/workspace/gifts", label: t("listEmptyAction") }}
          >
            {t("listEmptyText")}
          </EmptyState>
        }
        columns={[
          {
            key: "party",
            head: t("donorParty"),
            cell: (row) => (
              <>
                <a href={`/workspace/agreements/${row.donationId}`}>{row.partyName}</a>
                <small>{isEnglish ? row.fundTitleEn : row.fundTitle}</small>
              </>
            ),
          },
          {
            key: "amount",
            head: t("amountHead"),
            label: t("quantity"),
            right: true,
            cell: (row) => <Money fen={row.amountFen} symbol={false} />,
          },
          { key: "asked", head: t("askedAt"), cell: (row) => <DateText value={row.askedAt} /> },
          {
            key: "state",
            head: t("state"),
            st: true,
            cell: (row) => <State tone={AGREEMENT_TONES[row.state]}>{t(`state_${row.state}`)}</State>,
          },
        ]}
      />
    </div>
  );
}
