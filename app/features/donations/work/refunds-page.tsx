import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FilterForm, SearchField } from "#app/ui/filter-form.tsx";
import { Money } from "#app/ui/money.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { Section } from "#app/ui/section.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { FoundGift, RefundWork } from "./refund-queries.server.ts";

const LIST = "/workspace/refunds";

export const REFUND_TONES: Record<RefundWork["state"], Tone> = {
  waiting: "warn",
  rejected: "bad",
  promised: "wait",
  sent: "wait",
  paid: "done",
  failed: "bad",
};

export interface RefundsPageProps {
  requests: RefundWork[];
  waitingCount: number;
  typed: { q: string; amount: string; day: string };
  /** Null before anybody searched. */
  found: FoundGift[] | null;
}

/** Find the gift; below, what was asked for and where it stands. */
export function RefundsPage({ requests, waitingCount, typed, found }: RefundsPageProps) {
  const t = useT("moneyBack");
  return (
    <div className="wrap">
      <div className="head">
        <h1>{waitingCount === 0 ? t("refundsNone") : t("refundsSome", { count: waitingCount })}</h1>
      </div>
      <p className="lead">{t("refundsLead")}</p>
      <Section title={t("searchTitle")}>
        <FilterForm action={LIST} label={t("searchLabel")} submit={t("searchGo")} active={found !== null}>
          <SearchField name="q" label={t("searchNumber")} defaultValue={typed.q} />
          <MoneyInput name="amount" label={t("searchAmount")} defaultValue={typed.amount} />
          <TextField name="day" type="date" label={t("searchDay")} defaultValue={typed.day} />
        </FilterForm>
        <p className="note">{t("searchNumberHelp")}</p>
        {found ? <FoundTable found={found} /> : null}
      </Section>
      <Section title={t("workTitle")}>
        {requests.length > 0 ? <RequestTable requests={requests} /> : <p className="note">{t("workNone")}</p>}
      </Section>
    </div>
  );
}

function FoundTable({ found }: { found: readonly FoundGift[] }) {
  const t = useT("moneyBack");
  const isEnglish = useLang() === "en";
  return (
    <CardsTable
      caption={t("foundCaption")}
      variant="headed"
      rows={found}
      rowKey={(row) => row.id}
      empty={<EmptyState title={t("foundNone")}>{t("foundNoneText")}</EmptyState>}
      columns={[
        {
          key: "gift",
          head: t("gift"),
          cell: (row) => (
            <>
              <a href={`${LIST}/${row.id}`}>{isEnglish ? row.titleEn : row.title}</a>
              <small className="code">{row.id}</small>
            </>
          ),
        },
        {
          key: "amount",
          head: t("amount"),
          label: t("amountLabel"),
          right: true,
          st: true,
          cell: (row) => <Money fen={row.amountFen} symbol={false} />,
        },
        { key: "at", head: t("paidAt"), cell: (row) => <DateText value={row.paidAt} precision="minute" /> },
        {
          key: "provider",
          head: t("provider"),
          cell: (row) => t(`provider_${row.provider}` as "provider_alipay"),
        },
      ]}
    />
  );
}

function RequestTable({ requests }: { requests: readonly RefundWork[] }) {
  const t = useT("moneyBack");
  const isEnglish = useLang() === "en";
  return (
    <CardsTable
      caption={t("workCaption")}
      variant="headed"
      rows={requests}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "gift",
          head: t("gift"),
          cell: (row) => (
            <>
              <a href={`${LIST}/${row.donationId}`}>{isEnglish ? row.titleEn : row.title}</a>
              <small>{row.requestedByName}</small>
            </>
          ),
        },
        {
          key: "amount",
          head: t("amount"),
          label: t("amountLabel"),
          right: true,
          st: true,
          cell: (row) => <Money fen={row.amountFen} symbol={false} />,
        },
        { key: "since", head: t("since"), cell: (row) => <DateText value={row.requestedAt} /> },
        {
          key: "state",
          head: t("state"),
          cell: (row) => <State tone={REFUND_TONES[row.state]}>{t(`state_${row.state}`)}</State>,
        },
      ]}
    />
  );
}
