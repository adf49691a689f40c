import { fenOfE4 } from "#app/features/consumption/pages/promise-sums.ts";
import { inflowFen } from "#app/features/funds/figures.ts";
import { useBarParts } from "#app/features/funds/fund-answer.tsx";
import { GiftTable } from "#app/features/funds/gift-table.tsx";
import { FUND_PATHS } from "#app/features/funds/kinds.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Abacus } from "#app/ui/abacus.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { FundBar } from "#app/ui/fund-bar.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan, headlineYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import { HomeChecks } from "./home-checks.tsx";
import type { HomeData, KindSummary } from "./load-home.server.ts";

/** The front of the ledger: how much, where it is, four ways to give, three checks, and gifts on their way. */
export function HomePage(data: HomeData) {
  const t = useT("home");
  return (
    <>
      <Hero total={data.total} />
      <WhereItIs total={data.total} />
      <FourWays kinds={data.kinds} total={data.total} sales={data.sales} />
      <HomeChecks
        check={data.check}
        reconciliation={data.reconciliation}
        head={data.head}
        today={data.today}
      />
      <Section title={t("recent")} intro={t("recentIntro")} wrap>
        <GiftTable gifts={data.gifts} headedBy="fund" />
        <p className="more">
          <a href="/ledger">{t("seeAll")}</a>
        </p>
      </Section>
    </>
  );
}

function Hero({ total }: Pick<HomeData, "total">) {
  const t = useT("home");
  const lang = useLang();
  return (
    <div className="wrap hero">
      <div>
        <h1>
          {t("h1a")}
          <br />
          {t("h1b")}
        </h1>
        <p className="lead">{t("lead")}</p>
        <p className="go">
          <ButtonLink href="/projects?state=open">{t("go")}</ButtonLink>
        </p>
      </div>
      <figure>
        <figcaption>{t("soFar")}</figcaption>
        <Abacus fen={total.raisedFen} />
        <p className="asof">
          {t("totalLine", {
            amount: headlineYuan(total.raisedFen, lang),
            count: Number(total.donationCount),
          })}
          <AsOfInline at={total.asOf} />
        </p>
      </figure>
    </div>
  );
}

function AsOfInline({ at }: { at: Date }) {
  const t = useT("ui");
  return (
    <>
      {t("asOf")} <DateText value={at} precision="second" />
    </>
  );
}

function WhereItIs({ total }: Pick<HomeData, "total">) {
  const t = useT("home");
  const tf = useT("funds");
  const [used, ...rest] = useBarParts(total, null);
  const parts = used
    ? [
        {
          ...used,
          note:
            total.deliveredFen > 0n ? t("delivered", { amount: formatYuan(total.deliveredFen) }) : undefined,
        },
        ...rest,
      ]
    : rest;
  return (
    <Section title={t("where")} intro={t("whereIntro")} wrap>
      <div className="plain">
        <FundBar
          totalLabel={
            total.otherInFen > 0n ? tf("barTotalOther", { count: Number(total.donationCount) }) : tf("raised")
          }
          total={inflowFen(total)}
          parts={parts}
        />
      </div>
    </Section>
  );
}

function FourWays({ kinds, total, sales }: Pick<HomeData, "kinds" | "total" | "sales">) {
  const t = useT("home");
  const tf = useT("funds");
  const restFen = ({ figures }: Pick<KindSummary, "figures">) => figures.raisedFen - figures.disbursedFen;
  const money = (fen: bigint) => <Money fen={fen} symbol={false} />;
  return (
    <Section title={t("ways")} wrap>
      <CardsTable
        caption={t("waysCaption")}
        variant="duo"
        className="kinds"
        rows={kinds}
        rowKey={(row) => row.kind}
        columns={[
          {
            key: "way",
            head: t("way"),
            cell: (row) => (
              <>
                <a href={FUND_PATHS[row.kind]}>{tf(`kind_${row.kind}`)}</a>
                <small>{tf(`lead_${row.kind}`)}</small>
              </>
            ),
            foot: t("total"),
          },
          {
            key: "now",
            head: t("situation"),
            cell: (row) =>
              `${t(`kindNow_${row.kind}`, { count: row.allCount })}${t("comma")}${t("openNow", { count: row.openCount })}`,
            foot: null,
          },
          {
            key: "raised",
            head: t("raisedYuan"),
            label: tf("raised"),
            right: true,
            cell: (row) => money(row.figures.raisedFen),
            foot: money(total.raisedFen),
          },
          {
            key: "used",
            head: t("usedYuan"),
            label: tf("used"),
            right: true,
            cell: (row) => money(row.figures.disbursedFen),
            foot: money(total.disbursedFen),
          },
          {
            key: "rest",
            head: t("restYuan"),
            label: t("restYuan"),
            right: true,
            cell: (row) => money(restFen(row)),
            foot: money(restFen({ figures: total })),
          },
        ]}
      />
      <SalesToday sales={sales} />
    </Section>
  );
}

/** What shops gave today from their sales, and where they are. */
function SalesToday({ sales }: Pick<HomeData, "sales">) {
  const t = useT("promises");
  const lang = useLang();
  const amount = headlineYuan(fenOfE4(sales.giftE4), lang);
  return (
    <p className="note after">
      {sales.orderCount === 0n ? null : t("salesToday", { count: Number(sales.orderCount), amount })}{" "}
      <a href="/streets">{t("seeStreets")}</a>
    </p>
  );
}
