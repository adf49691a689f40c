import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { CHECKING_SAMPLE } from "./checking-sample.ts";
import { WEBHOOK_TYPES } from "./event-types.ts";
import { EndpointState, SecretShown, TypeChoices } from "./webhook-words.tsx";
import type { AddOutcome, WebhooksData } from "./webhooks-work.server.ts";

const PATH = "/workspace/sales/webhooks";

/** The addresses that an enterprise's events are told to, and how a receiver checks a message. */
export function WebhooksPage({ outcome, ...page }: WebhooksData & { outcome: AddOutcome | undefined }) {
  const t = useT("webhooks");
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      {outcome?.secret ? (
        <Flash tone="done" title={t("added")}>
          <SecretShown secret={outcome.secret} />
        </Flash>
      ) : null}
      <Section title={t("endpoints")} id="endpoints">
        <EndpointTable {...page} />
      </Section>
      <Section title={t("add")} id="add">
        <AddForm {...page} outcome={outcome} />
      </Section>
      <Section title={t("checking")} intro={t("checkingIntro")} id="checking">
        <pre className="sample code">{CHECKING_SAMPLE}</pre>
        <p className="note after">{t("checkingRules")}</p>
      </Section>
    </div>
  );
}

function EndpointTable({ endpoints, enterprises }: WebhooksData) {
  const t = useT("webhooks");
  const lang = useLang();
  const nameOf = (id: string) => {
    const enterprise = enterprises.find((one) => one.id === id);
    return enterprise ? inLang(lang, enterprise.name, enterprise.nameEn) : "";
  };
  return (
    <CardsTable
      caption={t("endpoints")}
      variant="stated"
      rows={endpoints}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t("none")}>{t("noneText")}</EmptyState>}
      columns={[
        {
          key: "url",
          head: t("address"),
          cell: (endpoint) => (
            <>
              <a className="code" href={`${PATH}/${endpoint.id}`}>
                {endpoint.url}
              </a>
              {enterprises.length > 1 ? <small>{nameOf(endpoint.organizationId)}</small> : null}
            </>
          ),
        },
        {
          key: "state",
          head: t("state"),
          st: true,
          cell: (endpoint) => <EndpointState endpoint={endpoint} />,
        },
        {
          key: "types",
          head: t("types"),
          cell: (endpoint) => t("typesCount", { count: endpoint.types.length }),
        },
        {
          key: "last",
          head: t("lastDelivered"),
          cell: ({ lastDeliveredAt }) =>
            lastDeliveredAt === null ? t("never") : <DateText value={lastDeliveredAt} precision="minute" />,
        },
        {
          key: "waiting",
          head: t("waitingHead"),
          right: true,
          cell: ({ waitingCount }) => <span className="num">{waitingCount.toString()}</span>,
        },
      ]}
    />
  );
}

function AddForm({ enterprises, newId, outcome }: WebhooksData & { outcome: AddOutcome | undefined }) {
  const t = useT("webhooks");
  const lang = useLang();
  const complaint = outcome?.complaint ?? null;
  const said = complaint === null ? undefined : t(`refused_${complaint}`);
  const isAboutTypes = complaint === "no-types";
  return (
    <form method="post" action={`${PATH}#add`} noValidate className="form-page">
      <ErrorSummary
        errors={said === undefined ? [] : [{ id: isAboutTypes ? "types" : "url", message: said }]}
      />
      <input type="hidden" name="id" value={newId} />
      {enterprises.length > 1 ? (
        <Select
          name="organizationId"
          label={t("enterprise")}
          options={enterprises.map((one) => ({ value: one.id, label: inLang(lang, one.name, one.nameEn) }))}
          defaultValue={outcome?.typed.organizationId}
        />
      ) : null}
      <TextField
        name="url"
        type="url"
        label={t("address")}
        help={t("addressHelp")}
        autoComplete="off"
        inputMode="url"
        required
        defaultValue={outcome?.typed.url}
        error={isAboutTypes ? undefined : said}
      />
      <Fieldset id="types" legend={t("types")} error={isAboutTypes ? said : undefined}>
        <TypeChoices chosen={outcome?.typed.types ?? WEBHOOK_TYPES} />
      </Fieldset>
      <p className="field">
        <SubmitButton>{t("addButton")}</SubmitButton>
      </p>
    </form>
  );
}
