export default {
  title: "Take this gift back",
  openLead:
    "Within {{hours}} hours of payment, and while no fen of it is used, you may take {{amount}} back yourself. You need not say why.",
  until: "Until",
  rule: "The platform and the charity grant this; no law sets the hours. By law a gift for the public good is not revocable at will (Civil Code, Arts. 658 and 660).",
  takeBack: "Send {{amount}} back the way it came",
  lateLead:
    "More than {{hours}} hours have passed, so you cannot take it back yourself. You may ask {{organization}}.",
  offlineLead: "A transfer or cash gift cannot be taken back by yourself. You may ask {{organization}}.",
  doneLead: "{{amount}} is on its way back to where it came from.",
  doneAt: "Taken back at",
  toGift: "See the gift",
  askTitle: "Ask the charity",
  askIntro:
    "Two people of {{organization}} decide within three working days and, if they agree, pay it back the way it came within three more. What is used is usually not returned.",
  why: "Why should it go back",
  whyHelp: "For instance a wrong amount, a child's doing, or hardship.",
  ask: "Ask for it back",
  link: "Take it back",
  "refuse_not-found": "This gift was not found.",
  "refuse_not-online": "A transfer or cash gift cannot be taken back by yourself.",
  "refuse_too-late": "The time for taking it back has passed.",
  refuse_used: "Some of it is used, so it cannot be taken back by yourself.",
  refuse_promised:
    "An enterprise promised this gift, so it cannot be taken back. Please write to the charity below.",
  "refuse_partly-back": "Part of it went back already, is on its way, or is disputed.",
  "refuse_has-receipt":
    "A receipt was issued for this gift and has to be voided first. Please write to the charity below.",
  refuse_tooMany: "Too many for now; please come back in an hour.",
} as const;
