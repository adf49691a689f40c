import { hashOfToken } from "#app/features/donations/donation-token.server.ts";
import { answerDueOn, answerRule, type EnquiryKind } from "#app/features/donations/enquiries/answer-rules.ts";
import { enquiryReference, enquiryToken } from "#app/features/donations/enquiries/enquiry-token.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { SeedClock } from "./clock.ts";
import { personId, spendersOf } from "./people.ts";
import { stableId } from "./random.ts";

interface AskedSpec {
  kind: EnquiryKind;
  slug: string;
  /** Days from today and the hour it was asked at. */
  askedDays: number;
  hour: number;
  name: string;
  words: string;
  /** Hours until the answer; null: it waits. */
  answeredHours: number | null;
  answer?: string;
}

const BY = "tonglu-charity";
const DIVISION = "330122";

const ASKED: readonly AskedSpec[] = [
  {
    kind: "question",
    slug: "hot-meals",
    askedDays: -48,
    hour: 9,
    name: "山茶",
    words: "送餐的保温箱是每个村一个，还是每位送餐员一个？",
    answeredHours: 26,
    answer: "每位送餐员一个。十二个村现在有二十三位送餐员，箱子都编了号，坏了拿旧的来换。",
  },
  {
    kind: "question",
    slug: "good-homes",
    askedDays: -31,
    hour: 20,
    name: "阿木",
    words: "修房子为什么要四邻签字？",
    answeredHours: 61,
    answer: "修没修好，邻居最清楚。四邻里有三户签字，这一户才算修完，才付尾款。",
  },
  {
    kind: "complaint",
    slug: "walk-for-children",
    askedDays: -24,
    hour: 15,
    name: "",
    words: "毅行那天补给点的水不够，后面的人没有喝上。",
    answeredHours: 96,
    answer: "对不起，二号补给点按前一年的人数备的，少备了四十箱。今年已经改成按报名数的一倍半准备。",
  },
  {
    kind: "question",
    slug: "hot-meals",
    askedDays: -12,
    hour: 11,
    name: "苏",
    words: "能不能指定给某一个村？",
    answeredHours: 190,
    answer: "不能指定给特定的人，可以指定到村。请在捐赠时留言写上村名，我们会登记。",
  },
  {
    kind: "question",
    slug: "warm-soles",
    askedDays: -2,
    hour: 8,
    name: "小林",
    words: "鞋子的尺码是谁量的？我妈妈也在合村，她没有被量过。",
    answeredHours: null,
  },
  {
    kind: "complaint",
    slug: "good-homes",
    askedDays: -17,
    hour: 10,
    name: "一位邻居",
    words: "隔壁修好的屋顶又漏了，找谁？",
    answeredHours: null,
  },
];

/** What people asked the first charity, and how it answered; two of them wait, one too long. */
export async function askQuestions(clock: SeedClock): Promise<number> {
  const rows = ASKED.map((spec, at) => {
    const id = transferIdOf("mingshan-demo", "enquiry", String(at));
    const askedAt = clock.at(clock.day(spec.askedDays), spec.hour, 12);
    const rule = answerRule(
      spec.kind,
      { divisionCode: DIVISION, promisedWorkingDays: null },
      shanghaiDay(askedAt),
    );
    const dueOn = answerDueOn(shanghaiDay(askedAt), rule);
    const answeredAt =
      spec.answeredHours === null ? null : new Date(askedAt.getTime() + spec.answeredHours * 3_600_000);
    return { spec, id, askedAt, rule, dueOn, answeredAt };
  });
  const { clerk } = spendersOf(BY);
  await transaction(async (tx) => {
    await tx.run(
      `insert into enquiry (id, organization_id, reference, token_hash, kind, fund_id, asker_name, lang, asked_at, rule_days,
         rule_unit, rule_source, is_rule_confirmed, waiting_since, due_on, first_due_on, first_answered_at)
       select id, organization_id, reference, token_hash, kind, fund_id, asker_name, lang, asked_at, rule_days, rule_unit,
         rule_source, is_rule_confirmed, waiting_since, due_on, first_due_on, first_answered_at
       from jsonb_populate_recordset(null::enquiry, $1::jsonb) on conflict do nothing`,
      [
        JSON.stringify(
          rows.map(({ spec, id, askedAt, rule, dueOn, answeredAt }) => ({
            id,
            organization_id: stableId.organization(BY),
            reference: enquiryReference(id),
            token_hash: hashOfToken(enquiryToken(id)),
            kind: spec.kind,
            fund_id: stableId.fund("project", spec.slug),
            asker_name: spec.name || null,
            lang: "zh",
            asked_at: askedAt,
            rule_days: rule.days,
            rule_unit: rule.unit,
            rule_source: rule.source,
            is_rule_confirmed: rule.isConfirmed,
            waiting_since: answeredAt ? null : askedAt,
            due_on: dueOn,
            first_due_on: dueOn,
            first_answered_at: answeredAt,
          })),
        ),
      ],
    );
    await tx.run(
      `insert into enquiry_message (enquiry_id, number, form_id, side, body, by_id, at)
       select enquiry_id, number, form_id, side, body, by_id, at
       from jsonb_populate_recordset(null::enquiry_message, $1::jsonb) on conflict do nothing`,
      [
        JSON.stringify(
          rows.flatMap(({ spec, id, askedAt, answeredAt }) => [
            {
              enquiry_id: id,
              number: 1,
              form_id: id,
              side: "asker",
              body: spec.words,
              by_id: null,
              at: askedAt,
            },
            ...(answeredAt
              ? [
                  {
                    enquiry_id: id,
                    number: 2,
                    form_id: transferIdOf("mingshan-demo", "enquiry-answer", id),
                    side: "charity",
                    body: spec.answer ?? "",
                    by_id: personId(clerk),
                    at: answeredAt,
                  },
                ]
              : []),
          ]),
        ),
      ],
    );
  });
  return rows.length;
}
