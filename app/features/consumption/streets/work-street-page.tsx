import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import type { FormAnswer } from "#app/ui/answered-fields.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { CheckboxField } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { streetHref } from "../pages/hrefs.ts";
import { fieldsOf, STREETS_PATH, say } from "./form-words.ts";
import { degreesText } from "./schema.ts";
import { ShopFields } from "./shop-fields.tsx";
import { PlaceState } from "./shops-page.tsx";
import { STREET_FIELDS, StreetFields } from "./street-fields.tsx";
import type { WorkStreetData } from "./street-forms.server.ts";

const SAID = {
  saved: "savedStreet",
  added: "addedShop",
  marked: "markedShop",
  removed: "removedShop",
} as const;

/** One street of a charity: its shops, those that may join, and what its page says. */
export function WorkStreetPage({ street, done, answer, ...data }: WorkStreetData & { answer?: FormAnswer }) {
  const t = useT("streets");
  const lang = useLang();
  const fields = fieldsOf(t, answer);
  const said = done !== null && done in SAID && !answer ? SAID[done as keyof typeof SAID] : null;
  const path = `${STREETS_PATH}/${street.id}`;
  return (
    <div className="wrap">
      <Crumbs items={[{ href: STREETS_PATH, label: t("backToStreets") }]} />
      <h1>{inLang(lang, street.name, street.nameEn)}</h1>
      <p className="note">
        <a href={streetHref(street.slug)}>{t("public")}</a>
      </p>
      {said ? <Flash tone="done" title={t(said)} /> : null}
      <Section title={t("shopsOnStreet")} id="shops">
        <ShopTable path={path} shops={data.shops} answer={answer} />
      </Section>
      <Section title={t("shopsToAdd")} intro={t("shopsToAddIntro")} id="add">
        <AddForm path={path} candidates={data.candidates} error={answer?.errors.shop} />
      </Section>
      <Section title={t("registerShop")} intro={t("registerShopIntro")} id="register">
        {data.merchants.length === 0 ? (
          <p className="note">{t("noMerchants")}</p>
        ) : (
          <RegisterForm path={path} data={data} answer={answer} />
        )}
      </Section>
      <Section title={t("editStreet")} id="edit">
        <form method="post" action={`${path}#edit`} noValidate className="form-page">
          <ErrorSummary errors={fields.summary(STREET_FIELDS)} />
          <StreetFields fields={fields} divisions={data.divisions} street={street} />
          <p className="field">
            <SubmitButton>{t("save")}</SubmitButton>
          </p>
        </form>
      </Section>
    </div>
  );
}

function RegisterForm(props: {
  path: string;
  data: Pick<WorkStreetData, "merchants" | "attempt">;
  answer?: FormAnswer;
}) {
  const { path, data, answer } = props;
  const t = useT("streets");
  const lang = useLang();
  const fields = fieldsOf(t, answer?.typed.intent === "register" ? answer : undefined);
  return (
    <form method="post" action={`${path}#register`} noValidate className="form-page">
      <ErrorSummary
        errors={fields.summary(["merchant", "shopName", "shopNameEn", "address", "latitude", "longitude"])}
      />
      <input type="hidden" name="attempt" value={answer?.typed.attempt ?? data.attempt} />
      <Select
        label={t("merchant")}
        blank
        {...fields.field("merchant")}
        options={data.merchants.map(({ id, name, nameEn }) => ({
          value: id,
          label: inLang(lang, name, nameEn),
        }))}
      />
      <ShopFields fields={fields} names={["shopName", "shopNameEn"]} />
      <p className="field">
        <SubmitButton name="intent" value="register">
          {t("registerShop")}
        </SubmitButton>
      </p>
    </form>
  );
}

/** Coordinates typed for an enterprise, as they are copied from a map. */
function MarkForm({ path, shop }: { path: string; shop: WorkStreetData["shops"][number] }) {
  const t = useT("streets");
  return (
    <details>
      <summary>{t(shop.latitudeE6 === null ? "mark" : "markAgain")}</summary>
      <form method="post" action={`${path}#shops`}>
        <input type="hidden" name="shop" value={shop.id} />
        <TextField
          label={t("latitude")}
          id={`latitude-${shop.id}`}
          name="latitude"
          inputMode="decimal"
          defaultValue={degreesText(shop.latitudeE6)}
        />
        <TextField
          label={t("longitude")}
          id={`longitude-${shop.id}`}
          name="longitude"
          inputMode="decimal"
          defaultValue={degreesText(shop.longitudeE6)}
        />
        <p className="field">
          <SubmitButton quiet name="intent" value="mark">
            {t("save")}
          </SubmitButton>
        </p>
      </form>
    </details>
  );
}

function ShopTable(props: { path: string; shops: WorkStreetData["shops"]; answer?: FormAnswer }) {
  const { path, shops, answer } = props;
  const t = useT("streets");
  const lang = useLang();
  const wrong = answer?.errors.mark;
  return (
    <>
      {wrong === undefined ? null : <Flash tone="bad" title={say(t, wrong)} />}
      <CardsTable
        caption={t("shopsOnStreet")}
        variant="duo stated"
        rows={shops}
        rowKey={(shop) => shop.id}
        empty={<p className="note">{t("noShopsOnStreet")}</p>}
        columns={[
          {
            key: "shop",
            head: t("shop"),
            cell: (shop) => (
              <>
                {inLang(lang, shop.name, shop.nameEn)}
                {shop.merchantName === shop.name ? null : (
                  <small>{inLang(lang, shop.merchantName, shop.merchantNameEn)}</small>
                )}
              </>
            ),
          },
          { key: "state", head: t("state"), st: true, cell: (shop) => <PlaceState shop={shop} /> },
          { key: "address", head: t("address"), cell: (shop) => shop.address },
          {
            key: "mark",
            head: t("position"),
            label: null,
            cell: (shop) => <MarkForm path={path} shop={shop} />,
          },
          {
            key: "remove",
            head: t("actions"),
            hideHead: true,
            label: null,
            cell: (shop) => (
              <form method="post" action={path}>
                <input type="hidden" name="shop" value={shop.id} />
                <button type="submit" name="intent" value="remove" className="linklike">
                  {t("remove")}
                </button>
              </form>
            ),
          },
        ]}
      />
    </>
  );
}

function AddForm(props: { path: string; candidates: WorkStreetData["candidates"]; error?: string }) {
  const { path, candidates, error } = props;
  const t = useT("streets");
  const lang = useLang();
  const message = error === undefined ? undefined : say(t, error);
  if (candidates.length === 0 && message === undefined) return <p className="note">{t("noShopsToAdd")}</p>;
  return (
    <form method="post" action={`${path}#add`} className="form-page">
      {message === undefined ? null : <ErrorSummary errors={[{ id: "shop", message }]} />}
      <Fieldset id="shop" legend={t("shopsToAdd")} error={message}>
        {candidates.map((shop) => (
          <CheckboxField
            key={shop.id}
            id={`shop-${shop.id}`}
            name="shop"
            value={shop.id}
            label={inLang(lang, shop.name, shop.nameEn)}
            help={[inLang(lang, shop.merchantName, shop.merchantNameEn), shop.address]
              .filter((part) => part !== "")
              .join(" · ")}
          />
        ))}
      </Fieldset>
      <p className="field">
        <SubmitButton name="intent" value="add">
          {t("add")}
        </SubmitButton>
      </p>
    </form>
  );
}
