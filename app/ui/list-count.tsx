import type { ReactNode } from "react";

/** How many the filters found, announced when it changes. */
export function ListCount({ children }: { children: ReactNode }) {
  return (
    <p className="count" role="status">
      {children}
    </p>
  );
}
