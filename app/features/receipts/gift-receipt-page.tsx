import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDay } from "#app/lib/time.ts";
import { CheckboxField, RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { errorOf, type FormState, sayRefusal } from "./form-state.ts";
import type { loadGiftReceipt } from "./gift-receipt.server.ts";
import { ReceiptFacts } from "./receipt-facts.tsx";

type GiftReceipt = Awaited<ReturnType<typeof loadGiftReceipt>>;
type Own = NonNullable<GiftReceipt["own"]>;

/** The statutory receipt of one gift, for its donor alone. */
export function GiftReceiptPage({ page, state }: { page: GiftReceipt; state: FormState }) {
  const t = useT("receipts");
  const gift = `/donations/${page.donationId}`;
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: `${gift}${page.ownQuery}`, label: t("giftCrumb") }, { label: t("crumb") }]} />
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      {state.refusal ? <Flash tone="bad" title={sayRefusal(t, state.refusal)} /> : null}
      {page.own ? (
        <OwnReceipt own={page.own} state={state} action={`${gift}/receipt${page.ownQuery}`} />
      ) : (
        <Section title={t("closedTitle")}>
          <p>{t("closedText")}</p>
        </Section>
      )}
      <p className="acts">
        <a href={`${gift}/certificate${page.ownQuery}`}>{t("toCertificate")}</a>
      </p>
    </div>
  );
}

function OwnReceipt({ own, state, action }: { own: Own; state: FormState; action: string }) {
  const t = useT("receipts");
  const isLive = own.receipts.some(({ voidedOn }) => voidedOn === null);
  return (
    <>
      {isLive ? null : own.request ? (
        <AskedAlready own={own} request={own.request} action={action} />
      ) : own.refusal ? (
        <Section title={t("refusedTitle")}>
          <p>{sayRefusal(t, own.refusal)}</p>
        </Section>
      ) : (
        <AskForm own={own} state={state} action={action} />
      )}
      {own.receipts.length === 0 ? null : (
        <Section title={isLive ? t("issuedTitle") : t("historyTitle")}>
          {own.receipts.map((receipt) => (
            <div key={receipt.id} className="sheet">
              <p>
                {receipt.voidedOn ? (
                  <State tone="warn">{t("stateVoid", { day: receipt.voidedOn })}</State>
                ) : (
                  <State tone="done">{t("stateLive")}</State>
                )}
              </p>
              <ReceiptFacts receipt={receipt} />
            </div>
          ))}
          <p className="note">{t("check")}</p>
        </Section>
      )}
    </>
  );
}

function AskedAlready(props: { own: Own; request: NonNullable<Own["request"]>; action: string }) {
  const { own, request, action } = props;
  const t = useT("receipts");
  const lang = useLang();
  const day = shanghaiDay(request.requestedAt);
  return (
    <Section title={request.kind === "waived" ? t("waivedTitle") : t("askedTitle")}>
      <p>
        {request.kind === "waived"
          ? t("waivedLead", { day })
          : t("askedLead", {
              day,
              payer: request.payer,
              due: request.dueOn,
              source: inLang(lang, own.rule.source, own.rule.sourceEn),
            })}
      </p>
      <form method="post" action={action} className="acts">
        <input type="hidden" name="intent" value="withdraw" />
        <SubmitButton quiet>{t("withdraw")}</SubmitButton>
      </form>
      <p className="note">
        <DateText value={request.requestedAt} precision="minute" />
      </p>
    </Section>
  );
}

function AskForm({ own, state, action }: { own: Own; state: FormState; action: string }) {
  const t = useT("receipts");
  const fields = ["wish", "payer", "uscc", "email"] as const;
  return (
    <Section title={t("askTitle")} intro={formatYuan(own.amountFen)}>
      <form method="post" action={action} noValidate>
        <ErrorSummary
          errors={fields.flatMap((id) => {
            const message = errorOf(t, state, id);
            return message ? [{ id, message }] : [];
          })}
        />
        <input type="hidden" name="intent" value="ask" />
        <input type="hidden" name="attempt" value={state.typed.attempt ?? own.attempt} />
        <RadioList
          legend={t("wish")}
          name="wish"
          value={state.typed.wish ?? null}
          error={errorOf(t, state, "wish")}
          options={[
            { value: "person", label: t("wish_person") },
            { value: "organization", label: t("wish_organization"), help: t("wishHelp_organization") },
            { value: "waived", label: t("wish_waived"), help: t("wishHelp_waived") },
          ]}
        />
        <TextField
          label={t("payer")}
          name="payer"
          help={t("payerHelp")}
          error={errorOf(t, state, "payer")}
          defaultValue={state.typed.payer ?? own.donorName}
          autoComplete="name"
        />
        <TextField
          label={t("uscc")}
          name="uscc"
          help={t("usccHelp")}
          error={errorOf(t, state, "uscc")}
          defaultValue={state.typed.uscc}
          autoCapitalize="characters"
        />
        <TextField
          label={t("email")}
          name="email"
          type="email"
          help={t("emailHelp")}
          error={errorOf(t, state, "email")}
          defaultValue={state.typed.email}
          autoComplete="email"
        />
        {own.hasPlan ? (
          <CheckboxField
            name="merge"
            value="yes"
            label={t("merge")}
            help={t("mergeHelp")}
            defaultChecked={state.typed.merge === "yes"}
          />
        ) : null}
        <p className="field">
          <SubmitButton>{t("ask")}</SubmitButton>
        </p>
      </form>
    </Section>
  );
}
