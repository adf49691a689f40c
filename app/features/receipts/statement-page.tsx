import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FilterForm } from "#app/ui/filter-form.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { DeductionSection } from "./deduction-section.tsx";
import type { EstimateAnswer, loadStatement } from "./statement-page.server.ts";

type StatementData = Awaited<ReturnType<typeof loadStatement>>;

export const STATEMENT_PATH = "/account/statement";

/** A donor's own gifts of any range of days, as a page and as one PDF, with what of them may be deducted. */
export function StatementPage({ page, answer }: { page: StatementData; answer: EstimateAnswer | null }) {
  const t = useT("statement");
  const { statement, from, to, today } = page;
  const keptFen = statement.amountFen - statement.backFen;
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/account", label: t("account") }, { label: t("title") }]} />
      <h1>{t("title")}</h1>
      <p className="lead">
        {t("lead", { from, to, count: statement.gifts.length, kept: formatYuan(keptFen) })}
      </p>
      <FilterForm action={STATEMENT_PATH} label={t("range")} submit={t("show")}>
        <TextField label={t("from")} name="from" type="date" defaultValue={from} />
        <TextField label={t("to")} name="to" type="date" defaultValue={to} />
      </FilterForm>
      {statement.gifts.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>
      ) : (
        <>
          <p className="acts">
            <ButtonLink href={`${STATEMENT_PATH}.pdf?from=${from}&to=${to}`}>{t("download")}</ButtonLink>
          </p>
          <Section title={t("byOrganization")}>
            <OrganizationTable page={page} />
          </Section>
          <Section title={t("everyGift")}>
            <GiftTable page={page} />
            {statement.isCut ? <p className="note">{t("cut")}</p> : null}
            <p className="asof">{t("asOf", { day: today })}</p>
          </Section>
        </>
      )}
      <DeductionSection year={page.year} answer={answer} />
    </div>
  );
}

function OrganizationTable({ page: { statement } }: { page: StatementData }) {
  const t = useT("statement");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("byOrganization")}
      variant="duo"
      rows={statement.organizations}
      rowKey={({ organizationId }) => organizationId}
      columns={[
        {
          key: "name",
          head: t("organization"),
          cell: (sum) => (
            <>
              {inLang(lang, sum.organizationName, sum.organizationNameEn)}
              <small>{t("giftCount", { count: sum.count })}</small>
            </>
          ),
          foot: t("total"),
        },
        {
          key: "given",
          head: t("given"),
          right: true,
          cell: (sum) => <Money fen={sum.amountFen} symbol={false} />,
          foot: <Money fen={statement.amountFen} symbol={false} />,
        },
        {
          key: "back",
          head: t("back"),
          right: true,
          cell: (sum) => <Money fen={sum.backFen} symbol={false} />,
          foot: <Money fen={statement.backFen} symbol={false} />,
        },
        {
          key: "receipt",
          head: t("withReceipt"),
          right: true,
          cell: (sum) => <Money fen={sum.receiptFen} symbol={false} />,
          foot: <Money fen={statement.receiptFen} symbol={false} />,
        },
      ]}
    />
  );
}

function GiftTable({ page: { statement } }: { page: StatementData }) {
  const t = useT("statement");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("everyGift")}
      variant="duo"
      rows={statement.gifts}
      rowKey={({ donationId }) => donationId}
      columns={[
        {
          key: "fund",
          head: t("fund"),
          cell: (gift) => (
            <a href={`/donations/${gift.donationId}`}>{inLang(lang, gift.fundTitle, gift.fundTitleEn)}</a>
          ),
        },
        { key: "day", head: t("day"), cell: (gift) => <span className="num">{gift.paidOn}</span> },
        {
          key: "receipt",
          head: t("receipt"),
          cell: (gift) => (
            <a href={`/donations/${gift.donationId}/receipt`}>{gift.billNumber ?? t("noReceipt")}</a>
          ),
        },
        {
          key: "certificate",
          head: t("certificate"),
          cell: (gift) => <a href={`/donations/${gift.donationId}/certificate`}>{t("certificateLink")}</a>,
        },
        {
          key: "back",
          head: t("back"),
          right: true,
          cell: (gift) => (gift.backFen === 0n ? null : <Money fen={gift.backFen} symbol={false} />),
        },
        {
          key: "amount",
          head: t("given"),
          right: true,
          cell: (gift) => <Money fen={gift.amountFen} symbol={false} />,
        },
      ]}
    />
  );
}
