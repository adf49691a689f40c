import { randomInt, randomUUID } from "node:crypto";
import { buildCredibilityReport } from "#app/features/credibility/build-report.server.ts";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { planDisclosureTasks } from "#app/features/disclosures/plan-disclosure-tasks.server.ts";
import { createApiKey } from "#app/features/identity/create-api-key.server.ts";
import { indexTransfers } from "#app/features/ledger/index-transfers.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeFund, makeOrganization, NOW, type PendingGift } from "#tests/factories/books.ts";
import {
  makeMember,
  makeSettledGift,
  makeSpendingPlace,
  proposalOf,
  type SpendingPlace,
} from "#tests/factories/spending.ts";
import { bankFile, DAY } from "../features/reconciliation/statement-files.ts";

/** Texts that must stand in no public answer. */
export const SECRETS = {
  donorName: "密名甲欧阳",
  donorPseudonym: "密名乙山茶",
  donorEmail: "canary-donor@example.org",
  donorPhone: "13900001234",
  donorMessage: "密言给孩子们",
  payee: "密商澄溪粮油店",
  bankReference: "CANARYBANK0017",
  counterparty: "密方对手户名",
  explanation: "密因说明文字",
  accountName: "密户账户名称",
  memberName: "密员李雷",
} as const;
/** What donors chose to show. */
export const SHOWN = { publicName: "公开的王芳", pseudonym: "化名山茶" } as const;

export interface World {
  place: SpendingPlace;
  other: SpendingPlace;
  keys: {
    clerk: string;
    approver: string;
    /** Of the other charity, an approver. */
    stranger: string;
    /** A member without any right over money. */
    merchant: string;
  };
  gifts: Record<"public" | "pseudonym" | "anonymous", PendingGift>;
  /** In the order they were proposed; the first is paid, the last waits. */
  disbursements: { paid: string; approved: string; proposed: string };
  draftSlug: string;
  sellerId: string;
  bankAccountNo: string;
}

export async function keyOf(organizationId: string, userId: string): Promise<string> {
  const id = randomUUID();
  const made = await createApiKey({ id, userId, organizationId, name: "test" }, new Date());
  if (!made.ok) throw new Error(made.reason);
  return made.key;
}

/** Two charities, gifts of every visibility, payments at every step, books with breaks: with secrets in all of it. */
export async function makeWorld(): Promise<World> {
  const [place, other] = [await makeSpendingPlace(), await makeSpendingPlace()];
  const merchantId = await makeMember(place.organizationId, "merchant");
  await db.run("update app_user set name = $1", [SECRETS.memberName]);
  const keys = {
    clerk: await keyOf(place.organizationId, place.clerkId),
    approver: await keyOf(place.organizationId, place.approverId),
    stranger: await keyOf(other.organizationId, other.approverId),
    merchant: await keyOf(place.organizationId, merchantId),
  };
  const gifts = {
    public: await makeSettledGift(place, 20_000n, 120n),
    pseudonym: await makeSettledGift(place, 10_000n, 60n),
    anonymous: await makeSettledGift(place, 5_000n),
  };
  await makeSettledGift(other, 1_000n);
  for (const [visibility, gift] of Object.entries(gifts)) await tellSecrets(gift, visibility);
  const disbursements = {
    paid: await propose(place, 12_345n),
    approved: await propose(place, 1_000n),
    proposed: await propose(place, 500n),
  };
  for (const id of [disbursements.paid, disbursements.approved]) await approve(place, id);
  await pay(place, disbursements.paid);
  await traceFund(place.fundId, NOW);
  const draftSlug = "not-yet-public";
  for (const kind of ["project", "drive", "trust", "consumption"]) {
    const draft = await makeFund(place.organizationId, { kind, slug: draftSlug });
    await db.run("update fund set state = 'draft' where id = $1", [draft]);
    if (kind !== "project") await makeFund(place.organizationId, { kind, slug: `open-${kind}` });
  }
  const numbers = await makeBooks(place);
  await db.run("update organization set registered_on = '2001-05-01' where id = $1", [place.organizationId]);
  await planDisclosureTasks(place.organizationId, "2026-11-22");
  await buildCredibilityReport(place.organizationId, NOW);
  await indexTransfers();
  return { place, other, keys, gifts, disbursements, draftSlug, ...numbers };
}

async function tellSecrets(gift: PendingGift, visibility: string): Promise<void> {
  await db.run(
    `update donation set visibility = $3, donor_name = $4, pseudonym = $5, email = $6, phone = $7, message = $8
     where fund_id = $1 and id = $2`,
    [
      gift.fundId,
      gift.donationId,
      visibility,
      visibility === "public" ? SHOWN.publicName : SECRETS.donorName,
      visibility === "pseudonym" ? SHOWN.pseudonym : SECRETS.donorPseudonym,
      SECRETS.donorEmail,
      SECRETS.donorPhone,
      SECRETS.donorMessage,
    ],
  );
}

export async function propose(place: SpendingPlace, amountFen: bigint): Promise<string> {
  const proposed = await proposeDisbursement({ ...proposalOf(place, amountFen), payee: SECRETS.payee });
  if (!proposed.ok) throw new Error(proposed.reason);
  return proposed.id;
}

export async function approve(place: SpendingPlace, id: string): Promise<void> {
  const { organizationId, approverId: userId } = place;
  const approved = await approveDisbursement({ id, organizationId, userId, now: NOW });
  if (!approved.ok) throw new Error(approved.reason);
}

async function pay(place: SpendingPlace, id: string): Promise<void> {
  const paid = await payDisbursement({
    id,
    organizationId: place.organizationId,
    userId: place.clerkId,
    paidAt: NOW,
    bankReference: SECRETS.bankReference,
    now: NOW,
  });
  if (!paid.ok) throw new Error(paid.reason);
}

/** Five days of runs and breaks, and a statement row that names somebody. */
async function makeBooks(place: SpendingPlace): Promise<{ sellerId: string; bankAccountNo: string }> {
  const { organizationId, credentialId } = place;
  const digits = Array.from({ length: 12 }, () => randomInt(10)).join("");
  const sellerId = `2088${digits}`;
  const bankAccountNo = `4400${digits}0000`;
  await db.run("update payment_credential set provider_account = $2 where id = $1", [
    credentialId,
    `2021000000000001/${sellerId}`,
  ]);
  await db.run(
    `insert into bank_account (id, organization_id, bank, account_name, account_no, confirmed_at)
     values (gen_random_uuid(), $1, 'CCB', $3, $2, now())`,
    [organizationId, bankAccountNo, SECRETS.accountName],
  );
  await db.run(
    `insert into reconciliation_run (id, organization_id, source, account, day, state, matched_fen, open_fen, started_at, finished_at)
     select gen_random_uuid(), $1, 'bank-ccb', $2, date '2026-11-20' - n / 2, 'finished', 100, 1, $3, $3
     from generate_series(0, 8, 2) n`,
    [organizationId, bankAccountNo, NOW],
  );
  await db.run(
    `insert into reconciliation_break (id, organization_id, source, account, subject_key, kind, amount_fen, currency, day,
                                       state, explanation, opened_at, resolved_at)
     select gen_random_uuid(), $1, 'bank-ccb', $2, $4 || n, 'bank-row-unexplained', n + 1, 'CNY',
            date '2026-11-20' - n / 2, case when n = 0 then 'resolved' else 'explained' end, $5, $3::timestamptz,
            case when n = 0 then $3::timestamptz end
     from generate_series(0, 4) n`,
    [organizationId, bankAccountNo, NOW, SECRETS.counterparty, SECRETS.explanation],
  );
  const statementId = randomUUID();
  await db.run(
    `insert into statement (id, organization_id, source, account, file_name, file_sha256, period_start, period_end,
                            row_count, new_row_count, origin)
     values ($1, $2, 'bank-ccb', $3, 'a.csv', 'x', '2026-11-20', '2026-11-20', 1, 1, 'upload')`,
    [statementId, organizationId, bankAccountNo],
  );
  await db.run(
    `insert into statement_row (organization_id, source, account, row_key, statement_id, line_no, kind, occurred_at, day,
                                amount_fen, currency, counterparty, purpose, summary)
     values ($1, 'bank-ccb', $2, 'r1', $3, 1, 'transfer-in', $4, '2026-11-20', 1, 'CNY', $5, $5, $5)`,
    [organizationId, bankAccountNo, statementId, NOW, SECRETS.counterparty],
  );
  return { sellerId, bankAccountNo };
}

/** More of everything, so that lists have several pages. */
export async function makeMore(place: SpendingPlace): Promise<void> {
  for (let i = 0; i < 4; i += 1) {
    const { organizationId } = await makeOrganization();
    for (const kind of ["project", "drive", "trust", "consumption"]) await makeFund(organizationId, { kind });
    await approve(place, await propose(place, 10n));
  }
  await db.run(
    `insert into division (code, name, name_en, level, parent_code)
     select '33012210' || n, '镇' || n, 'Town ' || n, 'town', '330122' from generate_series(0, 4) n`,
  );
  await indexTransfers();
}

/** What a finance system sends to POST /disbursements. */
export const proposalBody = (world: World, over: Record<string, unknown> = {}) => ({
  target: { kind: "project", slug: world.place.fundId },
  amountFen: 700,
  currency: "CNY",
  purpose: "11 月食材",
  purposeCode: "food",
  payee: "澄溪粮油店",
  beneficiaryCount: 40,
  personTimes: 400,
  ...over,
});

/** A bank statement of the first charity, as a program uploads it. */
export function statementForm(world: World): FormData {
  const { place, sellerId, bankAccountNo } = world;
  const bytes = bankFile({ ...place, sellerId, bankAccountNo }, [{ id: "b1", amountFen: 5_000n }], DAY);
  const form = new FormData();
  form.set("source", "bank-ccb");
  form.set("account", bankAccountNo);
  form.set("file", new Blob([Buffer.from(bytes)]), "day.csv");
  return form;
}
