export default {
  // list
  listTitle: "Consumption campaigns",
  listLead:
    "Enterprises give a little of every sale, as agreed. Open a campaign first, then sign with enterprises, before their sales begin (Charity Law, Article 37).",
  listEmpty: "No consumption campaigns yet",
  listEmptyText:
    "A campaign starts as a draft like a project; a colleague releases it, then enterprises are asked to sign.",
  campaign: "Campaign",
  period: "Period",
  fromTo: "{{from}} to {{to}}",
  inForce: "Enterprises giving",
  waitingHere: "Wait for us",
  waitingThere: "Wait for the enterprise",
  state: "State",
  state_draft: "Draft",
  state_open: "Open",
  state_paused: "Paused",
  state_ended: "Ended",
} as const;
