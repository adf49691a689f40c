import type { ReactNode } from "react";

type SplitProps = {
  /** Stands first in the source, so that a phone meets it right after the answer. */
  side: ReactNode;
  /** Heading of the side, which also names it. */
  sideTitle?: { id: string; text: ReactNode };
  /** Its words, where the heading is inside `side`: the id of that heading. */
  sideLabelledBy?: string;
  sideClass?: string;
  children: ReactNode;
};

/** A column and, from 60em, a second one beside it that stays in view. */
export function Split({ side, sideTitle, sideLabelledBy, sideClass = "sheet", children }: SplitProps) {
  return (
    <div className="split">
      <aside className={`side ${sideClass}`} aria-labelledby={sideTitle?.id ?? sideLabelledBy}>
        {sideTitle === undefined ? null : <h2 id={sideTitle.id}>{sideTitle.text}</h2>}
        {side}
      </aside>
      {children}
    </div>
  );
}
