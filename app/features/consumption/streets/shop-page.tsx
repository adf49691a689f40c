import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import type { FormAnswer } from "#app/ui/answered-fields.ts";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { fieldsOf, SHOPS_PATH } from "./form-words.ts";
import { GRID_SIDE } from "./pick-grid.ts";
import { SHOP_FIELDS, ShopFields } from "./shop-fields.tsx";
import type { ShopData } from "./shop-forms.server.ts";
import { PlaceState } from "./shops-page.tsx";

const SAID = { saved: "savedShop", closed: "closedShop", reopened: "reopenedShop" } as const;

/** One shop of an enterprise: what it is called, where it is, and whether it is open. */
export function ShopPage({ shop, hasGrid, done, answer }: ShopData & { answer?: FormAnswer }) {
  const t = useT("streets");
  const lang = useLang();
  const fields = fieldsOf(t, answer);
  const said = done !== null && done in SAID && !answer ? SAID[done as keyof typeof SAID] : null;
  const path = `${SHOPS_PATH}/${shop.id}`;
  return (
    <div className="wrap">
      <Crumbs items={[{ href: SHOPS_PATH, label: t("backToShops") }]} />
      <h1>{inLang(lang, shop.name, shop.nameEn)}</h1>
      <p className="note">
        <PlaceState shop={shop} />
        {shop.streetSlug === null ? null : (
          <>
            {" · "}
            <a href={`/streets/${shop.streetSlug}`}>
              {inLang(lang, shop.streetName ?? "", shop.streetNameEn ?? "")}
            </a>
          </>
        )}
        {shop.closedAt === null ? (
          <>
            {" · "}
            <a href={`/till/card.pdf?place=${shop.id}`}>{t("counterCard")}</a>
          </>
        ) : null}
      </p>
      {said ? <Flash tone="done" title={t(said)} /> : null}
      {hasGrid ? (
        <Section title={t("pickTitle")} intro={t("pickHelp")} id="place">
          <form method="post" action={path} className="section-body">
            <input
              type="image"
              name="at"
              className="pick-grid"
              src={`${path}/grid.svg?at=${shop.latitudeE6 ?? 0}.${shop.longitudeE6 ?? 0}`}
              alt={t("pickAlt")}
              width={GRID_SIDE}
              height={GRID_SIDE}
            />
          </form>
        </Section>
      ) : null}
      <Section title={t("editShop")} id="edit">
        <form method="post" action={`${path}#edit`} noValidate className="form-page">
          <ErrorSummary errors={fields.summary(SHOP_FIELDS)} />
          <ShopFields fields={fields} shop={shop} />
          <p className="field">
            <SubmitButton>{t("save")}</SubmitButton>
          </p>
        </form>
        <form method="post" action={path} className="acts">
          <SubmitButton quiet name="intent" value={shop.closedAt === null ? "close" : "reopen"}>
            {t(shop.closedAt === null ? "close" : "reopen")}
          </SubmitButton>
        </form>
      </Section>
    </div>
  );
}
