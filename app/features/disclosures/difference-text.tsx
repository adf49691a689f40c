import { useT } from "#app/lib/i18n-react.tsx";
import { type DifferencePart, differenceOf } from "./entry-difference.ts";

/**
 * Two versions in one text: what was taken out and what was put in stands in <del> and <ins>, with a word before it
 * for those who hear the page, and line marks for those who see no colour.
 */
export function DifferenceText({ before, after }: { before: string; after: string }) {
  const parts = keyed(differenceOf(before, after));
  return (
    <div className="doc difference">
      {parts.map(({ key, part }) => (
        <Part key={key} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { part: DifferencePart }) {
  const t = useT("disclosures");
  if (part.kind === "added")
    return (
      <ins>
        <span className="vh">{t("diffAdded")}</span>
        {part.text}
        <span className="vh">{t("diffEnd")}</span>
      </ins>
    );
  if (part.kind === "removed")
    return (
      <del>
        <span className="vh">{t("diffRemoved")}</span>
        {part.text}
        <span className="vh">{t("diffEnd")}</span>
      </del>
    );
  return <span>{part.text}</span>;
}

/** Parts have no id of their own: where they begin in the joined text is one. */
function keyed(parts: readonly DifferencePart[]): { key: string; part: DifferencePart }[] {
  let at = 0;
  return parts.map((part) => {
    const key = `${part.kind}${at}`;
    at += part.text.length;
    return { key, part };
  });
}
