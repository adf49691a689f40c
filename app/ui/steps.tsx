import type { ReactNode } from "react";

export type StepItem = {
  title: string;
  /** When, as `<DateText>`, or in words. */
  at?: ReactNode;
  note?: ReactNode;
  mark?: "done" | "part" | "next";
};

/** The few steps of one thing, standing on a phone and lying from 48em. */
export function Steps({ label, items }: { label: string; items: readonly StepItem[] }) {
  return (
    <ol className="steps" aria-label={label}>
      {items.map((item) => (
        <li key={item.title} className={item.mark === "done" ? undefined : item.mark}>
          <b>{item.title}</b>
          {item.at}
          {item.note === undefined ? null : <span>{item.note}</span>}
        </li>
      ))}
    </ol>
  );
}
