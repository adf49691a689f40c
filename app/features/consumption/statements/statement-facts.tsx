import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import { type StepItem, Steps } from "#app/ui/steps.tsx";
import { postingHref } from "../postings/posting-href.ts";
import { exactYuan } from "../rules/exact-yuan.ts";
import type { StatementDay, StatementPayment, StatementRow } from "./queries.server.ts";
import { dueFenOf, type StatementWord, statementWord } from "./statement-state.ts";

const TONES: Record<StatementWord, Tone> = {
  drawn: "wait",
  disputed: "warn",
  answered: "wait",
  confirmed: "wait",
  overdue: "bad",
  returned: "bad",
  paid: "done",
  reconciled: "done",
  "nothing-due": "done",
};

/** Where a statement stands, in a few words. */
export function StatementMark({ statement, today }: { statement: StatementRow; today: string }) {
  const t = useT("consumptionStatements");
  const word = statementWord(statement, today);
  return <State tone={TONES[word]}>{t(`word_${word}`)}</State>;
}

/** The way of a statement with its moments: what is done, what is next and until when. */
export function StatementSteps({ statement }: { statement: StatementRow }) {
  const t = useT("consumptionStatements");
  const { confirmedAt, disputedAt, answeredAt, paidAt, reconciledAt, amountFen } = statement;
  const due = dueFenOf(statement);
  const items: StepItem[] = [
    { title: t("stepDrawn"), at: <DateText value={statement.drawnAt} />, mark: "done" },
    ...(disputedAt
      ? [{ title: t("stepDisputed"), at: <DateText value={disputedAt} />, mark: "done" as const }]
      : []),
    ...(disputedAt ? [step(t("stepAnswered"), answeredAt)] : []),
    step(
      t(statement.isSilent && confirmedAt ? "stepSilent" : "stepConfirmed"),
      confirmedAt,
      <>
        {t("until")} <DateText value={statement.confirmBy} />
      </>,
    ),
    paidAt && due > 0n
      ? {
          title: t("stepReturned"),
          at: t("stillDue", { amount: formatYuan(due) }),
          mark: "part",
        }
      : step(
          t("stepPaid"),
          paidAt,
          <>
            {t("until")} <DateText value={statement.payBy} />
          </>,
        ),
    step(t("stepReconciled"), reconciledAt),
  ];
  if (amountFen === 0n) return <p className="note">{t("nothingDue")}</p>;
  return <Steps label={t("steps")} items={items} />;
}

function step(title: string, at: Date | null, until?: StepItem["at"]): StepItem {
  return at ? { title, at: <DateText value={at} />, mark: "done" } : { title, at: until, mark: "next" };
}

/** What it is about, and what is left to pay. */
export function StatementPairs({ statement }: { statement: StatementRow }) {
  const t = useT("consumptionStatements");
  const lang = useLang();
  const due = dueFenOf(statement);
  return (
    <Pairs
      items={[
        { term: t("period"), value: t("fromTo", { from: statement.fromDay, to: statement.toDay }) },
        {
          term: t("merchant"),
          value: (
            <a href={`/merchants/${encodeURIComponent(statement.merchantSlug)}`}>
              {inLang(lang, statement.merchantName, statement.merchantNameEn)}
            </a>
          ),
        },
        { term: t("charity"), value: inLang(lang, statement.organizationName, statement.organizationNameEn) },
        { term: t("orders"), value: t("ordersAndReturns", counts(statement)) },
        { term: t("promised"), value: <Money fen={statement.amountFen} /> },
        { term: t("paid"), value: <Money fen={statement.paidFen} /> },
        { term: t("due"), value: <Money fen={due} />, total: true },
      ]}
    />
  );
}

const counts = ({ orderCount, returnCount }: { orderCount: number; returnCount: number }) => ({
  orders: orderCount,
  returns: returnCount,
});

/** The days that it sums, each with its public rows. */
export function StatementDays({
  statement,
  days,
}: {
  statement: StatementRow;
  days: readonly StatementDay[];
}) {
  const t = useT("consumptionStatements");
  return (
    <CardsTable
      caption={t("daysCaption")}
      variant="duo"
      rows={days}
      rowKey={(row) => `${row.day} ${row.kind}`}
      columns={[
        {
          key: "day",
          head: t("day"),
          foot: t("sumOf", counts(statement)),
          cell: (row) => (
            <>
              <a href={postingHref(statement.campaignSlug, statement.agreementId, row.day, row.kind)}>
                <DateText value={row.day} />
              </a>
              <small>
                {row.kind === "orders" ? t("ordersAndReturns", counts(row)) : t(`kind_${row.kind}`)}
              </small>
            </>
          ),
        },
        { key: "exact", head: t("exactHead"), right: true, cell: (row) => exactYuan(row.countedE4) },
        {
          key: "amount",
          head: t("amountHead"),
          right: true,
          foot: <Money fen={statement.amountFen} symbol={false} />,
          cell: (row) => <Money fen={row.amountFen} symbol={false} />,
        },
      ]}
    />
  );
}

/** The gifts that pay it; each has its own page with its way and its proof. */
export function StatementGifts({ payments }: { payments: readonly StatementPayment[] }) {
  const t = useT("consumptionStatements");
  const shown = payments.filter(({ isOpen }) => !isOpen);
  if (shown.length === 0) return <p className="note">{t("noGifts")}</p>;
  return (
    <CardsTable
      caption={t("giftsCaption")}
      variant="duo stated"
      rows={shown}
      rowKey={(row) => row.donationId}
      columns={[
        {
          key: "gift",
          head: t("gift"),
          cell: (row) => (
            <>
              <a href={`/donations/${row.donationId}`}>{t("giftLink")}</a>
              <small className="code">{row.donationId}</small>
            </>
          ),
        },
        { key: "state", head: t("state"), st: true, cell: (row) => <PaymentMark payment={row} /> },
        { key: "way", head: t("way"), cell: (row) => t(`way_${row.provider}`) },
        {
          key: "at",
          head: t("paidAt"),
          cell: (row) => (row.paidAt ? <DateText value={row.paidAt} precision="minute" /> : null),
        },
        {
          key: "amount",
          head: t("amountHead"),
          right: true,
          cell: (row) => <Money fen={row.amountFen} symbol={false} />,
        },
      ]}
    />
  );
}

function PaymentMark({ payment }: { payment: StatementPayment }) {
  const t = useT("consumptionStatements");
  if (payment.isLookedAt) return <State tone="warn">{t("payment_looked-at")}</State>;
  if (payment.backFen > 0n)
    return <State tone="bad">{t("payment_back", { amount: formatYuan(payment.backFen) })}</State>;
  return <State>{t(payment.isSettled ? "payment_settled" : "payment_counted")}</State>;
}
