import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";

export type FieldError = { id: string; message: string };

/** What is still to be put right, each with a link to its control. Nothing when there is nothing. */
export function ErrorSummary({ errors, title }: { errors: readonly FieldError[]; title?: ReactNode }) {
  const t = useT("ui");
  if (errors.length === 0) return null;
  return (
    <div className="errors" role="alert" tabIndex={-1}>
      <h3>{title ?? t("errorsTitle", { count: errors.length })}</h3>
      <ul>
        {errors.map((error) => (
          <li key={error.id}>
            <a href={`#${error.id}`}>{error.message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
