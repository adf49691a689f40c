import type { ReactNode } from "react";

type AnswerProps = { title: ReactNode; lead?: ReactNode; className?: string; children?: ReactNode };

/** What the page answers, first and in the display size; once a page. */
export function Answer({ title, lead, className, children }: AnswerProps) {
  return (
    <div className={className === undefined ? "answer" : `answer ${className}`}>
      <h1>{title}</h1>
      {lead === undefined ? null : <p className="lead">{lead}</p>}
      {children}
    </div>
  );
}
