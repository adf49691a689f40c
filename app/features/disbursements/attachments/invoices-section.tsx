import { useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { errorOf, type FormState } from "../form-state.ts";
import type { Repeat } from "./elsewhere.server.ts";
import type { InvoiceView } from "./invoice-queries.server.ts";

export interface InvoicesProps {
  disbursementId: string;
  amountFen: bigint;
  invoices: readonly InvoiceView[];
  attempt: string;
  today: string;
  mayAdd: boolean;
  state: FormState;
}

/** The invoices of a payment, their sum beside its amount. */
export function InvoicesSection(props: InvoicesProps) {
  const { disbursementId, amountFen, invoices, mayAdd } = props;
  const t = useT("payouts");
  const live = invoices.filter(({ struckAt }) => struckAt === null);
  const sumFen = live.reduce((sum, invoice) => sum + invoice.amountFen, 0n);
  if (invoices.length === 0 && !mayAdd) return null;
  return (
    <Section title={t("invoicesTitle")} id="invoices">
      {invoices.length > 0 ? (
        <>
          <InvoiceTable invoices={invoices} disbursementId={disbursementId} mayStrike={mayAdd} />
          <Pairs
            items={[
              { term: t("invoiceSum", { count: live.length }), value: <Money fen={sumFen} /> },
              { term: t("disbursementAmount"), value: <Money fen={amountFen} /> },
              {
                term: t(sumFen >= amountFen ? "invoiceCovered" : "invoiceShort"),
                value: <Money fen={sumFen >= amountFen ? sumFen - amountFen : amountFen - sumFen} />,
                total: true,
              },
            ]}
          />
        </>
      ) : (
        <p className="note">{t("invoicesNone")}</p>
      )}
      {mayAdd ? (
        <details open={props.state.typed.intent === "invoice"}>
          <summary>{t("addInvoice")}</summary>
          <InvoiceForm {...props} />
        </details>
      ) : null}
    </Section>
  );
}

function InvoiceTable({
  invoices,
  disbursementId,
  mayStrike,
}: {
  invoices: readonly InvoiceView[];
  disbursementId: string;
  mayStrike: boolean;
}) {
  const t = useT("payouts");
  return (
    <CardsTable
      caption={t("invoicesCaption")}
      variant="headed"
      rows={invoices}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "number",
          head: t("invoiceNumber"),
          cell: ({ code, number, seller, struckAt }) => (
            <>
              <span className="code">{struckAt ? <s>{number}</s> : number}</span>
              <small>
                {code === "" ? "" : `${t("invoiceCode")} ${code} · `}
                {seller}
              </small>
            </>
          ),
        },
        {
          key: "day",
          head: t("issuedOn"),
          className: "num",
          cell: ({ issuedOn }) => <DateText value={issuedOn} />,
        },
        {
          key: "amount",
          head: t("amount"),
          label: t("amountLabel"),
          right: true,
          st: true,
          cell: ({ amountFen }) => <Money fen={amountFen} symbol={false} />,
        },
        {
          key: "act",
          head: t("do"),
          hideHead: true,
          label: null,
          cell: ({ id, struckAt }) =>
            struckAt ? (
              t("struck")
            ) : mayStrike ? (
              <form method="post" action={`/workspace/disbursements/${disbursementId}`}>
                <input type="hidden" name="intent" value="strike-invoice" />
                <input type="hidden" name="invoice" value={id} />
                <SubmitButton quiet>{t("strike")}</SubmitButton>
              </form>
            ) : null,
        },
      ]}
    />
  );
}

function InvoiceForm({ disbursementId, attempt, today, state }: InvoicesProps) {
  const t = useT("payouts");
  const say = useT("disbursements");
  const field = (name: string) => ({
    name,
    defaultValue: state.typed[name],
    error: errorOf(say, state, name),
  });
  return (
    <form method="post" action={`/workspace/disbursements/${disbursementId}`}>
      <input type="hidden" name="intent" value="invoice" />
      <input type="hidden" name="attempt" value={state.typed.attempt ?? attempt} />
      <TextField
        label={t("invoiceNumber")}
        help={t("invoiceNumberHelp")}
        inputMode="numeric"
        autoComplete="off"
        {...field("invoiceNumber")}
      />
      <TextField
        label={t("invoiceCode")}
        help={t("invoiceCodeHelp")}
        optional
        inputMode="numeric"
        autoComplete="off"
        {...field("invoiceCode")}
      />
      <MoneyInput label={t("invoiceAmount")} {...field("invoiceAmount")} />
      <TextField label={t("issuedOn")} type="date" max={today} {...field("issuedOn")} />
      <TextField label={t("seller")} maxLength={120} autoComplete="off" {...field("seller")} />
      <TextField
        label={t("repeatReason")}
        help={t("repeatReasonHelp")}
        id="invoiceRepeatReason"
        optional
        maxLength={300}
        {...field("repeatReason")}
      />
      <p className="field">
        <SubmitButton quiet>{t("submitInvoice")}</SubmitButton>
      </p>
    </form>
  );
}

/** Files and invoices of this payment that another one has too: whoever approves must see it. */
export function RepeatsCallout({ repeats }: { repeats: readonly Repeat[] }) {
  const t = useT("payouts");
  if (repeats.length === 0) return null;
  return (
    <Callout tone="attention" title={t("repeatsTitle", { count: repeats.length })}>
      <ul>
        {repeats.map((repeat) => (
          <li key={`${repeat.paper} ${repeat.disbursementId}`}>
            {t(repeat.kind === "file" ? "repeatFile" : "repeatInvoice", { paper: repeat.paper })}{" "}
            <a href={`/workspace/disbursements/${repeat.disbursementId}#evidence`}>{repeat.purpose}</a>{" "}
            <DateText value={repeat.at} />
            {repeat.reason ? <small> {t("repeatWhy", { reason: repeat.reason })}</small> : null}
          </li>
        ))}
      </ul>
    </Callout>
  );
}
