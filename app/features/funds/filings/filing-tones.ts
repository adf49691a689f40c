import type { Tone } from "#app/ui/state.tsx";
import type { FilingState } from "./filing-state.ts";

/** The bead beside the words of a filing's state. */
export const FILING_TONES: Record<FilingState, Tone> = {
  drafted: "wait",
  "sent-back": "warn",
  withdrawn: "wait",
  released: "warn",
  submitted: "wait",
  returned: "bad",
  filed: "done",
  changed: "done",
  renewed: "done",
  ended: "wait",
};
