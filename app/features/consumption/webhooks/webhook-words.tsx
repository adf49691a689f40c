import type { OutsideOutcome } from "#app/lib/http/post-outside.server.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { State } from "#app/ui/state.tsx";
import { type SentType, TEST_TYPE, WEBHOOK_TYPES } from "./event-types.ts";
import type { DeliveryRow, EndpointRow } from "./queries.server.ts";

/** The dictionary has no dots in its keys. */
const TYPE_KEYS = {
  "statement.drawn": "type_statement_drawn",
  "statement.confirmed": "type_statement_confirmed",
  "statement.paid": "type_statement_paid",
  "statement.overdue": "type_statement_overdue",
  "agreement.confirmed": "type_agreement_confirmed",
  "agreement.suspended": "type_agreement_suspended",
  "agreement.ended": "type_agreement_ended",
  "signal.opened": "type_signal_opened",
  [TEST_TYPE]: "type_test",
} as const satisfies Record<SentType, string>;

export function useTypeText(): (type: SentType) => string {
  const t = useT("webhooks");
  return (type) => t(TYPE_KEYS[type]);
}

/** How an address is doing. */
export function EndpointState({ endpoint }: { endpoint: EndpointRow }) {
  const t = useT("webhooks");
  if (endpoint.disabledReason !== null)
    return (
      <State tone={endpoint.disabledReason === "person" ? "wait" : "bad"}>
        {t(`off_${endpoint.disabledReason}`)}
      </State>
    );
  if (endpoint.failingSince !== null) return <State tone="warn">{t("failing")}</State>;
  return (
    <State tone={endpoint.lastDeliveredAt === null ? "wait" : "done"}>
      {t(endpoint.lastDeliveredAt === null ? "unproven" : "working")}
    </State>
  );
}

/** What became of a message. */
export function DeliveryState({ delivery }: { delivery: DeliveryRow }) {
  const t = useT("webhooks");
  if (delivery.deliveredAt !== null) return <State tone="done">{t("delivered")}</State>;
  if (delivery.givenUpAt !== null) return <State tone="bad">{t("givenUp")}</State>;
  return (
    <State tone={delivery.attempts === 0 ? "wait" : "warn"}>
      {t(delivery.attempts === 0 ? "waiting" : "retrying")}
    </State>
  );
}

/** What one attempt came to. */
export function AttemptState({ outcome }: { outcome: OutsideOutcome }) {
  const t = useT("webhooks");
  return <State tone={outcome === "delivered" ? "done" : "warn"}>{t(`outcome_${outcome}`)}</State>;
}

/** The kinds of messages to choose from. */
export function TypeChoices({ chosen }: { chosen: readonly string[] }) {
  const typeText = useTypeText();
  return WEBHOOK_TYPES.map((type) => (
    <label key={type} className="plainpick">
      <input type="checkbox" name="types" value={type} defaultChecked={chosen.includes(type)} />
      <span>
        {typeText(type)} <small className="help code">{type}</small>
      </span>
    </label>
  ));
}

/** The secret, this once. */
export function SecretShown({ secret }: { secret: string }) {
  const t = useT("webhooks");
  return (
    <>
      <p>{t("secretOnce")}</p>
      <p className="code">{secret}</p>
    </>
  );
}
