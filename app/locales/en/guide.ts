export default {
  title: "Guided tour",
  lead: "Follow your own money in seven steps: given, paid, matched, approved, paid out, delivered, found. Ten minutes, and nothing to type but an amount.",
  money: "The money is play money, the books are real: every step uses the real pages and the real ledger.",
  giveTitle: "Give a little",
  giveBody:
    "Give any amount to “{{title}}”. The button makes you the demo's donor, “Camellia”; the form is filled in, just go on.",
  giveHint:
    "A payment of {{proposal}} is waiting for money and {{free}} is there, so {{missing}} is missing. Give a little more than that and it can go ahead.",
  giveHintAny: "Any amount; every fen counts.",
  giveWatch: "The small line under the amount. The money goes straight into the charity's own account.",
  amount: "Amount (yuan)",
  giveButton: "Give",
  giveAgain: "Give once more, another amount",
  gaveBody: "You gave <b>{{amount}}</b>.",
  payTitle: "Pay at the demo checkout",
  payBody:
    "The checkout is played; nothing is charged. Press “确认支付” (pay). You may press “支付失败” (fail) first and see what happens.",
  payWatch:
    "You come back to the gift's page, which says “paid” within seconds. Come back here by the banner at the top.",
  payButton: "To the checkout",
  payWaiting: "Waiting for the checkout's address.",
  paidBody: "Paid, <time></time>.",
  quarantined:
    "What was paid differs from what was given, so it waits in suspense for a person. Please give once more to go on.",
  lookTitle: "See the gift's page",
  lookBody: "This page is yours. Others can see it too, but not who you are.",
  lookWatch: "How much stands before it. First come, first used, and the queue is shown to the fen.",
  lookButton: "See my gift",
  closeTitle: "Close the day, match the books",
  closeBody:
    "In life this is tomorrow morning, when Alipay's bill and the bank's statement come. Press, and today ends now.",
  closeWatch:
    "Only money that a bill confirms to the fen may be spent. Nobody can approve a payment from the rest.",
  closeButton: "Close the day",
  closeAgain: "Close it again",
  closeWaiting: "Matching since <time></time>, usually within 15 seconds",
  closeLate: "This takes longer than usual. The worker may be busy or not running; you may press again.",
  closedBody: "Matched to the fen, <time></time>.",
  approveTitle: "Approve a payment",
  approveBody:
    "The clerk proposed “{{purpose}}”, {{amount}}. The button makes you Ms Shen, the secretary-general, who agrees to it at her desk. Whoever proposes cannot approve.",
  approveWatch: "What may be spent. Without your gift it would not do.",
  approveButton: "Go and approve as Ms Shen",
  approveShort:
    "{{free}} may be spent and {{missing}} is missing, so it cannot be approved: the ledger lets nobody overspend by a fen. Give a little more.",
  approveNone:
    "The visitor before you has used the last proposal. Let the clerk propose to spend the {{free}} that is there.",
  approveBehind:
    "The clerk proposed {{amount}}, but {{ahead}} stands before your gift and is used first. Let her take it back and propose to spend all of the {{free}} that is there.",
  proposeAgainButton: "Ask the clerk to propose anew",
  proposeButton: "Ask the clerk to propose",
  approvedBody: "Approved: “{{purpose}}”, {{amount}}.",
  payOutTitle: "Pay it out, bring it there",
  payOutBody:
    "The button makes you Ms Zhou, the clerk: the played bank pays, the books note the bank's number, slip and signed list are attached. Press again to confirm that the shoes arrived.",
  payOutWatch: "the payment's page. Which gift paid which fen is listed, and the bank has the same row.",
  payOutButton: "Pay {{amount}} and attach papers",
  arrivedButton: "The village has signed: confirm delivery",
  paidOutBody: "Paid, with its papers.",
  arrivedBody: "Delivered. See <a>the payment's public page</a>.",
  traceTitle: "Find your own money",
  traceBody: "First come, first used: the worker is joining the payment to its gifts, a matter of seconds.",
  traceDone: "Of your {{gift}}, <b>{{used}}</b> went into “{{purpose}}”, and it has arrived.",
  traceWatch:
    "The gift's page draws the whole way: fee, use, and whom it reached, adding up to what you gave.",
  traceButton: "See where it went",
  traceBehind:
    "This payment has arrived but was made from money before yours in the queue. The next one takes yours.",
  again: "Walk again from the start",
  watch: "Look:",
  error_amount: "More than 0, at most two decimals: 2, or 0.50.",
  "error_too-small": "The amount is too small.",
  error_sandbox: "The demo checkout does not answer. Wait a moment and press again.",
  error_refused: "The ledger refused this step; perhaps it is done already. Reload to see where you are.",
  "error_not-now": "Not yet: do the steps before it first.",
  errorTitle: "That did not work",
  more: "More to see",
  moreLedger: "The open ledger",
  moreHealth: "Its self-check",
  moreSandbox: "The demo checkout and its mails",
  moreOrganization: "This charity",
} as const;
