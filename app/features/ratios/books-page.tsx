import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { fieldsOf, say } from "./cost-words.ts";
import type { loadYearBooks, RegisterAnswer } from "./register-pages.server.ts";
import type { BooksRow } from "./register-queries.server.ts";

type BooksProps = Awaited<ReturnType<typeof loadYearBooks>> & { answer: RegisterAnswer | undefined };

/** The amounts that the form asks for, in the order of an audit report. */
const AMOUNTS = [
  "totalIncome",
  "donationIncome",
  "restrictedLater",
  "released",
  "totalExpense",
  "charitableSpend",
  "adminExpense",
  "fundraisingCost",
  "netAssets",
] as const;

/** A year's audited figures: entered with the report, confirmed by a second person, corrected by a new version. */
export function BooksPage({ books, userId, isApprover, lastYear, done, answer }: BooksProps) {
  const t = useT("costs");
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/workspace/ratios", label: t("toRatios") }]} />
      <h1>{t("booksTitle")}</h1>
      <p className="lead">{t("booksLead")}</p>
      {answer?.refusal ? <Flash tone="bad" title={say(t, answer.refusal)} /> : null}
      {done && !answer ? <Flash title={say(t, `booksDone_${done}`)} /> : null}
      <Section title={t("booksList")}>
        <BooksTable
          books={books}
          acts={(row) => <BooksActs row={row} userId={userId} isApprover={isApprover} />}
        />
      </Section>
      <Section title={t("booksNew")} intro={t("booksNewIntro")}>
        <BooksForm lastYear={lastYear} answer={answer} />
      </Section>
    </div>
  );
}

function BooksTable({ books, acts }: { books: BooksRow[]; acts: (row: BooksRow) => React.ReactNode }) {
  const t = useT("costs");
  return (
    <CardsTable
      caption={t("booksCaption")}
      variant="stated"
      rows={books}
      rowKey={(row) => `${row.year}.${row.version}`}
      empty={<EmptyState title={t("booksNone")}>{t("booksNoneText")}</EmptyState>}
      columns={[
        {
          key: "year",
          head: t("col_year"),
          cell: (row) => (
            <>
              {t("yearVersion", { year: String(row.year), version: row.version })}
              <small className="code">SHA-256 {row.sha256.slice(0, 16)}…</small>
            </>
          ),
        },
        {
          key: "state",
          head: t("col_state"),
          st: true,
          label: null,
          cell: (row) =>
            row.decision === null ? (
              <State tone="warn">{t("state_waiting", { name: row.enteredBy })}</State>
            ) : row.decision === "confirmed" ? (
              <State>{t("state_confirmed", { name: row.decidedBy ?? "" })}</State>
            ) : (
              <State tone="wait">{t("state_rejected")}</State>
            ),
        },
        {
          key: "income",
          head: t("totalIncome"),
          right: true,
          cell: (row) => <Money fen={row.totalIncomeFen} symbol={false} />,
        },
        {
          key: "donations",
          head: t("donationIncome"),
          right: true,
          cell: (row) => <Money fen={row.donationIncomeFen} symbol={false} />,
        },
        {
          key: "assets",
          head: t("netAssets"),
          right: true,
          cell: (row) => <Money fen={row.netAssetsFen} symbol={false} />,
        },
        { key: "acts", head: t("col_acts"), hideHead: true, label: null, cell: acts },
      ]}
    />
  );
}

function BooksActs({ row, userId, isApprover }: { row: BooksRow; userId: string; isApprover: boolean }) {
  const t = useT("costs");
  const isOwn = row.enteredById === userId;
  if (row.decision !== null) return null;
  if (!isOwn && !isApprover) return <span className="help">{t("approverDecides")}</span>;
  return (
    <form method="post" className="acts">
      <input type="hidden" name="year" value={row.year} />
      <input type="hidden" name="version" value={row.version} />
      {isOwn ? null : (
        <SubmitButton name="intent" value="confirm">
          {t("confirm")}
        </SubmitButton>
      )}
      <SubmitButton quiet name="intent" value="reject">
        {isOwn ? t("withdraw") : t("reject")}
      </SubmitButton>
      {isOwn ? <span className="help">{t("ownEntry")}</span> : null}
    </form>
  );
}

function BooksForm({ lastYear, answer }: { lastYear: number; answer: RegisterAnswer | undefined }) {
  const t = useT("costs");
  const { field, error, summary } = fieldsOf(t, answer);
  return (
    <div className="form-page">
      <form method="post" encType="multipart/form-data" noValidate>
        <ErrorSummary errors={summary(["year", ...AMOUNTS, "file"])} />
        <TextField
          label={t("yearField")}
          inputMode="numeric"
          maxLength={4}
          {...field("year", String(lastYear))}
        />
        {AMOUNTS.map((name) => (
          <MoneyInput
            key={name}
            label={t(name)}
            help={name === "restrictedLater" || name === "released" ? t(`${name}Help`) : undefined}
            {...field(name, name === "restrictedLater" || name === "released" ? "0" : "")}
          />
        ))}
        <FileField
          label={t("reportField")}
          help={t("reportHelp")}
          name="file"
          accept=".pdf"
          error={error("file")}
        />
        <p className="field">
          <SubmitButton full>{t("enter")}</SubmitButton>
        </p>
      </form>
    </div>
  );
}
