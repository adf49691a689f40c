import { Phrase, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Section } from "#app/ui/section.tsx";
import { REJECT_REASONS } from "../intake/event.ts";
import { LIST_COLUMNS } from "../intake/upload/read-order-list.ts";
import { CHECKING_SAMPLE } from "../webhooks/checking-sample.ts";
import type { DevelopersData } from "./developers-data.server.ts";
import { Reference } from "./reference-section.tsx";

/** How a till sends its orders: three steps, the fields, what may go wrong, and the whole reference. */
export function DevelopersPage({ siteUrl, demoKey, examples, reference }: DevelopersData) {
  const t = useT("developers");
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <Section title={t("start")} id="start" first>
        <ol className="lines-of-text">
          <li>
            <Phrase ns="developers" k="stepKey" parts={{ a: <a href="/workspace/sales/keys">.</a> }} />
          </li>
          <li>{t("stepSend")}</li>
          <li>{t("stepLive")}</li>
        </ol>
        {demoKey === null ? null : (
          <Callout tone="calm" title={t("demoKeyTitle")}>
            <p>{t("demoKeyText")}</p>
            <p>
              <code className="code">{demoKey}</code>
            </p>
          </Callout>
        )}
        {examples.map(({ name, href, text }) => (
          <figure key={name}>
            <figcaption>
              <a href={href}>{name}</a>
            </figcaption>
            <pre className="sample code">{text}</pre>
          </figure>
        ))}
        <p className="note">
          <Phrase
            ns="developers"
            k="run"
            values={{ url: siteUrl }}
            parts={{ code: <code className="code" /> }}
          />
        </p>
      </Section>
      <Section title={t("fields")} intro={t("fieldsIntro")} id="fields">
        <Fields />
      </Section>
      <Section title={t("rules")} id="rules">
        <ul className="lines-of-text">
          {RULES.map((rule) => (
            <li key={rule}>
              <Phrase ns="developers" k={rule} parts={{ code: <code className="code" /> }} />
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("errors")} intro={t("errorsIntro")} id="errors">
        <Statuses />
      </Section>
      <Section title={t("reasons")} intro={t("reasonsIntro")} id="reasons">
        <Reasons />
      </Section>
      <Section title={t("webhooks")} id="webhooks">
        <p>
          <Phrase ns="developers" k="webhooksText" parts={{ a: <a href="/workspace/sales/webhooks">.</a> }} />
        </p>
        <pre className="sample code">{CHECKING_SAMPLE}</pre>
      </Section>
      <Section title={t("reference")} id="reference">
        <p>
          <Phrase ns="developers" k="referenceText" parts={{ a: <a href="/api/v1/openapi.json">.</a> }} />
        </p>
        <Reference groups={reference} />
      </Section>
    </div>
  );
}

const RULES = [
  "ruleTwice",
  "ruleReturns",
  "ruleKey",
  "ruleRetry",
  "ruleLimits",
  "ruleGift",
  "ruleTest",
] as const;

/** The fields by the API's own names; a list as a file has the same ones. */
const FIELD_NAMES = {
  orderNo: "orderNo",
  type: "type",
  amount: "amountFen",
  discount: "discountFen",
  occurredAt: "occurredAt",
  campaign: "campaign",
  items: "items",
  returnOf: "returnOf",
} as const;

function Fields() {
  const t = useT("developers");
  return (
    <CardsTable
      caption={t("fields")}
      rows={LIST_COLUMNS}
      rowKey={(column) => column}
      columns={[
        {
          key: "name",
          head: t("field"),
          cell: (column) => <code className="code">{FIELD_NAMES[column]}</code>,
        },
        { key: "what", head: t("meaning"), cell: (column) => t(`field_${column}`) },
      ]}
    />
  );
}

const STATUSES = ["400", "401", "403", "409", "413", "415", "422", "429", "503"] as const;

function Statuses() {
  const t = useT("developers");
  return (
    <CardsTable
      caption={t("errors")}
      rows={STATUSES}
      rowKey={(status) => status}
      columns={[
        { key: "status", head: t("status"), cell: (status) => <code className="code">{status}</code> },
        { key: "what", head: t("todo"), cell: (status) => t(`status_${status}`) },
      ]}
    />
  );
}

function Reasons() {
  const t = useT("developers");
  const reasons = useT("consumptionIntake");
  return (
    <CardsTable
      caption={t("reasons")}
      rows={REJECT_REASONS}
      rowKey={(reason) => reason}
      columns={[
        { key: "reason", head: t("code"), cell: (reason) => <code className="code">{reason}</code> },
        { key: "what", head: t("todo"), cell: (reason) => reasons(`reason_${reason}`) },
      ]}
    />
  );
}
