import type { ReactNode } from "react";

type DocumentProps = { title: ReactNode; number?: ReactNode; foot?: ReactNode; children: ReactNode };

/** A certificate, filing or report, set like print: one column, generous margins, a double line under its head. */
export function Document({ title, number, foot, children }: DocumentProps) {
  return (
    <article className="doc">
      <header>
        <h1>{title}</h1>
        {number === undefined ? null : <p className="no">{number}</p>}
      </header>
      {children}
      {foot === undefined ? null : <footer>{foot}</footer>}
    </article>
  );
}
