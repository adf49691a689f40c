import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { FormErrors } from "./credential-fields.tsx";
import { type FormState, sayComplaint } from "./form-state.ts";
import type { ApiKeyRow, Membership } from "./queries.server.ts";

type ApiKeysSectionProps = {
  keys: readonly ApiKeyRow[];
  memberships: readonly Membership[];
  /** The id of the key that the form would make. */
  newId: string;
  state: FormState;
  /** The key just made: shown once. */
  made?: string;
};

/** Keys for a finance system or a till: what there is, one form for a new one. */
export function ApiKeysSection({ keys, memberships, newId, state, made }: ApiKeysSectionProps) {
  const t = useT("identity");
  const isChinese = useLang() === "zh";
  const organizations = new Map(
    memberships.map((m) => [m.organizationId, isChinese ? m.organizationName : m.organizationNameEn]),
  );
  const errorOf = (name: string) => {
    const complaint = state.errors[name];
    return complaint === undefined ? undefined : sayComplaint(t, complaint);
  };
  return (
    <Section title={t("apiKeys")} intro={t("apiKeysIntro")} id="api-keys">
      {made === undefined ? null : (
        <Flash tone="done" title={t("apiKeyCreated")}>
          <p>{t("apiKeyCreatedText")}</p>
          <p className="code">{made}</p>
        </Flash>
      )}
      <ApiKeyTable keys={keys} />
      <FormErrors state={state} prefix="key-" />
      <form method="post" action="/account#api-keys">
        <input type="hidden" name="intent" value="create-key" />
        <input type="hidden" name="id" value={newId} />
        <TextField
          id="key-name"
          name="name"
          label={t("apiKeyName")}
          help={t("apiKeyNameHelp")}
          autoComplete="off"
          required
          maxLength={60}
          defaultValue={state.typed.name}
          error={errorOf("name")}
        />
        <Select
          id="key-organizationId"
          name="organizationId"
          label={t("apiKeyOrganization")}
          options={[...organizations].map(([value, label]) => ({ value, label }))}
          defaultValue={state.typed.organizationId}
          error={errorOf("organizationId")}
        />
        <SubmitButton quiet>{t("apiKeyCreate")}</SubmitButton>
      </form>
    </Section>
  );
}

function ApiKeyTable({ keys }: { keys: readonly ApiKeyRow[] }) {
  const t = useT("identity");
  const isChinese = useLang() === "zh";
  if (keys.length === 0) return <p className="note">{t("apiKeysNone")}</p>;
  return (
    <CardsTable
      caption={t("apiKeys")}
      variant="duo headed"
      rows={keys}
      rowKey={(key) => key.id}
      columns={[
        {
          key: "name",
          head: t("apiKeyName"),
          cell: (key) => (
            <>
              {key.name} <small>{isChinese ? key.organizationName : key.organizationNameEn}</small>
            </>
          ),
        },
        {
          key: "prefix",
          head: t("apiKeyPrefix"),
          cell: (key) => <span className="code">{key.prefix}…</span>,
        },
        {
          key: "used",
          head: t("apiKeyLastUsed"),
          cell: (key) => (key.lastUsedAt ? <DateText value={key.lastUsedAt} /> : t("apiKeyNever")),
        },
        {
          key: "revoke",
          head: t("apiKeyRevoke"),
          hideHead: true,
          label: null,
          cell: (key) => (
            <form method="post" action="/account#api-keys">
              <input type="hidden" name="intent" value="revoke-key" />
              <input type="hidden" name="id" value={key.id} />
              <SubmitButton quiet aria-label={t("apiKeyRevokeOf", { name: key.name })}>
                {t("apiKeyRevoke")}
              </SubmitButton>
            </form>
          ),
        },
      ]}
    />
  );
}
