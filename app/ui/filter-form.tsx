import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";

type FilterFormProps = {
  /** The list's own address; the fields become its query. */
  action: string;
  label: string;
  submit?: ReactNode;
  /** Whether any filter is set, which offers to clear them. */
  active?: boolean;
  children: ReactNode;
};

/** Search and filters of a list, kept in the address. */
export function FilterForm({ action, label, submit, active = false, children }: FilterFormProps) {
  const t = useT("ui");
  return (
    <form className="filters no-print" action={action} method="get" role="search" aria-label={label}>
      {children}
      <div className="filters-go">
        <button type="submit" className="btn quiet">
          {submit ?? t("filter")}
        </button>
        {active ? <a href={action}>{t("clear")}</a> : null}
      </div>
    </form>
  );
}

/** Words to look for. */
export function SearchField({
  name,
  label,
  defaultValue,
}: {
  name: string;
  label?: string;
  defaultValue?: string;
}) {
  const t = useT("ui");
  return (
    <div className="field search">
      <label htmlFor={name}>{label ?? t("search")}</label>
      <input
        className="input"
        id={name}
        name={name}
        type="search"
        defaultValue={defaultValue}
        autoComplete="off"
        enterKeyHint="search"
        maxLength={80}
      />
    </div>
  );
}
