import { formatFen } from "#app/lib/money.ts";

/** What a letter about a statement says; days are YYYY-MM-DD. */
export interface LetterFacts {
  stage: string;
  id: string;
  number: number;
  fromDay: string;
  toDay: string;
  dueFen: bigint;
  confirmBy: string;
  payBy: string;
  answer: string | null;
  campaignTitle: string;
  charityName: string;
  merchantName: string;
}

/** Letters to an enterprise are in Chinese: the agreement's language. */
export function letterOf(facts: LetterFacts, siteUrl: string): { subject: string; text: string } {
  const amount = `¥${formatFen(facts.dueFen)}`;
  const name = `“${facts.campaignTitle}”第 ${facts.number} 期结算单`;
  const { subject, lines } = wordsOf(facts, amount);
  return {
    subject: `${subject}：${name}`,
    text: [
      `${facts.merchantName}：`,
      "",
      `${name}（${facts.fromDay} 至 ${facts.toDay}），${amount}，捐给${facts.charityName}。`,
      ...lines,
      "",
      `看每一天、确认、提出异议或付款：${siteUrl}/workspace/sales/statements/${facts.id}`,
    ].join("\n"),
  };
}

function wordsOf(facts: LetterFacts, amount: string): { subject: string; lines: string[] } {
  const { confirmBy, payBy, stage } = facts;
  switch (stage) {
    case "drawn":
      return {
        subject: "请核对",
        lines: [
          `请在 ${confirmBy} 以前核对。按协议，到期没有确认、也没有提出异议的，视为确认。`,
          `${payBy} 以前付到慈善组织自己的账户就好。付了以后，捐赠票据开给您的企业。`,
        ],
      };
    case "answered":
      return {
        subject: "慈善组织答复了您的异议",
        lines: [
          facts.answer === "corrected"
            ? "答复：确有不对，请把有误的订单作退货报来，下一期结算单会扣回。这一期的金额不变。"
            : "答复：核对过了，这一期没有错。",
          `请在 ${confirmBy} 以前确认，${payBy} 以前付款。`,
        ],
      };
    case "silent":
      return {
        subject: "已按协议视为确认",
        lines: [`确认期限 ${confirmBy} 已过，按协议视为确认。请在 ${payBy} 以前付款 ${amount}。`],
      };
    case "before":
      return { subject: "快到付款日了", lines: [`付款期限是 ${payBy}，还要付 ${amount}。`] };
    case "due":
      return { subject: "今天是付款日", lines: [`今天（${payBy}）是付款期限，还要付 ${amount}。`] };
    default:
      return {
        subject: "已过付款日",
        lines: [
          `付款期限 ${payBy} 已过，还要付 ${amount}。`,
          "逾期会在活动页上写明；逾期 30 天，爱心商家的牌子暂停展示，付清后自动恢复。",
        ],
      };
  }
}
