import { DUTY_FIELDS, type DutyField, type DutyKind } from "#app/features/disclosures/duty-kinds.ts";
import { composeBody } from "#app/features/disclosures/entry-text.ts";
import { translator } from "#app/lib/i18n.ts";
import type { Both } from "./fund-spec.ts";

/** What an invented report says in each part; the money itself stands in the figures above it. */
const SENTENCES: Readonly<Partial<Record<DutyField, Both>>> = {
  received: [
    "个人捐赠居多，单位捐赠有两笔，都已到账对上。",
    "Most gifts came from individuals, two from organizations; all have arrived and are matched.",
  ],
  used: [
    "照备案的用途付款，发票和签收表附在每一笔支出后面。",
    "Paid out for the filed purposes; invoices and signed lists are attached to each payment.",
  ],
  next: ["照原来的计划做，入冬前走完剩下的村。", "As planned; the remaining villages before winter."],
  unused: [
    "没用完的转入同类项目，去向另行公开。",
    "What is left goes to a project of the same purpose and is published separately.",
  ],
  partners: ["没有合作募捐方。", "There was no partner in raising the money."],
  activities: [
    "做了助餐、助学和救急难三类项目，都有镇街分会参与。",
    "Meals, education and emergency aid, together with the town branches.",
  ],
  assets: ["资金存放在本机构账户，没有对外投资。", "All money is kept in the organization's own accounts."],
  projects: ["各项目的收支见各自的报告。", "Each project's income and spending stand in its own report."],
  fundraisingCost: [
    "只有支付手续费，没有付过劝募报酬。",
    "Payment fees alone; nobody was paid to raise money.",
  ],
  pay: ["专职 6 人，按章程规定发放。", "Six full-time staff, paid as the charter says."],
  audit: ["会计师事务所出具标准无保留意见。", "The auditor gave an unqualified opinion."],
  parties: [
    "发起人、理事和他们任职的单位，共 9 家。",
    "Founders, directors and where they work: nine in all.",
  ],
  changes: ["比上年增加 1 家。", "One more than last year."],
  affairs: ["照信托文件支出，监察人没有异议。", "Spent as the deed says; the supervisor had no objection."],
  finances: [
    "信托财产存放在保管银行，账实相符。",
    "The property is with the custodian and agrees with the books.",
  ],
  submitted: ["已在登记管理机关的系统报送。", "Handed in through the registrar's system."],
  eventContent: [
    "向理事任职的印刷厂订制宣传折页一批。",
    "A batch of leaflets ordered from a printer where a director works.",
  ],
  eventAmount: ["合同价 18,600.00 元，已付清。", "18,600.00 yuan by contract, paid in full."],
  eventDecision: [
    "理事会表决通过，关联理事回避。",
    "Decided by the board; the related director did not vote.",
  ],
  counterparty: ["东门印刷厂（演示）。", "Dongmen Printers (demo)."],
  relation: ["一位理事任该厂监事。", "A director sits on its supervisory board."],
  pricing: ["三家询价，取最低价。", "Three quotations; the lowest was taken."],
};
const OTHERWISE: Both = [
  "照章程和制度办理，资料存档备查。",
  "Done as the charter says; papers are kept on file.",
];

/** The text of a report with its first `filled` parts, in both languages, and what its parts come to. */
export function reportOf(
  kind: DutyKind,
  name: Both,
  filled: number,
): { body: string; bodyEn: string; requiredFields: number; filledFields: number } {
  const fields = DUTY_FIELDS[kind];
  const heading = translator("en")("disclosures");
  const said = fields.slice(0, filled);
  const parts = Object.fromEntries(
    said.map((field, at) => [field, (at === 0 ? `${name[0]}：` : "") + (SENTENCES[field] ?? OTHERWISE)[0]]),
  );
  const english = said.map(
    (field, at) =>
      `【${heading(`field_${field}`)}】\n${at === 0 ? `${name[1]}: ` : ""}${(SENTENCES[field] ?? OTHERWISE)[1]}`,
  );
  return { ...composeBody(kind, parts), bodyEn: english.join("\n\n") };
}
