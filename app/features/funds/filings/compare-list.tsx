import { useT } from "#app/lib/i18n-react.tsx";
import type { ComparedRow } from "./plan-compare.server.ts";

/** What a version says differently from the one before it: struck out what was, underlined what is. */
export function CompareList({ rows, base }: { rows: readonly ComparedRow[]; base: number }) {
  const t = useT("filings");
  if (rows.length === 0) return <p className="note">{t("noDifferences", { number: base })}</p>;
  return (
    <>
      <p className="note">{t("differences", { number: base })}</p>
      <dl className="pairs plan">
        {rows.map(({ key, term, pieces }) => (
          <div key={key}>
            <dt>{term}</dt>
            <dd className="lines">
              {pieces.map(({ kind, text }, at) => {
                // Pieces of one text never change places: their order is what they are.
                const id = `${at} ${kind}`;
                if (kind === "gone") return <del key={id}>{text}</del>;
                return kind === "new" ? <ins key={id}>{text}</ins> : <span key={id}>{text}</span>;
              })}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
