import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";

type PaginationProps = {
  previous?: string | null;
  next?: string | null;
  first?: string | null;
  /** What is shown of how much. */
  summary?: ReactNode;
};

/** Steps through a list by cursor. Nothing at all when everything fits one page. */
export function Pagination({ previous, next, first, summary }: PaginationProps) {
  const t = useT("ui");
  if (!previous && !next && !first && summary === undefined) return null;
  return (
    <nav className="pager" aria-label={t("pages")}>
      {first ? <a href={first}>{t("first")}</a> : null}
      {previous ? (
        <a href={previous} rel="prev">
          ‹ {t("previous")}
        </a>
      ) : null}
      {summary === undefined ? null : <span className="note">{summary}</span>}
      {next ? (
        <a href={next} rel="next">
          {t("next")} ›
        </a>
      ) : null}
    </nav>
  );
}
