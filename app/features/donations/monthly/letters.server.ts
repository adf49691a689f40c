import { randomUUID } from "node:crypto";
import type { Sql } from "#app/lib/db.server.ts";
import { formatFen } from "#app/lib/money.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import type { Plan } from "./plan-rows.server.ts";
import { planLink } from "./plan-token.server.ts";

/** What a donor is told by mail; each is written in the transaction of the fact, so it is sent once. */
export type Letter =
  | { kind: "started" | "changed"; amountFen: bigint; nextDueOn: string | null }
  | { kind: "failed"; amountFen: bigint; period: string; nextTryOn: string }
  | { kind: "given-up"; amountFen: bigint; period: string }
  | { kind: "cancelled"; reason: "donor" | "agreement-ended" | "fund-ended" };

export async function writeLetters(
  tx: Sql,
  letters: readonly { plan: Plan; letter: Letter }[],
  now: Date,
): Promise<void> {
  if (letters.length === 0) return;
  const mails = letters.map(({ plan, letter }) => ({
    id: randomUUID(),
    recipient: plan.email,
    ...wordsOf(plan, letter),
  }));
  await tx.run(
    `insert into outgoing_mail (id, recipient, subject, text, created_at)
     select id, recipient, subject, text, $5 from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
       as g(id, recipient, subject, text)`,
    [
      mails.map((mail) => mail.id),
      mails.map((mail) => mail.recipient),
      mails.map((mail) => mail.subject),
      mails.map((mail) => mail.text),
      now,
    ],
  );
  await requestJobs(
    tx,
    "send-mail",
    mails.map((mail) => ({ mailId: mail.id })),
  );
}

function wordsOf(plan: Plan, letter: Letter): { subject: string; text: string } {
  const said = SAY[letter.kind](plan, letter as never);
  const link = planLink(plan.id);
  const text = [
    ...said.zh,
    `改日子、改金额、暂停、跳过一个月或者取消，都在这里，不用账号：${link}`,
    "这个链接只给您，请不要转发。",
    "",
    ...said.en,
    `Change the day or the amount, pause, skip a month or stop here, without an account: ${link}`,
    "The link is yours alone; please do not pass it on.",
  ];
  return { subject: said.subject, text: text.join("\n") };
}

interface Words {
  subject: string;
  zh: string[];
  en: string[];
}

const yuan = (amountFen: bigint) => `¥${formatFen(amountFen)}`;

type Say<Kind extends Letter["kind"]> = (plan: Plan, letter: Extract<Letter, { kind: Kind }>) => Words;

const terms = (zhBegin: string, enBegin: string, subject: string): Say<"started"> & Say<"changed"> => {
  return (plan, { amountFen, nextDueOn }) => ({
    subject,
    zh: [
      `${zhBegin}“${plan.fund.title}”，每月 ${yuan(amountFen)}。`,
      ...(nextDueOn ? [`下一次扣款：${nextDueOn}。`] : []),
    ],
    en: [
      `${enBegin} “${plan.fund.titleEn}”: ${yuan(amountFen)} a month.`,
      ...(nextDueOn ? [`Next deduction: ${nextDueOn}.`] : []),
    ],
  });
};

const ENDED: Record<Extract<Letter, { kind: "cancelled" }>["reason"], [zh: string, en: string]> = {
  donor: ["按您的意思", "as you asked"],
  "agreement-ended": ["您在支付公司那里解除了扣款约定", "the agreement was ended at the payment company"],
  "fund-ended": ["这个项目的募捐已经结束", "fundraising for it has ended"],
};

const SAY: { [Kind in Letter["kind"]]: Say<Kind> } = {
  started: terms(
    "月捐开始了，捐给",
    "Your monthly gift has begun, for",
    "月捐开始了 · Your monthly gift has begun",
  ),
  changed: terms(
    "月捐改好了，捐给",
    "Your monthly gift is changed, for",
    "月捐改好了 · Your monthly gift is changed",
  ),
  failed: (plan, { amountFen, period, nextTryOn }) => ({
    subject: `${period} 的月捐没有扣成 · Your monthly gift did not go through`,
    zh: [
      `捐给“${plan.fund.title}”的 ${yuan(amountFen)}（${period}）没有扣成，没有收到钱。`,
      `${nextTryOn} 会再试一次。请看看付款方式里余额够不够。`,
    ],
    en: [
      `The ${yuan(amountFen)} for “${plan.fund.titleEn}” (${period}) did not go through; nothing was taken.`,
      `It is tried again on ${nextTryOn}. Please see whether there is enough on your account or card.`,
    ],
  }),
  "given-up": (plan, { amountFen, period }) => ({
    subject: `${period} 的月捐这次不扣了 · This month's gift is left out`,
    zh: [
      `捐给“${plan.fund.title}”的 ${yuan(amountFen)}（${period}）试了几次都没有扣成，这个月不再扣，也不会补扣。`,
      "下个月照常。",
    ],
    en: [
      `The ${yuan(amountFen)} for “${plan.fund.titleEn}” (${period}) did not go through; this month is left out and not made up for.`,
      "Next month goes on as usual.",
    ],
  }),
  cancelled: (plan, { reason }) => ({
    subject: "月捐停止了 · Your monthly gift has stopped",
    zh: [
      `${ENDED[reason][0]}，捐给“${plan.fund.title}”的月捐停止了，以后不会再扣款。捐过的钱还在原来的页面上。`,
    ],
    en: [
      `Your monthly gift to “${plan.fund.titleEn}” has stopped (${ENDED[reason][1]}). Nothing more is taken; past gifts keep their pages.`,
    ],
  }),
};
