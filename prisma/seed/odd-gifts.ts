import { createHash } from "node:crypto";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import type { FactOutcome, ReceivedFact } from "#app/features/donations/provider-event.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { objectIdOf, paidFact, tellProviders, writeGifts } from "./gifts.ts";
import type { PlannedGift } from "./plan-gifts.ts";
import { stableId } from "./random.ts";
import { askSandbox } from "./sandbox.ts";

const ORGANIZATION = "tonglu-charity";

function oddGift(
  name: string,
  clock: SeedClock,
  given: { daysAgo: number; amountFen: bigint; hour?: number },
): PlannedGift {
  const fundId = stableId.fund("project", "hot-meals");
  return {
    fundId,
    organization: ORGANIZATION,
    donationId: stableId.ofFund("d", fundId, name),
    paymentId: stableId.ofFund("p", fundId, name),
    provider: "alipay",
    amountFen: given.amountFen,
    paidAt: clock.at(clock.day(-given.daysAgo), given.hour ?? 20, 14, 9),
    visibility: "anonymous",
    donorName: null,
    pseudonym: null,
    message: null,
    unit: null,
    subject: "一餐热饭",
    isDonors: false,
    refundFen: null,
    refundedAt: null,
  };
}

/** What the settle must show otherwise than it was. */
export interface TellingBreaks {
  change: { id: string; amountFen: bigint }[];
  /** What the provider knows of. */
  known: PlannedGift[];
}

/**
 * The gifts that did not go as they should, one of each kind, so that the pages of reconciliation and of
 * quarantine have something to show; and rows at the provider and the bank that no book explains.
 */
export async function writeOddGifts(clock: SeedClock): Promise<TellingBreaks> {
  const wrongAmount = oddGift("wrong-amount", clock, { daysAgo: 12, amountFen: 10_000n });
  const twice = oddGift("twice", clock, { daysAgo: 23, amountFen: 6_600n });
  const second = {
    ...twice,
    paymentId: stableId.ofFund("p", twice.fundId, "twice again"),
    paidAt: new Date(twice.paidAt.getTime() + 95_000),
  };
  const absent = oddGift("absent", clock, { daysAgo: 34, amountFen: 50_000n });
  const oneFenLess = oddGift("one fen less", clock, { daysAgo: 6, amountFen: 2_791_541n, hour: 11 });
  const unknown = oddGift("unknown", clock, { daysAgo: 3, amountFen: 5_000n, hour: 22 });
  const pending = [0, 1, 2].map((nth) =>
    oddGift(`pending ${nth}`, clock, { daysAgo: 0, amountFen: 1_000n * BigInt(nth + 1) }),
  );
  const closed = [0, 1].map((nth) =>
    oddGift(`closed ${nth}`, clock, { daysAgo: 5 + nth, amountFen: 3_000n }),
  );

  await writeGifts([wrongAmount, twice, absent, oneFenLess, ...pending, ...closed]);
  await waitOrClose(pending, closed, clock);
  const side = await tellProviders([
    { ...wrongAmount, amountFen: 1_000n },
    twice,
    second,
    oneFenLess,
    unknown,
  ]);
  const objectId = (gift: PlannedGift): string => objectIdOf(side.get(gift.paymentId));

  await enter([paidFact(wrongAmount, objectId(wrongAmount), 1_000n)], clock, "quarantined:wrong-amount");
  await enter([paidFact(twice, objectId(twice))], clock, "applied");
  await secondAttempt(twice, second);
  await enter([paidFact(second, objectId(second))], clock, "quarantined:second-payment");
  await enter([paidFact(oneFenLess, objectId(oneFenLess))], clock, "applied");
  // The provider never had it: its number is invented.
  const invented = `20${clock.day(-34).replaceAll("-", "").slice(2)}22001400009999000001`;
  await enter([paidFact(absent, invented)], clock, "applied");
  await askSandbox("/control/bank-payment", {
    merchant: ORGANIZATION,
    amountFen: 50_000n,
    payee: "吴某某",
    reference: "捐款",
    direction: "in",
    paidAt: clock.at(clock.day(-34), 15, 2),
    id: "seed-unexplained-500",
  });
  return {
    change: [{ id: oneFenLess.paymentId, amountFen: oneFenLess.amountFen - 1n }],
    known: [wrongAmount, twice, second, oneFenLess, unknown],
  };
}

/** Some are being paid right now; some were left and closed. */
async function waitOrClose(
  pending: readonly PlannedGift[],
  closed: readonly PlannedGift[],
  clock: SeedClock,
): Promise<void> {
  const ids = (gifts: readonly PlannedGift[]): string[] => gifts.map(({ paymentId }) => paymentId);
  await db.run(
    `update payment set opened_at = $2::timestamptz - interval '20 minutes', expires_at = $2::timestamptz + interval '1 day'
     where id = any($1)`,
    [ids(pending), clock.now],
  );
  await db.run(
    `update donation d set created_at = p.opened_at from payment p
     where p.id = any($1) and d.fund_id = p.fund_id and d.id = p.donation_id`,
    [ids(pending)],
  );
  await db.run("update payment set closed_at = opened_at + interval '1 hour' where id = any($1)", [
    ids(closed),
  ]);
}

/** Another attempt at the same gift, made because the first seemed not to have gone through. */
async function secondAttempt(first: PlannedGift, second: PlannedGift): Promise<void> {
  await db.run(
    `insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen, currency, opened_at)
     select fund_id, $3, donation_id, organization_id, credential_id, provider, amount_fen, currency, $4
     from payment where fund_id = $1 and id = $2 on conflict do nothing`,
    [first.fundId, first.paymentId, second.paymentId, new Date(second.paidAt.getTime() - 40_000)],
  );
}

async function enter(facts: readonly ReceivedFact[], clock: SeedClock, wanted: FactOutcome): Promise<void> {
  for (const outcome of await confirmDonations(facts, clock.now))
    invariant(outcome === wanted || outcome === "repeated", `an odd gift was ${outcome}, not ${wanted}`);
}

/** A cardholder's bank asks for a gift back; nobody has decided yet. */
export async function openDispute(gifts: readonly PlannedGift[], clock: SeedClock): Promise<void> {
  const disputed = gifts.findLast(
    ({ provider, refundFen, organization }) =>
      provider === "stripe" && refundFen === null && organization === "fuchun-education",
  );
  invariant(disputed, "some gift was made by card");
  const opened = await askSandbox<{ disputeId: string; amountFen: number }>("/control/dispute", {
    paymentId: disputed.paymentId,
    status: "opened",
    deliver: "lost",
  });
  const [payment] = await db.rows<{ objectId: string }>(
    `select provider_object_id as "objectId" from payment where fund_id = $1 and id = $2`,
    [disputed.fundId, disputed.paymentId],
  );
  invariant(payment, "the disputed gift was paid");
  const paid = paidFact(disputed, payment.objectId);
  const fact: ReceivedFact = {
    ...paid,
    fact: {
      ...paid.fact,
      eventKey: `query|${opened.disputeId}|opened`,
      type: "dispute-opened",
      providerType: "charge.dispute.created",
      objectId: opened.disputeId,
      amountFen: disputed.amountFen,
      occurredAt: clock.now,
      payloadSha256: createHash("sha256").update(opened.disputeId).digest("hex"),
    },
  };
  await enter([fact], clock, "applied");
}
