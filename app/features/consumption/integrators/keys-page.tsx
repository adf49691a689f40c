import { inLang } from "#app/features/funds/fund-text.ts";
import type { OrganizationKeyRow } from "#app/features/identity/queries.server.ts";
import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDay } from "#app/lib/time.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { KeysData, KeysOutcome } from "./keys-work.server.ts";

const PATH = "/workspace/sales/keys";

/** The keys of an enterprise's tills: to make, replace and revoke. */
export function KeysPage({ outcome, ...page }: KeysData & { outcome: KeysOutcome | undefined }) {
  const t = useT("salesKeys");
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">
        <Phrase ns="salesKeys" k="lead" parts={{ a: <a href="/developers">.</a> }} />
      </p>
      {outcome?.made ? (
        <Flash tone="done" title={t("made")}>
          <p>{t("madeText")}</p>
          <p className="code">{outcome.made}</p>
        </Flash>
      ) : null}
      {page.done === null ? null : <Flash tone="done" title={t("revoked")} />}
      {page.replacing && !outcome?.made ? (
        <ReplaceForm former={page.replacing} {...page} outcome={outcome} />
      ) : null}
      <Section title={t("keys")} id="keys">
        <KeyTable {...page} />
      </Section>
      <Section title={t("add")} id="add">
        <AddForm {...page} outcome={page.replacing ? undefined : outcome} />
      </Section>
    </div>
  );
}

function KeyTable({ keys, enterprises }: KeysData) {
  const t = useT("salesKeys");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("keys")}
      variant="stated"
      rows={keys}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t("none")}>{t("noneText")}</EmptyState>}
      columns={[
        {
          key: "name",
          head: t("purpose"),
          cell: (key) => (
            <>
              {key.name} <small className="code">{key.prefix}…</small>
              {enterprises.length > 1 ? (
                <small>{inLang(lang, key.organizationName, key.organizationNameEn)}</small>
              ) : null}
            </>
          ),
        },
        { key: "state", head: t("state"), st: true, cell: (key) => <KeyState apiKey={key} /> },
        { key: "who", head: t("who"), cell: (key) => key.userName },
        {
          key: "used",
          head: t("lastUsed"),
          cell: ({ lastUsedAt }) =>
            lastUsedAt === null ? t("never") : <DateText value={lastUsedAt} precision="minute" />,
        },
        {
          key: "acts",
          head: t("acts"),
          hideHead: true,
          label: null,
          cell: (key) => <KeyActs apiKey={key} />,
        },
      ]}
    />
  );
}

function KeyState({ apiKey: { mode, expiresAt } }: { apiKey: OrganizationKeyRow }) {
  const t = useT("salesKeys");
  // It ends at midnight: its last day is the one before.
  if (expiresAt !== null)
    return (
      <State tone="wait">{t("untilDay", { day: shanghaiDay(new Date(expiresAt.getTime() - 1)) })}</State>
    );
  return mode === "test" ? (
    <State tone="wait">{t("modeTest")}</State>
  ) : (
    <State tone="done">{t("modeLive")}</State>
  );
}

function KeyActs({ apiKey: { id, name, organizationId, expiresAt } }: { apiKey: OrganizationKeyRow }) {
  const t = useT("salesKeys");
  return (
    <form method="post" action={PATH} className="acts">
      {expiresAt === null ? (
        <a href={`${PATH}?replace=${id}`} aria-label={t("replaceOf", { name })}>
          {t("replace")}
        </a>
      ) : null}
      <input type="hidden" name="organizationId" value={organizationId} />
      <input type="hidden" name="id" value={id} />
      <SubmitButton quiet name="intent" value="revoke" aria-label={t("revokeOf", { name })}>
        {t("revoke")}
      </SubmitButton>
    </form>
  );
}

type FormProps = KeysData & { outcome: KeysOutcome | undefined };

function ReplaceForm({ former, days, newId, outcome }: FormProps & { former: OrganizationKeyRow }) {
  const t = useT("salesKeys");
  const error = outcome?.complaint ? t(`refused_${outcome.complaint}`) : undefined;
  return (
    <Section title={t("replaceOf", { name: former.name })} intro={t("replaceIntro")} id="replace">
      <form method="post" action={`${PATH}?replace=${former.id}`} noValidate className="form-page">
        <ErrorSummary errors={error === undefined ? [] : [{ id: "until", message: error }]} />
        <input type="hidden" name="organizationId" value={former.organizationId} />
        <input type="hidden" name="id" value={former.id} />
        <input type="hidden" name="newId" value={newId} />
        <TextField
          name="until"
          type="date"
          label={t("until")}
          help={t("untilHelp")}
          min={days.first}
          max={days.last}
          required
          defaultValue={outcome?.typed.until ?? days.usual}
          error={error}
        />
        <p className="field acts">
          <SubmitButton name="intent" value="replace">
            {t("replaceButton")}
          </SubmitButton>
          <a href={PATH}>{t("back")}</a>
        </p>
      </form>
    </Section>
  );
}

function AddForm({ enterprises, newId, outcome }: FormProps) {
  const t = useT("salesKeys");
  const lang = useLang();
  const error = outcome?.complaint ? t(`refused_${outcome.complaint}`) : undefined;
  return (
    <form method="post" action={`${PATH}#add`} noValidate className="form-page">
      <ErrorSummary errors={error === undefined ? [] : [{ id: "name", message: error }]} />
      <input type="hidden" name="id" value={newId} />
      {enterprises.length > 1 ? (
        <Select
          name="organizationId"
          label={t("enterprise")}
          options={enterprises.map((one) => ({ value: one.id, label: inLang(lang, one.name, one.nameEn) }))}
          defaultValue={outcome?.typed.organizationId}
        />
      ) : (
        <input type="hidden" name="organizationId" value={enterprises[0]?.id} />
      )}
      <TextField
        name="name"
        label={t("purpose")}
        help={t("purposeHelp")}
        autoComplete="off"
        required
        maxLength={60}
        defaultValue={outcome?.typed.name}
        error={error}
      />
      <RadioList
        legend={t("mode")}
        name="mode"
        value={outcome?.typed.mode ?? "test"}
        options={[
          { value: "test", label: t("modeTest"), help: t("modeTestHelp") },
          { value: "live", label: t("modeLive"), help: t("modeLiveHelp") },
        ]}
      />
      <p className="field">
        <SubmitButton name="intent" value="make">
          {t("addButton")}
        </SubmitButton>
      </p>
    </form>
  );
}
