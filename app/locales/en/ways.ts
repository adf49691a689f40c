/** Ways to give beside the payment company's own page: a bank transfer, a code to scan. */
export default {
  offline: "Bank transfer",
  offlineHelp:
    "Straight to the charity’s account. The next page gives you the account and a short reference; the bank statement is matched by it.",
  qr_alipay: "Scan with Alipay",
  qr_alipayHelp: "The next page shows a code; scan it with Alipay on your phone.",
  transferTitle: "Please transfer {{amount}} to the charity’s account",
  transferLead:
    "Copy the line below as the transfer’s reference. Once the bank statement comes, usually the next working day, your gift is recognised by it.",
  transferBox: "What to fill in",
  reference: "Reference (this line only)",
  referenceHelp:
    "Case and spaces do not matter. It never holds the digits 0, 1, 2, 5, 6, 8 or the letters O, I, L, Z, S, G, B after “MS”.",
  amount: "Amount (to the fen)",
  accountName: "Account holder",
  bank: "Bank",
  accountNo: "Account number",
  waitingTitle: "Waiting for the transfer",
  waitingLead: "The charity has not seen it on its bank statement yet.",
  waitingClosed:
    "The agreed time is over and no transfer was seen. One that is on its way still counts; to give now, please start again.",
  closesOn: "If nothing has come by {{day}}, this is closed; money that comes later still counts.",
  otherAmount:
    "A transfer with this reference came, but not of {{amount}}. The money is safe with the charity and is being looked at.",
  print: "You can print this page and take it to the bank.",
  mailed: "If you left an e-mail address, this was sent to you as well.",
  step_wait: "Waiting for the statement",
  step_note: "Recognised by its reference",
  qrTitle: "Scan to pay {{amount}}",
  qrLead: "Open {{provider}} on your phone and scan this code. Once paid, this page changes by itself.",
  qrLabel: "Code to pay {{amount}}",
  qrUntil: "The code is good until {{time}}.",
  qrOpen: "Pay on this device instead",
} as const;
