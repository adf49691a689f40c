import type { ReactNode } from "react";

type EmptyStateProps = {
  title: ReactNode;
  action?: { href: string; label: string };
  children?: ReactNode;
};

/** A list without rows: an empty rod, why it is empty, and what would fill it. */
export function EmptyState({ title, action, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <svg width="129" height="13" viewBox="0 0 129 13" aria-hidden="true">
        <path d="M0 6.5h129" stroke="#717a76" strokeWidth="1.2" />
        <path
          d="M6 1.5h9l5 5-5 5h-9l-5-5zM33 1.5h9l5 5-5 5h-9l-5-5zM60 1.5h9l5 5-5 5h-9l-5-5z"
          fill="#fbfaf5"
          stroke="#717a76"
          strokeWidth="1.4"
        />
      </svg>
      <p className="empty-title">{title}</p>
      {children === undefined ? null : <p className="note">{children}</p>}
      {action === undefined ? null : (
        <p>
          <a href={action.href}>{action.label}</a>
        </p>
      )}
    </div>
  );
}
