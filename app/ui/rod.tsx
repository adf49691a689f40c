import type { ReactNode } from "react";

export type RodItem = {
  key: string;
  when: ReactNode;
  tone?: "done" | "next" | "warn";
  body: ReactNode;
};

/** What happened, newest first, as beads on a standing rod. `when` is a `<DateText>` or words. */
export function Rod({ items }: { items: readonly RodItem[] }) {
  return (
    <ol className="rod plain">
      {items.map((item) => (
        <li key={item.key} className={item.tone === "done" ? undefined : item.tone}>
          {typeof item.when === "string" ? <span className="when">{item.when}</span> : item.when}
          <p>{item.body}</p>
        </li>
      ))}
    </ol>
  );
}
