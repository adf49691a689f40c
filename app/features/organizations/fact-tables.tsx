import { translator } from "#app/lib/i18n.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { type FactReader, factLines } from "./fact-lines.ts";
import { FACT_KEYS, type FactKey, type OrganizationFacts } from "./facts.ts";

function Lines({ lines }: { lines: readonly string[] }) {
  const t = useT("register");
  if (lines.length === 0) return <span className="note">{t("emptyValue")}</span>;
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </>
  );
}

/** A whole record, a row each fact that it tells. */
export function RecordTable(props: { facts: OrganizationFacts; placeName: string; caption: string }) {
  const { facts, placeName, caption } = props;
  const t = useT("register");
  const translate = translator(useLang());
  const rows = FACT_KEYS.map((key) => ({
    key,
    lines: key === "divisionCode" ? [placeName] : factLines(key, facts, translate, "officer"),
  }));
  return (
    <CardsTable
      caption={caption}
      variant="headed"
      rows={rows.filter(({ lines }) => lines.length > 0)}
      rowKey={({ key }) => key}
      columns={[
        { key: "what", head: t("item"), cell: ({ key }) => t(`fact_${key}`) },
        { key: "now", head: t("to"), label: null, cell: ({ lines }) => <Lines lines={lines} /> },
      ]}
    />
  );
}

interface DifferenceProps {
  before: OrganizationFacts;
  after: OrganizationFacts;
  fields: readonly FactKey[];
  reader: FactReader;
  /** What the right column is called: asked for, or in effect. */
  afterHead: string;
}

/** What differs between two records, the old beside the new. */
export function DifferenceTable({ before, after, fields, reader, afterHead }: DifferenceProps) {
  const t = useT("register");
  const translate = translator(useLang());
  const rows = fields.map((key) => {
    const was = factLines(key, before, translate, reader);
    const is = factLines(key, after, translate, reader);
    // What differs is not for this reader: where somebody comes from, who is related to whom.
    const isHidden = was.join("\n") === is.join("\n");
    return { key, was: isHidden ? [] : was, is: isHidden ? [t("other")] : is };
  });
  return (
    <CardsTable
      caption={t("what")}
      variant="headed"
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        { key: "what", head: t("item"), cell: ({ key }) => t(`fact_${key}`) },
        { key: "was", head: t("from"), cell: ({ was, is }) => <Lines lines={without(was, is)} /> },
        { key: "is", head: afterHead, cell: ({ was, is }) => <Lines lines={without(is, was)} /> },
      ]}
    />
  );
}

/** Of a list with many lines, those that the other does not have; a single line stays as it is. */
function without(lines: readonly string[], other: readonly string[]): readonly string[] {
  return lines.length > 1 || other.length > 1 ? lines.filter((line) => !other.includes(line)) : lines;
}
