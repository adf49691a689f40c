import { Fragment } from "react";
import { useT } from "#app/lib/i18n-react.tsx";

export type Crumb = { label: string; href?: string };

/** The way here. The home page is added in front. */
export function Crumbs({ items }: { items: readonly Crumb[] }) {
  const t = useT("frame");
  const all: Crumb[] = [{ label: t("homeCrumb"), href: "/" }, ...items];
  return (
    <nav className="crumb" aria-label={t("crumbs")}>
      {all.map((item, index) => (
        <Fragment key={item.label}>
          {index === 0 ? null : " / "}
          {item.href === undefined ? (
            <span aria-current="page">{item.label}</span>
          ) : (
            <a href={item.href}>{item.label}</a>
          )}
        </Fragment>
      ))}
    </nav>
  );
}
