import { inLang } from "#app/features/funds/fund-text.ts";
import type { PublicFund } from "#app/features/funds/queries.server.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import type { AgreementListed } from "../agreements/queries.server.ts";
import { postingsHref } from "./posting-href.ts";

/** Where an agreement's days stand: consumption, campaign, enterprise. On the list itself the enterprise's page. */
export function PostingCrumbs(props: { fund: PublicFund; agreement: AgreementListed; ofList?: boolean }) {
  const { fund, agreement, ofList = false } = props;
  const t = useT("postings");
  const lang = useLang();
  const merchant = inLang(lang, agreement.merchantName, agreement.merchantNameEn);
  return (
    <Crumbs
      items={[
        { href: "/consumption", label: t("consumption") },
        {
          href: `/consumption/${encodeURIComponent(fund.slug)}`,
          label: inLang(lang, fund.title, fund.titleEn),
        },
        ofList
          ? { href: `/merchants/${encodeURIComponent(agreement.merchantSlug)}`, label: merchant }
          : { href: postingsHref(fund.slug, agreement.id), label: t("daysOf", { merchant }) },
      ]}
    />
  );
}
