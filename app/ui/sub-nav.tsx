import type { ReactNode } from "react";

export type SubNavItem = { href: string; label: string; current?: boolean };

type SubNavProps = { who: ReactNode; role?: ReactNode; label: string; items: readonly SubNavItem[] };

/** The bar of a workspace under the header: whose it is, who works here, and its rooms. */
export function SubNav({ who, role, label, items }: SubNavProps) {
  return (
    <div className="sub">
      <div className="wrap">
        <p>
          <b>{who}</b> {role}
        </p>
        <nav aria-label={label}>
          {items.map((item) => (
            <a key={item.href} href={item.href} aria-current={item.current ? "page" : undefined}>
              {item.label}
            </a>
          ))}
        </nav>
      </div>
    </div>
  );
}
