import { beforeEach, describe, expect, it } from "vitest";
import { decideSignal } from "#app/features/consumption/fraud/decide-signal.server.ts";
import { findSignals } from "#app/features/consumption/fraud/find-signals.server.ts";
import { lookAtSignal } from "#app/features/consumption/fraud/look-at-signal.server.ts";
import { type Finding, SIGNAL_KINDS } from "#app/features/consumption/fraud/signal.ts";
import { acceptEvents } from "#app/features/consumption/intake/accept-events.server.ts";
import { readWaiting } from "#app/features/reconciliation/waiting-states.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId, newOrganizationId } from "#app/lib/ids.ts";
import { addDays } from "#app/lib/time.ts";
import { loader as bureauList } from "#app/routes/supervision.signals._index.tsx";
import { action as bureauAct, loader as bureauOne } from "#app/routes/supervision.signals.$id.tsx";
import { loader as listLoader } from "#app/routes/workspace.consumption.signals._index.tsx";
import { action as oneAction, loader as oneLoader } from "#app/routes/workspace.consumption.signals.$id.tsx";
import { makePendingGift, NOW } from "#tests/factories/books.ts";
import {
  type CampaignPlace,
  makeAgreement,
  makeCampaign,
  makeEnterprise,
} from "#tests/factories/consumption.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";
import { at, type Sale, sell } from "#tests/factories/sales.ts";
import { makeStatement } from "#tests/factories/statements.ts";
import { testDatabase } from "#tests/setup/test-database.ts";

const YESTERDAY = "2026-11-21";

let place: CampaignPlace;
let clerk: string;

beforeEach(async () => {
  place = await makeCampaign();
  clerk = await makeMember(place.organizationId, "charity-clerk");
});

/** So many orders, some seconds apart. */
const orders = (count: number, from: Date, apart: number, over: Partial<Sale> = {}): Sale[] =>
  Array.from({ length: count }, (_, index) => ({
    orderNo: `${from.getTime()}-${index}`,
    occurredAt: new Date(from.getTime() + index * apart * 1000),
    giftE4: 1_000n,
    amountFen: 1_000n + BigInt(index),
    ...over,
  }));

/** What is declared is sold, day by day, so that only what a test adds is odd. */
const calm = (from = "2026-11-01"): Sale[] =>
  Array.from({ length: 21 }, (_, index) => ({
    orderNo: `calm-${index}`,
    occurredAt: at(addDays(from, index)),
    giftE4: 10_000n,
    amountFen: 10_000n,
  }));
const CALM = { declaredMonthlySalesFen: 300_000n, declaredMonthlyOrders: 30 };

async function enterprise(over: Parameters<typeof makeAgreement>[2] = CALM, days = {}) {
  const merchantId = await makeEnterprise({ name: `店 ${Math.random().toString(36).slice(2)}` });
  return { merchantId, agreementId: await makeAgreement(place, merchantId, over, days) };
}

interface Row {
  id: string;
  kind: string;
  subject: string;
  state: string;
  decision: string | null;
  evidence: Finding[];
}
const signals = () =>
  db.rows<Row>(
    "select id::text, kind, subject, state, decision, evidence from consumption_signal order by kind, subject",
  );
const codes = (row: Row | undefined) => row?.evidence.map(({ code }) => code).sort();

describe("what is found", () => {
  it("leaves ordinary sales alone", async () => {
    const { agreementId } = await enterprise();
    await sell(agreementId, calm());
    // A busy noon of different sums, told by a system.
    await sell(
      agreementId,
      orders(25, at(YESTERDAY, 60), 2, { giftE4: 0n, amountFen: undefined }).map((sale, index) => ({
        ...sale,
        amountFen: 10n + BigInt(index),
      })),
    );
    expect(await findSignals(NOW)).toEqual({ found: 0, opened: 0 });
  });

  it("sees orders of one sum at night that come back at once, once however often it looks", async () => {
    const { agreementId } = await enterprise();
    await sell(agreementId, calm());
    const night = orders(40, new Date(`${YESTERDAY}T02:10:00+08:00`), 20, { amountFen: 90n });
    await sell(agreementId, night);
    await sell(
      agreementId,
      night.slice(0, 12).map(({ orderNo, occurredAt }) => ({
        orderNo: `${orderNo}R`,
        returnOf: orderNo,
        occurredAt: new Date(occurredAt.getTime() + 300_000),
        giftE4: -1_000n,
        amountFen: 90n,
      })),
    );
    expect(await findSignals(NOW)).toEqual({ found: 1, opened: 1 });
    expect(await findSignals(NOW)).toEqual({ found: 1, opened: 0 });
    const [found, ...others] = await signals();
    expect(others).toEqual([]);
    expect(found?.kind).toBe("brushed");
    expect(codes(found)).toEqual(["at-night", "returned-soon", "same-amount"]);
    const same = found?.evidence.find(({ code }) => code === "same-amount");
    expect(same?.figures).toEqual({ count: 40, day: YESTERDAY, fen: "90", minutes: 30 });
    expect(same?.links.length).toBe(40);
  });

  it("sees a web till that is quicker than a person", async () => {
    const { merchantId, agreementId } = await enterprise();
    await sell(agreementId, calm());
    const events = Array.from({ length: 24 }, (_, index) => ({
      orderNo: `till-${index}`,
      type: "order" as const,
      amountFen: 10n + BigInt(index),
      occurredAt: at(YESTERDAY, 60 + (index % 20)),
    }));
    await acceptEvents({ merchantId, events, source: "till", now: NOW });
    await findSignals(NOW);
    expect((await signals()).map(({ kind, evidence }) => [kind, evidence.map(({ code }) => code)])).toEqual([
      ["brushed", ["too-fast"]],
    ]);
  });

  it("sees one sale told to two campaigns, for both charities, and a number told to another campaign", async () => {
    const other = await makeCampaign();
    const { merchantId, agreementId } = await enterprise();
    const elsewhere = await makeAgreement(other, merchantId, CALM);
    await sell(agreementId, calm());
    await sell(
      elsewhere,
      calm().map((sale) => ({
        ...sale,
        orderNo: `${sale.orderNo}b`,
        occurredAt: new Date(sale.occurredAt.getTime() + 1000),
      })),
    );
    await sell(agreementId, [{ orderNo: "one", occurredAt: at(YESTERDAY, 99), giftE4: 0n, amountFen: 777n }]);
    await sell(elsewhere, [{ orderNo: "two", occurredAt: at(YESTERDAY, 99), giftE4: 0n, amountFen: 777n }]);
    const event = { orderNo: "one", type: "order" as const, amountFen: 777n, occurredAt: at(YESTERDAY, 99) };
    await acceptEvents({ merchantId, events: [{ ...event, campaign: other.slug }], source: "api", now: NOW });
    await findSignals(NOW);
    const found = await db.rows<{ organizationId: string; codes: string[] }>(
      `select organization_id as "organizationId",
              array(select e ->> 'code' from jsonb_array_elements(evidence) e order by 1) as codes
       from consumption_signal where kind = 'told-twice' order by cardinality(array(select 1 from jsonb_array_elements(evidence)))`,
    );
    expect(found).toEqual([
      { organizationId: other.organizationId, codes: ["same-sale"] },
      { organizationId: place.organizationId, codes: ["number-other-campaign", "same-sale"] },
    ]);
  });

  it("sees sales far below and far above what was declared, scaled to the days", async () => {
    const little = await enterprise({ declaredMonthlySalesFen: 3_000_000n });
    const much = await enterprise({ declaredMonthlySalesFen: 50_000n });
    const young = await enterprise({ declaredMonthlySalesFen: 3_000_000n }, { effectiveOn: "2026-11-15" });
    await sell(little.agreementId, calm());
    await sell(much.agreementId, calm());
    await sell(young.agreementId, []);
    await findSignals(NOW);
    const found = (await signals()).filter(({ kind }) => kind === "far-from-declared");
    expect(
      found.map(({ subject, evidence }) => [subject, evidence[0]?.code, evidence[0]?.figures.share]).sort(),
    ).toEqual(
      [
        [`${little.agreementId}.2026-11`, "sold-less", 10],
        [`${much.agreementId}.2026-11`, "sold-more", 600],
      ].sort(),
    );
  });

  it("sees a shop that is listed after its agreements ended, money paid to an enterprise, and statements owed again", async () => {
    const ended = await enterprise(CALM, { effectiveOn: "2026-06-01", endsOn: "2026-10-31" });
    await db.run(
      `insert into shop (id, merchant_id, name, created_at) values (gen_random_uuid(), $1, '老店', now())`,
      [ended.merchantId],
    );
    const events = Array.from({ length: 6 }, (_, index) => ({
      orderNo: `after-${index}`,
      type: "order" as const,
      amountFen: 900n,
      occurredAt: at(YESTERDAY, index),
    }));
    const refused = await acceptEvents({ merchantId: ended.merchantId, events, source: "till", now: NOW });
    expect(refused.results.every(({ reason }) => reason === "agreement-ended")).toBe(true);
    const paid = await enterprise();
    await sell(paid.agreementId, calm());
    const disbursementId = newFundScopedId("b", place.fundId);
    await db.run(
      `insert into disbursement (fund_id, id, organization_id, purpose_code, purpose, payee, amount_fen, currency,
         beneficiary_count, person_times, proposed_by_id, proposed_at)
       select $1, $2, $3, 'rice', '爱心米', name, 120000, 'CNY', 3, 3, $5, $6 from organization where id = $4`,
      [place.fundId, disbursementId, place.organizationId, paid.merchantId, clerk, NOW],
    );
    for (const number of [1, 2]) {
      const values = [
        newFundScopedId("s", place.fundId),
        paid.agreementId,
        number,
        place.fundId,
        place.organizationId,
        paid.merchantId,
      ];
      await db.run(
        `insert into consumption_statement (id, agreement_id, number, fund_id, organization_id, merchant_id, period_from,
           period_to, amount_fen, order_count, return_count, state, drawn_at, confirm_by, pay_by, confirmed_at)
         values ($1, $2, $3, $4, $5, $6, date '2026-07-01' + $3::int, date '2026-07-31' + $3::int, 500, 1, 0, 'confirmed',
                 '2026-08-02', '2026-08-10', '2026-08-20', '2026-08-05')`,
        values,
      );
    }
    await findSignals(NOW);
    const found = await signals();
    expect(found.map(({ kind, evidence }) => [kind, evidence[0]?.code])).toEqual([
      ["merchant-paid", "payee-is-merchant"],
      ["owing-again", "overdue"],
      ["still-shown", "shop-open"],
    ]);
    expect(codes(found[2])).toEqual(["shop-open", "still-sending"]);
    expect(found[0]?.subject).toBe(`${paid.agreementId}.${disbursementId}`);
    expect(found[1]?.evidence[0]?.figures).toEqual({ count: 2, fen: "1000", day: "2026-08-20" });
    const page = await oneLoader(
      await context(clerk, `/workspace/consumption/signals/${found[1]?.id}`, found[1]?.id),
    );
    expect(page.rows.statements.length).toBe(2);
  });
});

describe("who pays a statement", () => {
  /** Pays a statement, and tells whose account the bank names. */
  async function payFrom(counterparty: string): Promise<string> {
    const { statementId, agreementId, merchantId } = await makeStatement(place, 5_000n, CALM);
    await db.run("update consumption_statement set state = 'confirmed', confirmed_at = $2 where id = $1", [
      statementId,
      NOW,
    ]);
    const gift = await makePendingGift(place, 5_000n);
    await db.run(
      `insert into consumption_statement_payment (fund_id, donation_id, statement_id, number, opened_at)
       values ($1, $2, $3, 1, $4)`,
      [place.fundId, gift.donationId, statementId, NOW],
    );
    const [name] = await db.rows<{ name: string }>("select name from organization where id = $1", [
      merchantId,
    ]);
    const row = [place.organizationId, gift.paymentId, counterparty || name?.name, NOW, YESTERDAY];
    await db.run(
      `with file as (
         insert into statement (id, organization_id, source, account, file_name, file_sha256, period_start, period_end,
                                row_count, new_row_count, origin)
         values (gen_random_uuid(), $1, 'bank-ccb', '6222', 'bank.csv', $2, $5, $5, 1, 1, 'uploaded') returning id
       ), line as (
         insert into statement_row (organization_id, source, account, row_key, statement_id, line_no, kind, occurred_at,
                                    day, amount_fen, currency, counterparty)
         select $1, 'bank-ccb', '6222', $2, id, 1, 'transfer', $4, $5, 5000, 'CNY', $3 from file
       )
       insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id, amount_fen, matched_at)
       values ($1, 'bank-ccb', '6222', $2, 'payment', $2, 5000, $4)`,
      row,
    );
    return agreementId;
  }

  it("is seen where the bank names another, and left alone where it is the enterprise", async () => {
    const other = await payFrom("某某商贸有限公司 ****1234");
    await payFrom("");
    await findSignals(NOW);
    const found = (await signals()).filter(({ kind }) => kind === "paid-by-another");
    expect(
      found.map(({ subject, evidence }) => [
        subject.split(".")[0],
        evidence[0]?.code,
        evidence[0]?.figures.fen,
      ]),
    ).toEqual([[other, "other-payer", "5000"]]);
  });
});

async function context(userId: string, path: string, id?: string, init?: RequestInit) {
  return { request: await requestOf(userId, path, init), params: { id }, context: {} } as never;
}

/** One signal to decide on. */
async function oneSignal(): Promise<Row & { agreementId: string }> {
  const { agreementId } = await enterprise({ declaredMonthlySalesFen: 3_000_000n });
  await sell(agreementId, calm());
  await findSignals(NOW);
  const [found] = await signals();
  if (!found) throw new Error("nothing was found");
  return { ...found, agreementId };
}

async function makeOfficer(division: string): Promise<string> {
  const id = newOrganizationId();
  await db.run(
    `insert into division (code, name, name_en, level) values ($1, '某县', 'Somewhere', 'county') on conflict do nothing`,
    [division],
  );
  await db.run(
    `insert into organization (id, slug, kind, name, name_en, division_code) values ($1, $1, 'bureau', '民政局', 'Bureau', $2)`,
    [id, division],
  );
  return makeMember(id, "bureau-officer");
}

describe("what people do about it", () => {
  it("is asked, then decided once; the badge comes down and what was seen stays", async () => {
    const { id, agreementId, evidence } = await oneSignal();
    const by = { id, organizationId: place.organizationId, userId: clerk, now: NOW };
    expect(await decideSignal({ ...by, step: "asked", note: "十一月卖得少，是装修吗？" })).toEqual({
      ok: true,
      repeated: false,
    });
    expect(await decideSignal({ ...by, step: "asked", note: "再问" })).toEqual({
      ok: false,
      reason: "asked-already",
    });
    const suspend = () => decideSignal({ ...by, step: "suspended", note: "没有答复，先停用标识" });
    // At once: one decides, the other finds it decided by the same person.
    expect(
      (await Promise.all([suspend(), suspend()])).map((result) => result.ok && result.repeated).sort(),
    ).toEqual([false, true]);
    expect(await decideSignal({ ...by, step: "cleared", note: "又没事了" })).toEqual({
      ok: false,
      reason: "decided",
    });
    const [agreement] = await db.rows<{ note: string }>(
      "select suspended_note as note from consumption_agreement where id = $1",
      [agreementId],
    );
    expect(agreement?.note).toBe("没有答复，先停用标识");
    await sell(agreementId, [{ orderNo: "late", occurredAt: at(YESTERDAY), giftE4: 0n, amountFen: 5n }]);
    await findSignals(new Date(NOW.getTime() + 60_000));
    const [stands] = await signals();
    expect(stands).toMatchObject({ state: "decided", decision: "suspended", evidence });
    const acts = await db.rows<{ act: string }>(
      "select act from organization_act where act like 'consumption-%' order by at, act",
    );
    expect(acts.map(({ act }) => act)).toEqual([
      "consumption-agreement-suspended",
      "consumption-signal-decided",
      "consumption-signal-decided",
      "consumption-signal-opened",
    ]);
  });

  it("is nobody else's: not of another charity's people, nor of an enterprise", async () => {
    const { id } = await oneSignal();
    const other = await makeCampaign();
    const stranger = await makeMember(other.organizationId, "charity-approver");
    const { organizationId } = place;
    expect(
      await decideSignal({ id, organizationId, userId: stranger, step: "cleared", note: "没事", now: NOW }),
    ).toEqual({ ok: false, reason: "not-found" });
    await expect(
      oneLoader(await context(stranger, `/workspace/consumption/signals/${id}`, id)),
    ).rejects.toMatchObject({ status: 404 });
    expect((await listLoader(await context(stranger, "/workspace/consumption/signals"))).signals).toEqual([]);
    const shop = await makeMember(await makeEnterprise(), "merchant");
    await expect(listLoader(await context(shop, "/workspace/consumption/signals"))).rejects.toBeInstanceOf(
      Response,
    );
  });

  it("shows the form's mistakes, keeps what was typed, and goes back with what was done", async () => {
    const { id } = await oneSignal();
    const path = `/workspace/consumption/signals/${id}`;
    // The start page counts it until somebody decides.
    const waitingCount = async () =>
      (await readWaiting([place.organizationId], NOW, ["signal-undecided"]))[0]?.count ?? 0;
    expect(await waitingCount()).toBe(1);
    const post = (fields: Record<string, string>) => ({ method: "POST", body: new URLSearchParams(fields) });
    const refused = await oneAction(await context(clerk, path, id, post({ step: "cleared", note: " " })));
    expect(refused).toMatchObject({
      data: { errors: { note: "errNote" }, typed: { step: "cleared" } },
      init: { status: 422 },
    });
    await expect(
      oneAction(await context(clerk, path, id, post({ step: "cleared", note: "在装修" }))),
    ).rejects.toMatchObject({ status: 303 });
    const listed = await listLoader(
      await context(clerk, "/workspace/consumption/signals?state=decided&kind=far-from-declared"),
    );
    expect(listed.signals.map((signal) => [signal.id, signal.decision])).toEqual([[id, "cleared"]]);
    expect(listed.counts).toEqual({ waiting: 0, decided: 1 });
    expect(await waitingCount()).toBe(0);
    expect(SIGNAL_KINDS).toContain(listed.kind);
  });

  it("is looked at again by an officer of the place alone: sent back once, then upheld for good", async () => {
    const { id } = await oneSignal();
    const officer = await makeOfficer("330122");
    const far = await makeOfficer("330481");
    const decide = (note: string) =>
      decideSignal({
        id,
        organizationId: place.organizationId,
        userId: clerk,
        step: "cleared",
        note,
        now: NOW,
      });
    const look = (officerId: string, step: "upheld" | "look-again") =>
      lookAtSignal({ id, officerId, step, note: "看过了", now: NOW });
    expect(await look(officer, "upheld")).toEqual({ ok: false, reason: "not-decided" });
    await decide("在装修");
    expect(await look(far, "upheld")).toEqual({ ok: false, reason: "not-found" });
    await expect(bureauOne(await context(far, `/supervision/signals/${id}`, id))).rejects.toMatchObject({
      status: 404,
    });
    expect((await bureauList(await context(far, "/supervision/signals"))).signals).toEqual([]);
    expect(
      (await bureauList(await context(officer, "/supervision/signals"))).signals.map((one) => one.id),
    ).toEqual([id]);
    expect(await look(officer, "look-again")).toEqual({ ok: true, repeated: false });
    expect(await look(officer, "look-again")).toEqual({ ok: true, repeated: true });
    await decide("看了工商登记，确实在装修");
    const body = new URLSearchParams({ step: "upheld", note: "同意" });
    await expect(
      bureauAct(await context(officer, `/supervision/signals/${id}`, id, { method: "POST", body })),
    ).rejects.toMatchObject({ status: 303 });
    expect((await signals())[0]).toMatchObject({ state: "upheld", decision: "cleared" });
    expect(await look(officer, "look-again")).toEqual({ ok: false, reason: "upheld-already" });
    const page = await bureauOne(await context(officer, `/supervision/signals/${id}`, id));
    expect(page.steps.map(({ step }) => step)).toEqual(["cleared", "look-again", "cleared", "upheld"]);
    // Not even the tables' owner turns it back.
    const owner = await (await testDatabase()).owner();
    await expect(
      owner.query(
        "update consumption_signal set state = 'open', decision = null, decided_at = null, decided_by_id = null",
      ),
    ).rejects.toThrow(/goes forward/);
  });
});
