import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Rod } from "#app/ui/rod.tsx";
import { Section } from "#app/ui/section.tsx";
import { DifferenceTable } from "./fact-tables.tsx";
import type { OrganizationPersonFacts } from "./facts.ts";
import type { PublicRecord, PublicVersion } from "./public-record.server.ts";

/** Board, supervisors and managers, and the related parties (Order 81 Art. 5). */
export function GovernanceSection({ record }: { record: PublicRecord }) {
  const t = useT("register");
  const { people, relatedParties } = record.facts;
  return (
    <Section title={t("board")} intro={t("boardIntro")} id="board">
      <CardsTable
        caption={t("board")}
        variant="duo"
        rows={people.map((person, at) => ({ ...person, at }))}
        rowKey={({ at }) => String(at)}
        empty={<p className="note">{t("boardNone")}</p>}
        columns={[
          { key: "name", head: t("personName"), cell: ({ name }) => name },
          { key: "office", head: t("office"), cell: ({ office }) => t(`office_${office}`) },
          { key: "term", head: t("term"), cell: (person) => <Term {...person} /> },
          { key: "work", head: t("work"), cell: ({ isFullTime }) => (isFullTime ? t("work") : null) },
        ]}
      />
      {relatedParties.length === 0 ? (
        <p className="note">{t("partiesNone")}</p>
      ) : (
        <CardsTable
          caption={t("partiesTitle")}
          showCaption
          variant="duo"
          rows={relatedParties.map((party, at) => ({ ...party, at }))}
          rowKey={({ at }) => String(at)}
          columns={[
            { key: "name", head: t("partyName"), cell: ({ name }) => name },
            { key: "relation", head: t("relation"), cell: ({ relation }) => t(`relation_${relation}`) },
          ]}
        />
      )}
    </Section>
  );
}

function Term({ termFrom, termTo }: Pick<OrganizationPersonFacts, "termFrom" | "termTo">) {
  const t = useT("register");
  if (termFrom === null) return null;
  return (
    <>{termTo === null ? t("termOpen", { from: termFrom }) : t("termSpan", { from: termFrom, to: termTo })}</>
  );
}

/** Every version of the record with its note and what it changed, the newest first. */
export function VersionsSection({ versions }: { versions: readonly PublicVersion[] }) {
  const t = useT("register");
  return (
    <Section title={t("versions")} intro={t("versionsIntro")} id="versions">
      {versions.length === 0 ? (
        <p className="note">{t("versionsNone")}</p>
      ) : (
        <>
          <Rod
            items={versions.map((version) => ({
              key: String(version.number),
              when: <DateText value={version.tookEffectAt} />,
              tone: "done",
              body: (
                <>
                  <b>{t("version", { number: version.number })}</b>{" "}
                  {version.before === null
                    ? t("versionFirst")
                    : version.fields.map((field) => t(`fact_${field}`)).join("，")}
                  {version.note === "" ? null : (
                    <>
                      <br />
                      {version.note}
                    </>
                  )}
                </>
              ),
            }))}
          />
          {versions.map((version) => (
            <VersionDetails key={version.number} version={version} />
          ))}
        </>
      )}
    </Section>
  );
}

function VersionDetails({ version: { number, before, after, fields } }: { version: PublicVersion }) {
  const t = useT("register");
  if (before === null || fields.length === 0) return null;
  return (
    <details id={`version-${number}`}>
      <summary>{t("versionDiff", { number })}</summary>
      <DifferenceTable before={before} after={after} fields={fields} reader="public" afterHead={t("to")} />
    </details>
  );
}
