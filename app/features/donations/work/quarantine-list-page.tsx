import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";
import { Money } from "#app/ui/money.tsx";
import type { QuarantineSums, QuarantineView } from "./quarantine-queries.server.ts";
import { amountText } from "./quarantine-words.ts";
import type { MoneyPerson } from "./work-person.server.ts";

const LIST = "/workspace/quarantine";

export interface QuarantineListProps {
  items: QuarantineView[];
  sums: QuarantineSums;
  which: "open" | "decided";
  person: MoneyPerson;
}

/** What was received and fits nothing, each with its age and what comes next. */
export function QuarantineListPage({ items, sums, which, person }: QuarantineListProps) {
  const t = useT("moneyBack");
  return (
    <div className="wrap">
      <div className="head">
        <h1>
          {sums.openCount === 0 ? (
            t("quarantineNone")
          ) : (
            <Phrase
              ns="moneyBack"
              k="quarantineSome"
              values={{ count: sums.openCount }}
              parts={{ money: <Money fen={sums.heldFen} /> }}
            />
          )}
        </h1>
      </div>
      <p className="lead">{t("quarantineLead")}</p>
      <LinkTabs
        label={t("state")}
        items={[
          { href: LIST, label: t("tabOpen"), current: which === "open", count: sums.openCount },
          {
            href: `${LIST}?which=decided`,
            label: t("tabDecided"),
            current: which === "decided",
            count: sums.decidedCount,
          },
        ]}
      />
      <ItemTable items={items} which={which} person={person} />
    </div>
  );
}

function ItemTable({ items, which, person }: Omit<QuarantineListProps, "sums">) {
  const t = useT("moneyBack");
  const isEnglish = useLang() === "en";
  const isOpen = which === "open";
  return (
    <CardsTable
      caption={t(isOpen ? "listCaptionOpen" : "listCaptionDecided")}
      variant="headed"
      rows={items}
      rowKey={(item) => item.id}
      empty={
        <EmptyState title={t(isOpen ? "emptyOpen" : "emptyDecided")}>
          {t(isOpen ? "emptyOpenText" : "emptyDecidedText")}
        </EmptyState>
      }
      columns={[
        {
          key: "what",
          head: t("what"),
          cell: (item) => (
            <>
              <a href={`${LIST}/${item.id}`}>{t(`reason_${item.reason}`)}</a>
              {item.title ? <small>{isEnglish ? item.titleEn : item.title}</small> : null}
            </>
          ),
        },
        {
          key: "received",
          head: t("received"),
          label: t("receivedLabel"),
          right: true,
          st: true,
          cell: (item) =>
            item.currency === "CNY" ? (
              <Money fen={item.receivedFen} symbol={false} />
            ) : (
              amountText(item.receivedFen, item.currency)
            ),
        },
        {
          key: "expected",
          head: t("expected"),
          label: t("expectedLabel"),
          right: true,
          cell: (item) =>
            item.expectedFen === null ? null : <Money fen={item.expectedFen} symbol={false} />,
        },
        { key: "since", head: t("since"), cell: (item) => <DateText value={item.occurredAt} /> },
        { key: "next", head: t("next"), cell: (item) => <Next item={item} person={person} /> },
      ]}
    />
  );
}

function Next({ item, person }: { item: QuarantineView; person: MoneyPerson }) {
  const t = useT("moneyBack");
  if (item.decision) return t(`decision_${item.decision}` as "decision_accept");
  if (!item.waitingDecision) return <a href={`${LIST}/${item.id}#do`}>{t("next_look")}</a>;
  return person.mayApprove && item.waitingById !== person.userId ? (
    <a href={`${LIST}/${item.id}#do`}>{t("next_answer")}</a>
  ) : (
    t("next_wait")
  );
}
