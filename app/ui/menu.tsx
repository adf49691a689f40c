import { MenuButton, MenuItem, Menu as MenuList, MenuProvider } from "@ariakit/react";
import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { useHydrated } from "#app/ui/use-hydrated.ts";

export type MenuLink = { href: string; label: ReactNode };

/** Further links behind one word; without scripts a disclosure with the same links. */
export function Menu({ label, items }: { label?: ReactNode; items: readonly MenuLink[] }) {
  const t = useT("ui");
  const words = label ?? t("menu");
  if (!useHydrated()) {
    return (
      <details className="menu">
        <summary>{words}</summary>
        <ul className="menu-list">
          {items.map((item) => (
            <li key={item.href}>
              <a className="menu-item" href={item.href}>
                {item.label}
              </a>
            </li>
          ))}
        </ul>
      </details>
    );
  }
  return (
    <MenuProvider>
      <MenuButton className="menu-button">{words}</MenuButton>
      <MenuList gutter={4} className="menu-list floating">
        {items.map((item) => (
          <MenuItem key={item.href} className="menu-item" render={<a href={item.href}>{item.label}</a>} />
        ))}
      </MenuList>
    </MenuProvider>
  );
}
