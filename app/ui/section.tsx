import type { ReactNode } from "react";

type SectionProps = {
  title: ReactNode;
  intro?: ReactNode;
  id?: string;
  /** The first of a column stands without the space above. */
  first?: boolean;
  /** For a section that is not already inside `.wrap`. */
  wrap?: boolean;
  className?: string;
  children?: ReactNode;
};

/** A ledger line with one bead, a heading, and what belongs to it. */
export function Section({ title, intro, id, first, wrap, className, children }: SectionProps) {
  const names = [wrap && "wrap", "section", first && "first", className];
  return (
    <section id={id} className={names.filter(Boolean).join(" ")}>
      <h2>{title}</h2>
      {intro === undefined ? null : <p>{intro}</p>}
      {children}
    </section>
  );
}
