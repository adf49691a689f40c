import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pagination } from "#app/ui/pagination.tsx";
import { inLang } from "./fund-text.ts";
import { GiftTable } from "./gift-table.tsx";
import { FUND_PATHS, fundHref } from "./kinds.ts";
import type { FundGiftsData, FundSpendingData } from "./load-fund-page.server.ts";
import type { PublicFund } from "./queries.server.ts";
import { SpendingTable } from "./spending-table.tsx";

/** Every gift of a fund, a page at a time, newest first. */
export function FundGiftsPage({ fund, figures, gifts, nextCursor, isFirstPage }: FundGiftsData) {
  const t = useT("funds");
  const path = `${fundHref(fund)}/gifts`;
  return (
    <div className="wrap">
      <FundCrumbs fund={fund} />
      <h1>{t("giftsTitle")}</h1>
      <p className="lead">
        {t("giftsSay", { count: Number(figures.donationCount), amount: formatYuan(figures.raisedFen) })}
      </p>
      <p>{t("giftsIntro")}</p>
      <AsOf at={figures.asOf} />
      <div className="section-body">
        <GiftTable gifts={gifts} headedBy="giver" />
      </div>
      <Pages path={path} nextCursor={nextCursor} isFirstPage={isFirstPage} />
    </div>
  );
}

/** Every payment out of a fund, a page at a time, newest first. */
export function FundSpendingPage(data: FundSpendingData) {
  const { fund, figures, counts, disbursements, nextCursor, isFirstPage } = data;
  const t = useT("funds");
  const path = `${fundHref(fund)}/spending`;
  return (
    <div className="wrap">
      <FundCrumbs fund={fund} />
      <h1>{t("spendingTitle")}</h1>
      <p className="lead">
        {t("spendingSay", { count: Number(counts.paidCount), amount: formatYuan(figures.disbursedFen) })}
      </p>
      <p>{t("spendingIntro")}</p>
      <AsOf at={figures.asOf} />
      <div className="section-body">
        <SpendingTable disbursements={disbursements} />
      </div>
      <Pages path={path} nextCursor={nextCursor} isFirstPage={isFirstPage} />
    </div>
  );
}

function FundCrumbs({ fund }: { fund: PublicFund }) {
  const t = useT("funds");
  const lang = useLang();
  return (
    <Crumbs
      items={[
        { href: FUND_PATHS[fund.kind], label: t(`nav_${fund.kind}`) },
        { href: fundHref(fund), label: inLang(lang, fund.title, fund.titleEn) },
      ]}
    />
  );
}

function Pages(props: { path: string; nextCursor: string | null; isFirstPage: boolean }) {
  const { path, nextCursor, isFirstPage } = props;
  return (
    <Pagination
      first={isFirstPage ? null : path}
      next={nextCursor ? `${path}?cursor=${encodeURIComponent(nextCursor)}` : null}
    />
  );
}
