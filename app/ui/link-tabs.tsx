export type LinkTab = { href: string; label: string; current: boolean; count?: number };

/** Views of one list, each with its own address. */
export function LinkTabs({ label, items }: { label: string; items: readonly LinkTab[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {items.map((item) => (
        <a key={item.href} href={item.href} aria-current={item.current ? "page" : undefined}>
          {item.label}
          {item.count === undefined ? null : (
            <span className="num"> {item.count.toLocaleString("en-US")}</span>
          )}
        </a>
      ))}
    </nav>
  );
}
