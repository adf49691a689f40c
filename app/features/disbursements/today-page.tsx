import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import type { Task, Today } from "./work-tasks.server.ts";

/** What waits for this person, then what waits for others, then what there is to spend. */
export function TodayPage({ mine, others, money, ...waiting }: Today) {
  const t = useT("workspace");
  const books = useBooks(waiting);
  return (
    <div className="wrap">
      <div className="head">
        <h1>{mine.length === 0 ? t("nothing") : t("waiting", { count: mine.length })}</h1>
      </div>
      {mine.length === 0 ? <p className="lead">{t("nothingLead")}</p> : null}
      {mine.length > 0 ? (
        <Section title={t("todoTitle")}>
          <TaskTable caption={t("todoCaption")} tasks={mine} />
        </Section>
      ) : null}
      {others.length > 0 ? (
        <Section title={t("othersTitle")} intro={t("othersText")}>
          <TaskTable caption={t("othersCaption")} tasks={others} />
        </Section>
      ) : null}
      {books.length > 0 || money.length > 0 ? (
        <Section title={t("booksTitle")}>
          {books.length > 0 ? <Pairs items={books} /> : null}
          <MoneyTable money={money} />
        </Section>
      ) : null}
    </div>
  );
}

/** What does not fit yet, and what goes back, each with its room. */
function useBooks({ openBreaks, moneyBack, payouts }: Pick<Today, "openBreaks" | "moneyBack" | "payouts">) {
  const t = useT("workspace");
  const rows = [
    { key: "openBreaks", href: "/workspace/reconciliation", ...openBreaks },
    {
      key: "quarantine",
      href: "/workspace/quarantine",
      count: moneyBack.quarantineCount,
      fen: moneyBack.heldFen,
    },
    {
      key: "batchesToRelease",
      href: "/workspace/payment-batches",
      count: payouts.releaseCount,
      fen: payouts.releaseFen,
    },
    {
      key: "paymentsBack",
      href: "/workspace/payment-batches#queue",
      count: payouts.queueCount,
      fen: payouts.queueFen,
    },
    { key: "refunds", href: "/workspace/refunds", count: moneyBack.refundCount, fen: moneyBack.refundFen },
  ] as const;
  return rows
    .filter(({ count }) => count > 0)
    .map(({ key, href, count, fen }) => ({
      term: t(key),
      value: (
        <a href={href}>
          {t("openBreaksNote", { count })} <Money fen={fen} />
        </a>
      ),
    }));
}

function TaskTable({ caption, tasks }: { caption: string; tasks: readonly Task[] }) {
  const t = useT("workspace");
  const act = useT("disbursements");
  const lang = useLang();
  return (
    <CardsTable
      caption={caption}
      variant="headed"
      rows={tasks}
      rowKey={(task) => task.disbursement.id}
      columns={[
        {
          key: "thing",
          head: t("thing"),
          cell: ({ disbursement }) => (
            <>
              {inLang(lang, disbursement.purpose, disbursement.purposeEn)}
              <small>{inLang(lang, disbursement.fundTitle, disbursement.fundTitleEn)}</small>
            </>
          ),
        },
        {
          key: "amount",
          head: t("amount"),
          label: t("amountLabel"),
          right: true,
          st: true,
          cell: ({ disbursement }) => <Money fen={disbursement.amountFen} symbol={false} />,
        },
        { key: "since", head: t("since"), className: "num", cell: ({ since }) => <DateText value={since} /> },
        {
          key: "next",
          head: t("next"),
          cell: (task) => (
            <a href={`/workspace/disbursements/${task.disbursement.id}#do`}>{act(`act_${task.act}`)}</a>
          ),
        },
      ]}
    />
  );
}

function MoneyTable({ money }: { money: Today["money"] }) {
  const t = useT("workspace");
  const lang = useLang();
  if (money.length === 0) return null;
  return (
    <CardsTable
      caption={t("fundsCaption")}
      variant="duo"
      rows={money}
      rowKey={({ fund }) => fund.id}
      columns={[
        { key: "fund", head: t("fund"), cell: ({ fund }) => inLang(lang, fund.title, fund.titleEn) },
        {
          key: "spendable",
          head: t("spendable"),
          right: true,
          cell: ({ spendableFen }) => <Money fen={spendableFen} symbol={false} />,
        },
        {
          key: "committed",
          head: t("committed"),
          right: true,
          cell: ({ committedFen }) => <Money fen={committedFen} symbol={false} />,
        },
        {
          key: "unsettled",
          head: t("unsettled"),
          right: true,
          cell: ({ unsettledFen }) => <Money fen={unsettledFen} symbol={false} />,
        },
      ]}
    />
  );
}
