import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang } from "#app/lib/i18n-react.tsx";
import { sectionsOf } from "./entry-text.ts";

/** A version's text, cut at its headings. */
export function EntryText({ entry }: { entry: { body: string; bodyEn: string } }) {
  const lang = useLang();
  return (
    <div className="doc">
      {sectionsOf(inLang(lang, entry.body, entry.bodyEn)).map((section) => (
        <div key={`${section.heading}${section.text.length}`}>
          {section.heading === null ? null : <h3>{section.heading}</h3>}
          {[...new Set(section.text.split(/\n+/))].map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      ))}
    </div>
  );
}
