import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import type { ReferenceField, ReferenceOperation } from "./reference.ts";

/** Every operation of the API, folded; its own words are English. */
export function Reference({ groups }: { groups: { tag: string; operations: ReferenceOperation[] }[] }) {
  return groups.map(({ tag, operations }) => (
    <section key={tag} aria-label={tag}>
      <h3 lang="en">{tag}</h3>
      {operations.map((operation) => (
        <OperationDetails key={operation.id} operation={operation} />
      ))}
    </section>
  ));
}

function OperationDetails({ operation }: { operation: ReferenceOperation }) {
  const t = useT("developers");
  const { method, path, summary, description, needsKey, problems } = operation;
  return (
    <details id={operation.id}>
      <summary>
        <code className="code">
          {method} {path}
        </code>{" "}
        <span lang="en">{summary}</span>
      </summary>
      {description === null ? null : (
        <p lang="en">
          <Words text={description} />
        </p>
      )}
      {needsKey ? <p>{t("needsKey")}</p> : null}
      <FieldTable title={t("parameters")} fields={operation.parameters} />
      <FieldTable title={t("body")} fields={operation.body} />
      <FieldTable title={t("answer", { status: operation.answerStatus })} fields={operation.answer} />
      {problems.length > 0 ? <p>{t("problems", { statuses: problems.join(", ") })}</p> : null}
    </details>
  );
}

function FieldTable({ title, fields }: { title: string; fields: ReferenceField[] }) {
  const t = useT("developers");
  if (fields.length === 0) return null;
  return (
    <CardsTable
      caption={title}
      showCaption
      rows={fields}
      rowKey={({ name }) => name}
      columns={[
        {
          key: "name",
          head: t("field"),
          cell: ({ name, isRequired }) => (
            <>
              <code className="code">{name}</code> {isRequired ? null : <small>{t("optional")}</small>}
            </>
          ),
        },
        { key: "type", head: t("type"), cell: ({ type }) => <code className="code">{type}</code> },
        {
          key: "what",
          head: t("meaning"),
          cell: ({ description }) =>
            description === null ? null : (
              <span lang="en">
                <Words text={description} />
              </span>
            ),
        },
      ]}
    />
  );
}

/** The document's words; a program's word among them looks like one. */
function Words({ text }: { text: string }) {
  const [before = "", word, after] = text.split(/(\bnull\b|`[^`]+`)([\s\S]*)/, 3);
  if (word === undefined) return before;
  return (
    <>
      {before}
      <code className="code">{word.replaceAll("`", "")}</code>
      {after ? <Words text={after} /> : null}
    </>
  );
}
