import type { Translate } from "#app/lib/i18n.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { type PayeeState, STOP_REASONS } from "./payee.ts";
import type { PayeeView } from "./queries.server.ts";

export const PAYEE_TONES: Record<PayeeState, Tone> = {
  waiting: "wait",
  sent: "wait",
  paid: "done",
  failed: "bad",
  returned: "bad",
  stopped: "warn",
};

interface PayeesSectionProps {
  disbursementId: string;
  payees: readonly PayeeView[];
  unpaidFen: bigint;
  mayStop: boolean;
}

/** The lines of a disbursement, each with where it stands; one that must not be paid any more is stopped here. */
export function PayeesSection({ disbursementId, payees, unpaidFen, mayStop }: PayeesSectionProps) {
  const t = useT("payouts");
  if (payees.length === 0) return null;
  const stoppable = payees.filter(({ state }) => state === "waiting");
  return (
    <Section title={t("payeesTitle", { count: payees.length })} intro={t("payeesIntro")} id="payees">
      <PayeesTable payees={payees} />
      {unpaidFen > 0n ? (
        <p className="note">
          {t("unpaidNote")} <Money fen={unpaidFen} />
        </p>
      ) : null}
      {mayStop && stoppable.length > 0 ? (
        <details>
          <summary>{t("stopSummary")}</summary>
          <form method="post" action={`/workspace/disbursements/${disbursementId}`}>
            <input type="hidden" name="intent" value="stop-payee" />
            <p className="help">{t("stopHelp")}</p>
            <Select
              label={t("stopWho")}
              name="line"
              options={stoppable.map(({ id, number, name, accountEnd }) => ({
                value: id,
                label: `${number} ${name} ${accountEnd}`,
              }))}
            />
            <Select
              label={t("stopWhy")}
              name="reason"
              options={STOP_REASONS.map((reason) => ({ value: reason, label: t(`stop_${reason}`) }))}
            />
            <p className="field">
              <SubmitButton quiet>{t("stopButton")}</SubmitButton>
            </p>
          </form>
        </details>
      ) : null}
    </Section>
  );
}

function PayeesTable({ payees }: { payees: readonly PayeeView[] }) {
  const t = useT("payouts");
  return (
    <CardsTable
      caption={t("payeesCaption")}
      variant="stated"
      rows={payees}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "name",
          head: t("payee"),
          cell: ({ number, name, bank, accountEnd, channel }) => (
            <>
              {number} {name}
              <small>
                {channel === "alipay" ? t("alipay") : bank} {accountWords(t, accountEnd)}
              </small>
            </>
          ),
        },
        {
          key: "amount",
          head: t("amount"),
          label: t("amountLabel"),
          right: true,
          cell: ({ amountFen }) => <Money fen={amountFen} symbol={false} />,
        },
        {
          key: "state",
          head: t("status"),
          st: true,
          cell: ({ state, stopReason, failureCode }) => (
            <State tone={PAYEE_TONES[state]}>
              {t(`payee_${state}`)}
              {stopReason ? ` ${t(`stop_${stopReason}` as "stop_died")}` : ""}
              {failureCode ? ` ${failureWords(t, failureCode)}` : ""}
            </State>
          ),
        },
      ]}
    />
  );
}

/** The end of a number, or what is shown of an e-mail address. */
export function accountWords(t: Translate<"payouts">, end: string): string {
  return end.includes("@") ? end : t("accountEnd", { end });
}

const FAILURES = [
  "bank-refused",
  "bank-returned",
  "payee-not-found",
  "payee-name-differs",
  "balance-not-enough",
  "over-limit",
  "refused",
] as const;

/** Why a payment failed, in words; a code without words is called refused. */
export function failureWords(t: Translate<"payouts">, code: string): string {
  const known = FAILURES.find((name) => name === code) ?? "refused";
  return t(`failure_${known}`);
}
