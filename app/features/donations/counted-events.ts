/** What the operator's page shows of the last 24 hours, in this order. */
export const COUNTED_EVENTS = [
  "giving-question-asked",
  "giving-question-answered",
  "giving-question-wrong-words",
  "giving-question-too-quick",
  "giving-question-spent",
  "giving-question-too-many",
  "giving-refused-address",
  "giving-refused-declines",
  "card-charged",
  "card-declined",
  "fraud-warning",
  "api-writes-refused",
  "api-reads-refused",
] as const;
