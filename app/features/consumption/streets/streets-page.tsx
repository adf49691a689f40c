import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ListCount } from "#app/ui/list-count.tsx";
import { streetHref } from "../pages/hrefs.ts";
import type { StreetsData } from "./load-street.server.ts";

/** All streets of shops that give. */
export function StreetsPage({ streets }: StreetsData) {
  const t = useT("streets");
  const lang = useLang();
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/consumption", label: t("consumption") }]} />
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      {streets.length === 0 ? (
        <EmptyState title={t("emptyTitle")} action={{ href: "/consumption", label: t("seeCampaigns") }}>
          {t("emptyText")}
        </EmptyState>
      ) : (
        <>
          <ListCount>{t("countStreets", { count: streets.length })}</ListCount>
          <ol className="rows">
            {streets.map((street) => (
              <li key={street.id}>
                <h2>
                  <a href={streetHref(street.slug)}>{inLang(lang, street.name, street.nameEn)}</a>
                </h2>
                <p>{inLang(lang, street.lead, street.leadEn)}</p>
                <p className="note">
                  {[
                    t("shopCount", { count: street.shopCount }),
                    inLang(lang, street.divisionName, street.divisionNameEn),
                    inLang(lang, street.organizationName, street.organizationNameEn),
                  ].join(" · ")}
                </p>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}
