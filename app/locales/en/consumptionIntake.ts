export default {
  "reason_bad-row": "This row is no order: send the fields that the documentation lists.",
  "reason_bad-order-no": "A number has 1–64 characters without spaces: send your till's own number.",
  "reason_bad-type": "The type is order or return, nothing else.",
  "reason_bad-amount":
    "The amount must be above 0 and at most 100 million yuan, without parts of a fen; over the API as a whole number of fen.",
  "reason_bad-discount":
    "The discount must lie between 0 and the amount, without parts of a fen; over the API as a whole number of fen.",
  "reason_bad-time":
    "The time cannot be read: over the API like 2026-11-22T10:00:00+08:00, in a list like 2026-11-22 10:00:00.",
  "reason_bad-campaign": "Name the campaign by the last part of its address, or leave it out.",
  "reason_bad-items": "Give a number of items, or a list of sku and quantity; quantities are 1–10,000.",
  "reason_bad-return-of": "A return names its order; an order does not have this field.",
  "reason_too-old": "More than 31 days old: settle it with the charity in a statement instead.",
  "reason_in-future": "More than 5 minutes in the future: set the till's clock, then send it again.",
  "reason_no-agreement": "Your enterprise has no agreement in force: sign one with the charity first.",
  "reason_agreement-not-started": "The agreement had not begun on that day: only later orders count.",
  "reason_agreement-ended": "The agreement had ended by then: to go on, sign a new version with the charity.",
  "reason_campaign-needed": "You take part in several campaigns: say which in campaign.",
  "reason_unknown-campaign": "You do not take part in this campaign: check campaign, or sign first.",
  "reason_gift-too-large":
    "The rule gives an absurd amount: check the number of items and the agreement's rule.",
  "reason_unknown-order": "The order it returns is not known: send the order first, then this again.",
  "reason_return-before-order": "The return is earlier than its order: check both times.",
  "reason_returned-too-much": "The returns add up to more than the order: check the earlier ones.",
  "reason_other-content":
    "This number is known with other content, and the first one stands. To correct it, send a return and a new number.",
  "reason_other-campaign": "This order counts for another campaign already: an order counts once.",
} as const;
