export default {
  // states
  state_drafted: "Waits for the charity",
  state_offered: "Waits for the enterprise",
  state_agreed: "Signed, not begun",
  "state_in-force": "In force",
  state_suspended: "Badge suspended",
  state_expired: "Expired",
  state_ended: "Ended early",
  state_refused: "Declined by the enterprise",
  state_withdrawn: "Withdrawn",
  state_lapsed: "Not signed in time",

  // the enterprise's list
  salesTitle: "Consumption giving agreements",
  salesWaiting_one: "{{count}} agreement waits for you",
  salesWaiting_other: "{{count}} agreements wait for you",
  salesLead:
    "Your agreements with charities to give from sales. Confirm each before its first day; afterwards it lapses.",
  salesEmpty: "No agreements yet",
  salesEmptyText: "When a charity asks you to join consumption giving, its agreement appears here.",
  campaign: "Campaign",
  period: "Period",
  fromTo: "{{from}} to {{to}}",
  state: "State",
} as const;
