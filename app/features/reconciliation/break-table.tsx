import { useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import type { BreakKind, BreakState } from "./breaks.ts";

/** What the table needs of a break; nothing in it says who is on the other side. */
export interface ShownBreak {
  id: string;
  kind: BreakKind;
  source: string;
  amountFen: bigint;
  day: string;
  state: BreakState;
}

/** A month is the longest that a difference should take. */
const OLD_DAYS = 30;
const TONES: Record<BreakState, Tone> = { open: "warn", explained: "wait", resolved: "done" };

/** Differences with reason, age and next step; `withState` for lists that also show what is over. */
export function BreakTable(props: {
  breaks: readonly ShownBreak[];
  today: string;
  withState?: boolean;
  total?: bigint;
  /** The page of one break, for its own charity. */
  hrefOf?: (id: string) => string;
  empty: { title: string; text: string };
}) {
  const { breaks, today, withState = false, total, empty, hrefOf } = props;
  const t = useT("reconciliation");
  return (
    <CardsTable
      caption={t("breaksCaption")}
      variant="headed"
      className="brk"
      rows={breaks}
      rowKey={(row) => row.id}
      empty={<EmptyState title={empty.title}>{empty.text}</EmptyState>}
      columns={[
        {
          key: "kind",
          head: t("breakKind"),
          foot: total === undefined ? undefined : t("breakTotal"),
          cell: (row) => (
            <>
              {hrefOf ? <a href={hrefOf(row.id)}>{t(`kind_${row.kind}`)}</a> : t(`kind_${row.kind}`)}
              <small>
                <SourceName source={row.source} /> <DateText value={row.day} precision="short-day" />
              </small>
            </>
          ),
        },
        {
          key: "amount",
          head: t("breakAmount"),
          right: true,
          st: true,
          foot: total === undefined ? undefined : <Money fen={total} symbol={false} />,
          cell: (row) => <Money fen={row.amountFen} symbol={false} />,
        },
        {
          key: "age",
          head: t("breakAge"),
          right: true,
          className: "age",
          cell: (row) => <Age row={row} today={today} />,
        },
        withState
          ? {
              key: "state",
              head: t("breakState"),
              cell: (row) => <State tone={TONES[row.state]}>{t(`state_${row.state}`)}</State>,
            }
          : { key: "next", head: t("breakNext"), cell: (row) => <span>{t(`next_${row.kind}`)}</span> },
      ]}
    />
  );
}

function Age({ row, today }: { row: ShownBreak; today: string }) {
  const t = useT("reconciliation");
  if (row.state === "resolved") return null;
  const days = Math.max(0, daysBetween(row.day, today));
  const words = days === 0 ? t("breakToday") : t("breakAgeDays", { count: days });
  return days >= OLD_DAYS ? <State tone="bad">{words}</State> : words;
}

/** The statement's name in the reader's language. */
export function SourceName({ source }: { source: string }) {
  const t = useT("reconciliation");
  switch (source) {
    case "alipay-signcustomer":
    case "alipay-trade":
    case "stripe":
    case "bank-ccb":
    case "bank-icbc":
    case "bank-generic":
    case "bank-camt053":
    case "bank-mt940":
    case "fund":
      return <>{t(`source_${source}`)}</>;
    default:
      return <>{source}</>;
  }
}
