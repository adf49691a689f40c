import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { failureWords } from "../payees/payees-section.tsx";
import type { QueuedLine } from "./queue.server.ts";

const LIST = "/workspace/payment-batches";

/** Payments that did not reach their payees: each is proposed anew with its account looked over, or closed. */
export function QueueSection({ queue }: { queue: readonly QueuedLine[] }) {
  const t = useT("payouts");
  if (queue.length === 0) return null;
  return (
    <Section title={t("queueTitle", { count: queue.length })} intro={t("queueIntro")} id="queue">
      <CardsTable
        caption={t("queueCaption")}
        variant="headed"
        rows={queue}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "who",
            head: t("payee"),
            cell: ({ name, purpose, disbursementId }) => (
              <>
                {name}
                <small>
                  <a href={`/workspace/disbursements/${disbursementId}`}>{purpose}</a>
                </small>
              </>
            ),
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
            key: "why",
            head: t("whyBack"),
            cell: ({ failureCode, at }) => (
              <>
                {failureWords(t, failureCode)} <DateText value={at} precision="short-day" />
              </>
            ),
          },
          { key: "do", head: t("do"), cell: (line) => <AgainForm line={line} /> },
        ]}
      />
    </Section>
  );
}

function AgainForm({ line }: { line: QueuedLine }) {
  const t = useT("payouts");
  return (
    <details>
      <summary>{t("againSummary")}</summary>
      <form method="post" action={LIST}>
        <input type="hidden" name="intent" value="again" />
        <input type="hidden" name="line" value={line.id} />
        <TextField id={`${line.id}-name`} label={t("accountName")} name="name" defaultValue={line.name} />
        <TextField
          id={`${line.id}-account`}
          label={t(line.channel === "alipay" ? "alipayAccount" : "accountNo")}
          name="account"
          autoComplete="off"
          defaultValue={line.account}
        />
        {line.channel === "bank" ? (
          <TextField id={`${line.id}-bank`} label={t("bank")} name="bank" defaultValue={line.bank} />
        ) : null}
        <p className="field">
          <SubmitButton quiet>{t("againButton")}</SubmitButton>
        </p>
      </form>
      <form method="post" action={LIST}>
        <input type="hidden" name="intent" value="set-aside" />
        <input type="hidden" name="line" value={line.id} />
        <p className="field">
          <SubmitButton quiet>{t("setAsideButton")}</SubmitButton>
        </p>
      </form>
    </details>
  );
}
