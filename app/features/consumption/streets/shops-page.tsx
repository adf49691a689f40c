import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import type { FormAnswer } from "#app/ui/answered-fields.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { fieldsOf, SHOPS_PATH } from "./form-words.ts";
import type { Shop } from "./queries.server.ts";
import { SHOP_FIELDS, ShopFields } from "./shop-fields.tsx";
import type { ShopsData } from "./shop-forms.server.ts";

/** An enterprise's shops, and the form for one more. */
export function ShopsPage({ shops, enterprises, attempt, answer }: ShopsData & { answer?: FormAnswer }) {
  const t = useT("streets");
  const lang = useLang();
  const fields = fieldsOf(t, answer);
  return (
    <div className="wrap">
      <h1>{t("shopsTitle")}</h1>
      <p className="lead">{t("shopsLead")}</p>
      <CardsTable
        caption={t("shopsTitle")}
        variant="duo stated"
        rows={shops}
        rowKey={(shop) => shop.id}
        empty={<EmptyState title={t("shopsEmpty")}>{t("shopsEmptyText")}</EmptyState>}
        columns={[
          {
            key: "shop",
            head: t("shop"),
            cell: (shop) => (
              <>
                <a href={`${SHOPS_PATH}/${shop.id}`}>{inLang(lang, shop.name, shop.nameEn)}</a>
                {enterprises.length > 1 ? (
                  <small>{inLang(lang, shop.merchantName, shop.merchantNameEn)}</small>
                ) : null}
              </>
            ),
          },
          { key: "state", head: t("position"), st: true, cell: (shop) => <PlaceState shop={shop} /> },
          { key: "address", head: t("address"), cell: (shop) => shop.address },
          {
            key: "street",
            head: t("street"),
            cell: (shop) =>
              shop.streetSlug === null ? (
                t("noStreet")
              ) : (
                <a href={`/streets/${shop.streetSlug}`}>
                  {inLang(lang, shop.streetName ?? "", shop.streetNameEn ?? "")}
                </a>
              ),
          },
          {
            key: "card",
            head: t("counterCard"),
            cell: (shop) =>
              shop.closedAt === null ? (
                <a href={`/till/card.pdf?place=${shop.id}`}>{t("counterCardPdf")}</a>
              ) : null,
          },
        ]}
      />
      <Section title={t("newShop")} id="new">
        <form method="post" action={`${SHOPS_PATH}#new`} noValidate className="form-page">
          <ErrorSummary errors={fields.summary(["organization", ...SHOP_FIELDS])} />
          <input type="hidden" name="attempt" value={answer?.typed.attempt ?? attempt} />
          {enterprises.length > 1 ? (
            <Select
              label={t("organization")}
              blank
              {...fields.field("organization")}
              options={enterprises.map((one) => ({
                value: one.id,
                label: inLang(lang, one.name, one.nameEn),
              }))}
            />
          ) : null}
          <ShopFields fields={fields} />
          <p className="field">
            <SubmitButton>{t("newShop")}</SubmitButton>
          </p>
        </form>
      </Section>
    </div>
  );
}

export function PlaceState({ shop }: { shop: Pick<Shop, "latitudeE6" | "closedAt"> }) {
  const t = useT("streets");
  if (shop.closedAt !== null) return <State tone="wait">{t("closed")}</State>;
  return shop.latitudeE6 === null ? <State tone="wait">{t("unmarked")}</State> : <State>{t("marked")}</State>;
}
