import { useT } from "#app/lib/i18n-react.tsx";
import { Age, useAge } from "#app/ui/age.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import type { WaitingCount } from "./waiting-states.server.ts";
import { WAITING_STATES, type WaitingState } from "./waiting-states.ts";

/** Where a charity's own people take the next step. */
const PLACES: Partial<Record<WaitingState, string>> = {
  "statement-unfetched": "/workspace/reconciliation",
  "giving-alert": "/workspace/giving-days#alerts",
  "refund-unapproved": "/workspace/refunds",
  "refund-sent": "/workspace/refunds",
  "quarantine-undecided": "/workspace/quarantine",
  "screening-undecided": "/workspace/screening",
  "signal-undecided": "/workspace/consumption/signals",
  "cash-uncounted": "/workspace/gifts",
  "cash-unbanked": "/workspace/gifts",
  "disbursement-unapproved": "/workspace/disbursements",
  "disbursement-unpaid": "/workspace/disbursements",
  "payout-in-transit": "/workspace/reconciliation",
  "suggestion-undecided": "/workspace/reconciliation/suggestions",
  "break-open": "/workspace/reconciliation/breaks",
  "write-off-unanswered": "/workspace/reconciliation/breaks",
  "day-unclosed": "/workspace/reconciliation/close",
  "record-undecided": "/workspace/organization",
  "filing-unreleased": "/workspace/filings",
  "filing-unsubmitted": "/workspace/filings",
  "filing-returned": "/workspace/filings",
  "filing-unanswered": "/workspace/filings",
  "agreement-undrafted": "/workspace/agreements",
  "agreement-unconfirmed": "/workspace/agreements",
  "enquiry-unanswered": "/workspace/enquiries",
  "receipt-unissued": "/workspace/receipts",
  "aid-unchecked": "/workspace/aid",
  "aid-undecided": "/workspace/aid",
  "aid-unannounced": "/workspace/aid",
  "aid-unrecovered": "/workspace/aid/stops",
  "payment-batch-unreleased": "/workspace/payment-batches",
  "payment-batch-unsent": "/workspace/payment-batches",
  "payment-batch-unsettled": "/workspace/payment-batches",
  "payee-unpaid": "/workspace/payment-batches",
  "approval-rule-unanswered": "/workspace/settings",
  "cost-undecided": "/workspace/ratios/costs",
  "year-books-undecided": "/workspace/ratios/books",
  "duty-event-undecided": "/workspace/disclosures/events",
  "duty-overdue": "/workspace/disclosures",
  "project-unreleased": "/workspace/projects",
  "project-end-unanswered": "/workspace/projects",
  "merchant-statement-disputed": "/workspace/consumption/statements?which=disputed",
  "merchant-statement-overdue": "/workspace/consumption/statements?which=overdue",
};

/** What waits in an organization's rooms, past its time first, on its start page; nothing where nothing does. */
export function RoomsWaitingSection({ waiting, now }: { waiting: readonly WaitingCount[]; now: Date }) {
  const t = useT("waiting");
  if (waiting.length === 0) return null;
  return (
    <Section title={t("yourTitle")} intro={t("yourIntro")} id="waiting">
      <WaitingTable caption={t("yourTitle")} rows={overdueFirst(waiting)} now={now} withPlace />
    </Section>
  );
}

const overdueFirst = (waiting: readonly WaitingCount[]): WaitingCount[] =>
  [...waiting].sort((a, b) => Number(b.overdueCount > 0) - Number(a.overdueCount > 0));

/** Every state in which something waits, those past their time first, for the operator. */
export function WaitingSection({ waiting, now }: { waiting: readonly WaitingCount[]; now: Date }) {
  const t = useT("waiting");
  const rows = overdueFirst(waiting.filter(({ count }) => count > 0));
  return (
    <Section title={t("all")} intro={t("allIntro")} id="waiting">
      {rows.length === 0 ? null : <WaitingTable caption={t("all")} rows={rows} now={now} />}
      <p className="note">
        {rows.length === 0 ? t("nothing") : t("rest", { count: waiting.length - rows.length })}
      </p>
    </Section>
  );
}

function WaitingTable(props: {
  caption: string;
  rows: readonly WaitingCount[];
  now: Date;
  withPlace?: boolean;
}) {
  const { caption, rows, now, withPlace = false } = props;
  const t = useT("waiting");
  const age = useAge();
  const longest = (state: WaitingState) => age(new Date(now.getTime() - WAITING_STATES[state].maxAgeMs), now);
  const place = (state: WaitingState) => (withPlace ? PLACES[state] : undefined);
  return (
    <CardsTable
      caption={caption}
      className="ops"
      variant="duo stated"
      rows={rows}
      rowKey={({ state }) => state}
      columns={[
        {
          key: "state",
          head: t("state"),
          cell: ({ state }) => {
            const href = place(state);
            return (
              <>
                {href ? <a href={href}>{t(`state_${state}`)}</a> : t(`state_${state}`)}{" "}
                <small>{t(`owner_${WAITING_STATES[state].owner}`)}</small>
              </>
            );
          },
        },
        {
          key: "word",
          head: t("overdue"),
          st: true,
          cell: ({ overdueCount }) =>
            overdueCount > 0 ? (
              <State tone="bad">
                {t("overdueOne")} {overdueCount}
              </State>
            ) : (
              <State tone="done">{t("inTime")}</State>
            ),
        },
        { key: "count", head: t("count"), right: true, cell: ({ count }) => String(count) },
        {
          key: "amount",
          head: t("amount"),
          right: true,
          cell: ({ amountFen }) => (amountFen === null ? null : <Money fen={amountFen} symbol={false} />),
        },
        {
          key: "oldest",
          head: t("oldest"),
          cell: ({ oldestAt }) => (oldestAt === null ? null : <Age since={oldestAt} now={now} />),
        },
        { key: "limit", head: t("limit"), cell: ({ state }) => longest(state) },
      ]}
    />
  );
}
