import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDay } from "#app/lib/time.ts";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { capitalAmount } from "./capital-amount.ts";
import { errorOf, type FormState, sayRefusal } from "./form-state.ts";
import type { BillDefaults, OpenRequest } from "./queries.server.ts";
import { RECEIPTS_PATH } from "./queue-page.tsx";

interface RecordPageProps {
  request: OpenRequest;
  defaults: BillDefaults;
  /** The receipt's id, drawn for this form. */
  attempt: string;
  today: string;
  state: FormState;
}

const NUMBERS = ["billCode", "billNo", "checkCode"] as const;
const CONTENTS = [
  "issuedOn",
  "itemCode",
  "itemName",
  "unit",
  "quantity",
  "standard",
  "note",
  "other",
  "qrText",
] as const;
const PEOPLE = ["supervisedBy", "reviewer", "cashier"] as const;
const HELP = { billCode: "billCodeHelp", billNo: "billNoHelp", checkCode: "checkCodeHelp" } as const;

/** Records the numbers of one bill that the finance department's system issued for a request. */
export function RecordPage({ request, defaults, attempt, today, state }: RecordPageProps) {
  const t = useT("receipts");
  const lang = useLang();
  const first: Record<string, string> = { ...defaults, issuedOn: today, quantity: "1" };
  const field = (name: (typeof NUMBERS)[number] | (typeof CONTENTS)[number] | (typeof PEOPLE)[number]) => (
    <TextField
      key={name}
      label={t(name)}
      name={name}
      type={name === "issuedOn" ? "date" : "text"}
      help={name in HELP ? t(HELP[name as keyof typeof HELP]) : undefined}
      inputMode={name in HELP || name === "quantity" ? "numeric" : undefined}
      defaultValue={state.typed[name] ?? first[name]}
      error={errorOf(t, state, name)}
      autoComplete="off"
    />
  );
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: RECEIPTS_PATH, label: t("workTitle") }, { label: t("recordTitle") }]} />
      <h1>{t("recordTitle")}</h1>
      <p className="lead">{t("recordLead")}</p>
      {state.refusal ? <Flash tone="bad" title={sayRefusal(t, state.refusal)} /> : null}
      <Section title={t("requestTitle")}>
        <Pairs
          items={[
            { term: t("payerHead"), value: request.payer },
            ...(request.payerUscc ? [{ term: t("payerUscc"), value: request.payerUscc }] : []),
            ...(request.email ? [{ term: t("email"), value: request.email }] : []),
            { term: t("fund"), value: inLang(lang, request.fundTitle, request.fundTitleEn) },
            { term: t("requested"), value: shanghaiDay(request.requestedAt) },
            { term: t("due"), value: request.dueOn },
            {
              term: t("giftsOf"),
              value: request.donationIds.map((id) => (
                <a key={id} href={`/donations/${id}`} className="code">
                  {id}{" "}
                </a>
              )),
            },
            { term: t("amountCapital"), value: capitalAmount(request.validFen) },
            { term: t("amountFigure"), value: formatYuan(request.validFen), total: true },
          ]}
        />
      </Section>
      <form method="post" action={`${RECEIPTS_PATH}/requests/${request.id}`} noValidate>
        <ErrorSummary
          errors={[...NUMBERS, ...CONTENTS, ...PEOPLE].flatMap((id) => {
            const message = errorOf(t, state, id);
            return message ? [{ id, message }] : [];
          })}
        />
        <input type="hidden" name="attempt" value={state.typed.attempt ?? attempt} />
        <Fieldset legend={t("numbers")} id="numbers">
          {NUMBERS.map(field)}
        </Fieldset>
        <Fieldset legend={t("contents")} id="contents">
          {CONTENTS.map(field)}
        </Fieldset>
        <Fieldset legend={t("people")} id="people">
          {PEOPLE.map(field)}
        </Fieldset>
        <p className="field">
          <SubmitButton>{t("recordButton")}</SubmitButton>
        </p>
      </form>
    </div>
  );
}
