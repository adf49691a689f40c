/**
 * What aid is held to, in one dated table. `confirmed` is false where no text of law names the number: it is then
 * the practice of a place or our own design, and shown as such. A rule applies to days from `from` on; an older
 * one stays for the days before.
 */
export const AID_RULES = [
  "fewest-shown",
  "objection-days",
  "pay-within-days",
  "urgent-post-within-days",
  "keep-paid-days",
  "keep-refused-days",
] as const;
export type AidRuleName = (typeof AID_RULES)[number];

interface AidRule {
  name: AidRuleName;
  from: string;
  value: number;
  source: string;
  sourceEn: string;
  confirmed: boolean;
}

const FUYANG = "杭州市富阳区村级慈善工作站做法（手册，未见法规条文）";
const FUYANG_EN = "Practice of village stations in Fuyang, Hangzhou (a handbook; no text of law seen)";

const RULES: readonly AidRule[] = [
  {
    name: "fewest-shown",
    from: "2024-09-05",
    value: 5,
    source: "慈善法第八十二条、个人信息保护法第六条要求保护隐私、少露信息；五人为本站所定",
    sourceEn:
      "Charity Law Art. 82 and PIPL Art. 6 ask for privacy and for little data; five is this site's choice",
    confirmed: false,
  },
  {
    name: "objection-days",
    from: "2024-09-05",
    value: 7,
    source: "各地公示常用七天（本站所定，可调）",
    sourceEn: "Seven days are usual for public notices (this site's choice)",
    confirmed: false,
  },
  {
    name: "pay-within-days",
    from: "2024-09-05",
    value: 3,
    source: FUYANG,
    sourceEn: FUYANG_EN,
    confirmed: false,
  },
  {
    name: "urgent-post-within-days",
    from: "2024-09-05",
    value: 3,
    source: FUYANG,
    sourceEn: FUYANG_EN,
    confirmed: false,
  },
  {
    name: "keep-paid-days",
    from: "2021-11-01",
    value: 3 * 365,
    source: "个人信息保护法第十九条：保存期限应为实现目的所必要的最短时间；三年为本站所定（供审计）",
    sourceEn:
      "PIPL Art. 19: as short as the purpose allows; three years, for the audit, is this site's choice",
    confirmed: false,
  },
  {
    name: "keep-refused-days",
    from: "2021-11-01",
    value: 180,
    source: "个人信息保护法第十九条；半年为本站所定（供申诉）",
    sourceEn: "PIPL Art. 19; half a year, for complaints, is this site's choice",
    confirmed: false,
  },
];

/** The rule of this name on a day in China (`"2026-11-22"`); the first one for days before all of them. */
export function aidRule(name: AidRuleName, day: string): AidRule {
  const named = RULES.filter((rule) => rule.name === name);
  const rule = named.filter(({ from }) => from <= day).at(-1) ?? named[0];
  if (!rule) throw new Error(`no aid rule is named ${name}`);
  return rule;
}

/** The whole table as of a day, for the page that shows it. */
export const aidRules = (day: string): AidRule[] => AID_RULES.map((name) => aidRule(name, day));
