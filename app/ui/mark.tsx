import { MARK_AWAY, MARK_BEAM, MARK_COUNTED, MARK_ROD, WORDMARK } from "./mark-paths.ts";

/** The mark: one counted bead under the double beam of an abacus. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d={MARK_ROD} stroke="currentColor" strokeWidth="2" />
      <path d={MARK_BEAM} stroke="currentColor" strokeWidth="1.75" />
      <path d={MARK_COUNTED} fill="#0a5c50" />
      <path d={MARK_AWAY} fill="#fbfaf5" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}

/** The name, drawn, so that it looks the same with every font. */
export function Wordmark({ label }: { label: string }) {
  return (
    <svg className="word" viewBox="0 0 83 40" role="img" aria-label={label}>
      <path fill="currentColor" d={WORDMARK} />
    </svg>
  );
}
