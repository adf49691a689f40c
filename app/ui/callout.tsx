import type { ReactNode } from "react";

type CalloutProps = {
  tone?: "attention" | "calm";
  title?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** What must be read. */
export function Callout({ tone = "attention", title, className, children }: CalloutProps) {
  const names = ["callout", tone === "calm" && "calm", className];
  return (
    <div className={names.filter(Boolean).join(" ")}>
      {title === undefined ? null : <p className="callout-title">{title}</p>}
      {children}
    </div>
  );
}
