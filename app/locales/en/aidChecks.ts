/** The bureau's check for aid given twice or never. */
export default {
  title: "Check of aid",
  lead: "Holds the government's list against the aid that charities here have paid: who should have aid and has none, and who has it twice.",
  protectsTitle: "What this protects",
  protects1:
    "No list leaves in clear: the ID numbers of both sides become fingerprints under this run's key (HMAC-SHA256), and only those are compared.",
  protects2:
    "Key, list and fingerprints are destroyed after the comparison and stored nowhere. Nobody can test later whether a person was aided.",
  protects3:
    "What stays are row numbers of your own file and the charities' references. Charities see a count alone.",
  protectsNotTitle: "What it does not protect",
  protectsNot1:
    "While it runs, whoever has the key can test ID numbers. So use a key once, never again, and give it to nobody.",
  protectsNot2: "It runs in the memory of this site's server: whoever runs that server must be trusted.",
  protectsNot3:
    "A list uploaded in clear passes through that memory; if you prefer, make the fingerprints at the bureau and upload those.",
  startTitle: "Start a check",
  startIntro: "Only your bureau sees the result, and every reading is recorded.",
  file: "The government's list",
  fileHelp:
    "CSV with a column 身份证号; the rest is not read. Or a column 指纹: HMAC-SHA256(key, 18-digit ID number, X in capitals) as 64 hex digits.",
  key: "This run's key",
  keyHelp:
    "At least 20 characters, for this run alone, not stored. With a list in clear it may be empty: one is drawn and destroyed. With fingerprints it is needed.",
  since: "Paid from",
  until: "Until",
  startButton: "Check",
  runs: "Checks so far",
  none: "None yet.",
  run: "A check",
  runAt: "When",
  by: "Who",
  listRows: "Rows of the list",
  rowsBad: "{{rows}}, of them {{bad}} without an ID number",
  caseCount: "Compared with",
  casesOf: "{{cases}} cases of {{organizations}} organizations",
  never: "Entitled and never aided",
  twice: "Aided twice",
  runTitle: "{{never}} never aided, {{twice}} aided twice",
  runLead: "Key, list and fingerprints are destroyed. That you read this page is recorded.",
  neverIntro:
    "On the government's list, and not aided by a charity in this time. These are row numbers of the file you uploaded.",
  neverNone: "None.",
  comma: ", ",
  twiceIntro: "One person was aided more than once. Please ask the charities: it need not be wrong.",
  twiceNone: "None.",
  group: "Person",
  groupNo: "No. {{number}}",
  organization: "Organization",
  programme: "Programme",
  reference: "Reference",
  paidAt: "Paid",
  amount: "Amount (yuan)",
  ownCount_one:
    "In the bureau's last check {{count}} case of yours was also aided elsewhere. The list is at the bureau.",
  ownCount_other:
    "In the bureau's last check {{count}} cases of yours were also aided elsewhere. The list is at the bureau.",
} as const;
