import type { ReactNode } from "react";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { useT } from "#app/lib/i18n-react.tsx";

const KNOWN = [403, 404, 410, 422, 500, 503] as const;
type KnownStatus = (typeof KNOWN)[number];

type ErrorPageProps = {
  status: number;
  what?: ReactNode;
  kept?: ReactNode;
  todo?: ReactNode;
  /** Another way out beside the home page. */
  more?: ReactNode;
};

/** What happened, what was not lost, and what to do. */
export function ErrorPage({ status, what, kept, todo, more }: ErrorPageProps) {
  const t = useT("ui");
  const shown = knownStatus(status);
  return (
    <div className="wrap error-page">
      <p className="code">{status}</p>
      <h1>{what ?? t(`errWhat${shown}`)}</h1>
      <dl className="pairs-stacked">
        <div>
          <dt>{t("errKept")}</dt>
          <dd>{kept ?? t(`errKept${shown}`)}</dd>
        </div>
        <div>
          <dt>{t("errTodo")}</dt>
          <dd>{todo ?? t(`errTodo${shown}`)}</dd>
        </div>
      </dl>
      <p className="acts">
        <a className="btn" href="/">
          {t("errHome")}
        </a>
        {more}
      </p>
    </div>
  );
}

/** What happened, for the title of the window. */
export function errorTitle(lang: Lang, status: number): string {
  return translator(lang)("ui")(`errWhat${knownStatus(status)}`).replace(/[。.]$/, "");
}

function knownStatus(status: number): KnownStatus {
  const exact = KNOWN.find((known) => known === status);
  if (exact !== undefined) return exact;
  if (status === 401) return 403;
  return status >= 400 && status < 500 ? 422 : 500;
}
