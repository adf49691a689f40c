import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { DeliveryState, EndpointState, SecretShown, TypeChoices, useTypeText } from "./webhook-words.tsx";
import type { EndpointData, EndpointOutcome } from "./webhooks-work.server.ts";

const PATH = "/workspace/sales/webhooks";
const DONE = ["test", "types", "off", "on"] as const;

/** One address: how it does, what it was sent, and everything that can be changed about it. */
export function EndpointPage({ outcome, ...page }: EndpointData & { outcome: EndpointOutcome | undefined }) {
  const { endpoint } = page;
  const t = useT("webhooks");
  const done = DONE.find((one) => one === page.done);
  return (
    <div className="wrap">
      <Crumbs items={[{ href: PATH, label: t("title") }, { label: new URL(endpoint.url).host }]} />
      <h1>{new URL(endpoint.url).host}</h1>
      <p className="lead code">{endpoint.url}</p>
      <p>
        <EndpointState endpoint={endpoint} />
      </p>
      {outcome?.secret ? (
        <Flash tone="done" title={t("rotated")}>
          <SecretShown secret={outcome.secret} />
        </Flash>
      ) : null}
      {outcome?.complaint ? <Flash tone="bad" title={t(`refused_${outcome.complaint}`)} /> : null}
      {done && !outcome ? <Flash tone="done" title={t(`done_${done}`)} /> : null}
      <EndpointFacts {...page} />
      <div className="acts">
        {endpoint.disabledAt === null ? <Act id={endpoint.id} intent="test" label={t("test")} /> : null}
        <Act
          id={endpoint.id}
          intent={endpoint.disabledAt === null ? "off" : "on"}
          label={t(endpoint.disabledAt === null ? "turnOff" : "turnOn")}
        />
      </div>
      <Deliveries {...page} />
      <Settings {...page} />
    </div>
  );
}

function EndpointFacts({ endpoint }: EndpointData) {
  const t = useT("webhooks");
  const moment = (value: Date | null): ReactNode =>
    value === null ? t("never") : <DateText value={value} precision="minute" />;
  return (
    <Facts
      items={[
        { term: t("addedAt"), value: moment(endpoint.createdAt) },
        { term: t("lastDelivered"), value: moment(endpoint.lastDeliveredAt) },
        { term: t("waitingHead"), value: <span className="num">{endpoint.waitingCount.toString()}</span> },
        ...(endpoint.failingSince === null
          ? []
          : [{ term: t("failingSince"), value: moment(endpoint.failingSince) }]),
        ...(endpoint.previousUntil === null
          ? []
          : [{ term: t("oldSecretUntil"), value: moment(endpoint.previousUntil) }]),
      ]}
    />
  );
}

/** A button that does one thing to the endpoint. */
function Act({ id, intent, label }: { id: string; intent: string; label: string }) {
  return (
    <form method="post" action={`${PATH}/${id}`}>
      <input type="hidden" name="intent" value={intent} />
      <SubmitButton quiet>{label}</SubmitButton>
    </form>
  );
}

function Deliveries({ endpoint, deliveries, isFirstPage, nextCursor }: EndpointData) {
  const t = useT("webhooks");
  const typeText = useTypeText();
  const here = `${PATH}/${endpoint.id}`;
  return (
    <Section title={t("log")} intro={t("logIntro")} id="log">
      <CardsTable
        caption={t("log")}
        variant="stated"
        rows={deliveries}
        rowKey={({ eventId }) => eventId}
        empty={<EmptyState title={t("logEmpty")}>{t("logEmptyText")}</EmptyState>}
        columns={[
          {
            key: "type",
            head: t("message"),
            cell: ({ eventId, type, subjectId }) => (
              <>
                <a href={`${here}/${eventId}`}>{typeText(type)}</a>
                <small className="code">{subjectId}</small>
              </>
            ),
          },
          {
            key: "state",
            head: t("state"),
            st: true,
            cell: (delivery) => <DeliveryState delivery={delivery} />,
          },
          { key: "at", head: t("happenedAt"), cell: ({ at }) => <DateText value={at} precision="minute" /> },
          {
            key: "attempts",
            head: t("attempts"),
            right: true,
            cell: ({ attempts }) => <span className="num">{attempts}</span>,
          },
          {
            key: "answer",
            head: t("lastAnswer"),
            cell: ({ lastOutcome, lastStatus }) =>
              lastOutcome === null ? null : (lastStatus ?? t(`outcome_${lastOutcome}`)),
          },
          {
            key: "next",
            head: t("nextAt"),
            cell: ({ nextAt }) => (nextAt === null ? null : <DateText value={nextAt} precision="minute" />),
          },
        ]}
      />
      <Pagination
        first={isFirstPage ? null : here}
        next={nextCursor === null ? null : `${here}?cursor=${nextCursor}`}
      />
    </Section>
  );
}

function Settings({ endpoint }: EndpointData) {
  const t = useT("webhooks");
  const here = `${PATH}/${endpoint.id}`;
  return (
    <Section title={t("settings")} id="settings">
      <form method="post" action={here} className="form-page">
        <input type="hidden" name="intent" value="types" />
        <Fieldset id="types" legend={t("types")}>
          <TypeChoices chosen={endpoint.types} />
        </Fieldset>
        <p className="field">
          <SubmitButton quiet>{t("saveTypes")}</SubmitButton>
        </p>
      </form>
      <Confirmed id={endpoint.id} intent="rotate" />
      <Confirmed id={endpoint.id} intent="remove" />
    </Section>
  );
}

/** Something to think about first. */
function Confirmed({ id, intent }: { id: string; intent: "rotate" | "remove" }) {
  const t = useT("webhooks");
  return (
    <details className="confirm">
      <summary>{t(intent)}</summary>
      <div className="callout">
        <p>{t(`${intent}Text`)}</p>
        <div className="acts">
          <Act id={id} intent={intent} label={t(`${intent}Confirm`)} />
        </div>
      </div>
    </details>
  );
}
