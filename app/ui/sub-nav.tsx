import type { ReactNode } from "react";

export type SubNavItem = { href: string; label: string; current?: boolean };

type SubNavProps = {
  who: ReactNode;
  role?: ReactNode;
  label: string;
  items: readonly SubNavItem[];
  /** A second row: what is inside the current item. */
  inside?: readonly SubNavItem[];
};

/** The bar of a workspace under the header: whose it is, who works here, and its rooms. */
export function SubNav({ who, role, label, items, inside = [] }: SubNavProps) {
  return (
    <div className="sub">
      <nav aria-label={label}>
        <div className="wrap">
          <p>
            <b>{who}</b> {role}
          </p>
          <ul>
            {items.map((item) => (
              <SubNavLink key={item.href} {...item} mark={inside.length > 0 ? "true" : "page"} />
            ))}
          </ul>
        </div>
        {inside.length === 0 ? null : (
          <div className="inside">
            <ul className="wrap">
              {inside.map((item) => (
                <SubNavLink key={item.href} {...item} mark="page" />
              ))}
            </ul>
          </div>
        )}
      </nav>
    </div>
  );
}

function SubNavLink({ href, label, current, mark }: SubNavItem & { mark: "page" | "true" }) {
  return (
    <li>
      <a href={href} aria-current={current ? mark : undefined}>
        {label}
      </a>
    </li>
  );
}
