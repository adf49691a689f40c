import { donationToken } from "#app/features/donations/donation-token.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { type IssuedBill, issueReceipts } from "#app/features/receipts/issue-receipts.server.ts";
import { requestReceipt } from "#app/features/receipts/request-receipt.server.ts";
import { voidReceipt } from "#app/features/receipts/void-receipt.server.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import type { SeedClock } from "./clock.ts";
import { spendersOf } from "./people.ts";
import { stableId } from "./random.ts";

const ORGANIZATION = "tonglu-charity";
const idOf = (...name: string[]) => transferIdOf("mingshan-demo", "receipt", ...name);

/** What became of the gift in each place: how many days after the gift, and days from then to the bill. */
const STORIES = [
  { what: "issued", after: 1 },
  { what: "issued", after: 2 },
  { what: "reissued", after: 1 },
  { what: "issued", after: 3 },
  { what: "issued", after: 1 },
  { what: "waived", after: 0 },
  { what: "waiting", ago: 9 },
  { what: "waiting", ago: 3 },
  { what: "waiting", ago: 1 },
] as const;

/** Invented payers, for gifts without a name. */
const PAYERS = ["陈海燕", "章建国", "桐庐县云岭粮油店（演示）", "俞晓东", "何秀英"];

interface Gift {
  id: string;
  name: string | null;
  paidAt: Date;
}

/** Some donors of the guide's charity asked for receipts: most have them, one was voided and issued again, some wait. */
export async function issueSomeReceipts(clock: SeedClock): Promise<number> {
  const organizationId = stableId.organization(ORGANIZATION);
  const [clerk] = await db.rows<{ id: string }>("select id from app_user where email = $1", [
    spendersOf(ORGANIZATION).clerk,
  ]);
  invariant(clerk, "an accountant");
  const gifts = await someGifts(organizationId);
  const bills: IssuedBill[] = [];
  for (const [index, story] of STORIES.entries()) {
    const gift = gifts[index];
    if (!gift) continue;
    await ask(gift, story, { clock, payer: gift.name ?? PAYERS[index % PAYERS.length] ?? "" });
    if (story.what === "issued" || story.what === "reissued") {
      const askedOn = addDays(shanghaiDay(gift.paidAt), story.after);
      bills.push(
        billOf(gift, { index, issuedOn: addDays(askedOn, 2), payer: gift.name ?? PAYERS[index % 5] ?? "" }),
      );
    }
  }
  const recorder = { organizationId, userId: clerk.id, now: clock.now };
  const outcomes = (await issueReceipts(bills, recorder)) ?? [];
  invariant(
    outcomes.every(({ ok }) => ok),
    `a seeded receipt was refused: ${outcomes.map((o) => (o.ok ? "" : o.reason))}`,
  );
  const again = bills[STORIES.findIndex(({ what }) => what === "reissued")];
  if (again) await issueAgain(again, recorder);
  return bills.length;
}

/** The donor's own gifts first, so that the demo's donor finds some; none that somebody asked to pay back. */
function someGifts(organizationId: string): Promise<Gift[]> {
  return db.rows<Gift>(
    `select d.id, d.donor_name as name, p.paid_at as "paidAt"
     from payment p join donation d on d.fund_id = p.fund_id and d.id = p.donation_id join fund f on f.id = d.fund_id
     where p.organization_id = $1 and p.counted_at is not null and f.kind <> 'trust' and d.amount_fen >= 5000
       and p.paid_at < $2 and d.message is distinct from ''
       and not exists (select from refund r where r.fund_id = d.fund_id and r.donation_id = d.id)
       and not exists (select from refund_request q where q.fund_id = d.fund_id and q.donation_id = d.id)
       and not exists (select from dispute x where x.fund_id = d.fund_id and x.donation_id = d.id)
     order by d.user_id is null, p.paid_at desc, d.id limit $3`,
    [organizationId, new Date(Date.now() - 14 * 86_400_000), STORIES.length],
  );
}

async function ask(
  gift: Gift,
  story: (typeof STORIES)[number],
  { clock, payer }: { clock: SeedClock; payer: string },
): Promise<void> {
  const day = "ago" in story ? clock.day(-story.ago) : addDays(shanghaiDay(gift.paidAt), story.after);
  const asked = await requestReceipt({
    id: idOf("request", gift.id),
    donationId: gift.id,
    reader: { token: donationToken(gift.id), userId: null },
    wish:
      story.what === "waived"
        ? { kind: "waived" }
        : { kind: "asked", payerKind: "person", payer, uscc: null, email: null, isMerged: false },
    now: clock.at(day, 10),
  });
  // Begun again after a crash: what is there stays.
  invariant(
    asked.ok || asked.reason === "issued-already",
    `a seeded request was refused: ${JSON.stringify(asked)}`,
  );
}

function billOf(gift: Gift, of: { index: number; issuedOn: string; payer: string }): IssuedBill {
  return {
    id: idOf("bill", gift.id),
    donationIds: [gift.id],
    payer: of.payer,
    payerUscc: null,
    kind: "money",
    amountFen: null,
    replacesId: null,
    billCode: "33010126",
    billNo: String(260_400 + of.index * 7).padStart(10, "0"),
    checkCode: String(184_023 + of.index * 911),
    issuedOn: of.issuedOn,
    itemCode: "103044801",
    itemName: "公益性捐赠收入",
    unit: "元",
    quantity: 1,
    standard: "",
    supervisedBy: "浙江省财政厅",
    reviewer: "沈岚",
    cashier: "周敏",
    qrText: "",
    note: "",
    other: "",
  };
}

/** The name was wrong: the red bill, then a new one in its place. */
async function issueAgain(
  first: IssuedBill,
  recorder: { organizationId: string; userId: string; now: Date },
): Promise<void> {
  const voidedOn = addDays(first.issuedOn, 1);
  const voided = await voidReceipt({
    ...recorder,
    id: first.id,
    reason: "wrong-payer",
    voidBillCode: first.billCode,
    voidBillNo: "0000269001",
    voidedOn,
  });
  invariant(voided.ok, "the seeded receipt is voided");
  const [again] =
    (await issueReceipts(
      [
        {
          ...first,
          id: idOf("again", first.id),
          billNo: "0000269002",
          issuedOn: voidedOn,
          replacesId: first.id,
          note: "重开",
        },
      ],
      recorder,
    )) ?? [];
  invariant(again?.ok, "the seeded receipt is issued again");
}
