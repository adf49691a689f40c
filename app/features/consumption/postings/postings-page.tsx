import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Answer } from "#app/ui/answer.tsx";
import { BarChart } from "#app/ui/bar-chart.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pagination } from "#app/ui/pagination.tsx";
import { Section } from "#app/ui/section.tsx";
import { E4 } from "../rules/compute-gift.ts";
import { exactYuan } from "../rules/exact-yuan.ts";
import { ruleText } from "../rules/rule-text.ts";
import type { PostingsData } from "./load-posting.server.ts";
import { PostingCrumbs } from "./posting-crumbs.tsx";
import { postingHref, postingsHref } from "./posting-href.ts";

/** The days of one agreement: the last month as it accrues, and each day that is confirmed, with its row of the ledger. */
export function PostingsPage(data: PostingsData) {
  const { fund, agreement, days, postings, nextCursor, isFirstPage, asOf } = data;
  const t = useT("postings");
  const lang = useLang();
  const path = postingsHref(fund.slug, agreement.id);
  const merchant = inLang(lang, agreement.merchantName, agreement.merchantNameEn);
  return (
    <div className="wrap">
      <PostingCrumbs fund={fund} agreement={agreement} ofList />
      <Answer title={t("listTitle", { merchant })} lead={ruleText(agreement.terms, lang)}>
        <AsOf at={asOf} />
      </Answer>
      {isFirstPage ? (
        <Section title={t("live")} intro={t("liveIntro")}>
          <BarChart
            caption={t("liveCaption")}
            points={days.map(({ day, accruedE4 }) => ({
              key: day,
              label: day.slice(5),
              value: accruedE4 / E4,
            }))}
            format={(fen) => formatYuan(fen)}
            heads={[t("day"), t("giftYuan")]}
          />
        </Section>
      ) : null}
      <Section title={t("confirmedDays")} intro={t("confirmedIntro")} id="days">
        <CardsTable
          caption={t("confirmedDays")}
          variant="duo"
          rows={postings}
          rowKey={(row) => `${row.day}${row.kind}`}
          empty={<EmptyState title={t("noneTitle")}>{t("noneText")}</EmptyState>}
          columns={[
            {
              key: "day",
              head: t("day"),
              cell: (row) => (
                <>
                  <a href={postingHref(fund.slug, row.agreementId, row.day, row.kind)}>{row.day}</a>
                  {row.kind === "orders" ? null : <small>{t(`kind_${row.kind}`)}</small>}
                </>
              ),
            },
            {
              key: "orders",
              head: t("orders"),
              right: true,
              cell: (row) => (row.kind === "orders" ? row.orderCount.toLocaleString("en-US") : null),
            },
            { key: "net", head: t("giftYuan"), right: true, cell: (row) => exactYuan(row.giftE4) },
            { key: "counted", head: t("countedYuan"), right: true, cell: (row) => exactYuan(row.countedE4) },
            {
              key: "amount",
              head: t("amountYuan"),
              right: true,
              cell: (row) => <Money fen={row.amountFen} symbol={false} />,
            },
          ]}
        />
        <Pagination
          first={isFirstPage ? null : `${path}#days`}
          next={nextCursor ? `${path}?cursor=${encodeURIComponent(nextCursor)}#days` : null}
        />
      </Section>
    </div>
  );
}
