import { useT } from "#app/lib/i18n-react.tsx";

/** From the days to what waits for a person, and to the funds. */
export function MatchingLinks({ query }: { query: string }) {
  const t = useT("matching");
  return (
    <p className="acts">
      <a href={`/workspace/reconciliation/suggestions${query}`}>{t("suggestionsLink")}</a>
      <a href={`/workspace/reconciliation/funds${query}`}>{t("fundsLink")}</a>
    </p>
  );
}
