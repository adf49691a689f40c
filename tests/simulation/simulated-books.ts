import { randomUUID } from "node:crypto";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import { openClearingAccount } from "#app/features/ledger/open-accounts.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { newCredentialId, newFundScopedId } from "#app/lib/ids.ts";
import {
  alipayArrival,
  type BankLine,
  bankFile,
  type Charity,
  giftLines,
  type LedgerLine,
  ledgerFile,
  makeCharity,
  otherLine,
  withdrawalLine,
} from "#tests/app/features/reconciliation/statement-files.ts";
import { makeFund, makePendingGift, type PendingGift } from "#tests/factories/books.ts";
import { makeMember } from "#tests/factories/spending.ts";
import type { Chance } from "./chance.ts";
import { crashAt } from "./crash-points.ts";
import { type Order, ProviderWorld } from "./provider-world.ts";

export interface Spending {
  id: string;
  fundId: string;
  amountFen: bigint;
  isApproved: boolean;
  bankReference: string | null;
}

const clock = (day: string, time: string): Date => new Date(`${day}T${time}+08:00`);

/** One charity, two funds, two providers, a bank; everything that happens to it, in an order given by chance. */
export class SimulatedBooks {
  readonly world: ProviderWorld;
  readonly gifts: PendingGift[] = [];
  readonly spendings: Spending[] = [];
  day = "2026-11-18";
  feesFen = 0n;
  paidOutFen = 0n;
  crashes = 0;
  private billed = new Set<string>();
  private payouts = 0;

  private constructor(
    readonly chance: Chance,
    readonly charity: Charity,
    readonly stripeId: string,
    readonly fundIds: string[],
    private people: { clerkId: string; approverId: string },
  ) {
    this.world = new ProviderWorld(clock(this.day, "10:00:00"));
  }

  static async open(chance: Chance): Promise<SimulatedBooks> {
    const charity = await makeCharity();
    const { organizationId } = charity;
    const stripeId = newCredentialId();
    await transaction(async (tx) => {
      await tx.run(
        `insert into payment_credential (id, organization_id, provider, provider_account, config_sealed, key_id)
         values ($1, $2, 'stripe', $3, $4, 'none')`,
        [stripeId, organizationId, `acct_${stripeId}`, Buffer.from("unused")],
      );
      await openClearingAccount(tx, stripeId, organizationId);
    });
    const fundIds = [charity.fundId, await makeFund(organizationId)];
    await db.run(
      `insert into fund_budget_line (fund_id, purpose_code, name, name_en, planned_fen, position)
       select fund_id, 'food', '食材', 'Food', 100000000, 1 from unnest($1::text[]) as g(fund_id)`,
      [fundIds],
    );
    const clerkId = await makeMember(organizationId, "charity-clerk");
    const approverId = await makeMember(organizationId, "charity-approver");
    return new SimulatedBooks(chance, charity, stripeId, fundIds, { clerkId, approverId });
  }

  private get now(): Date {
    return clock(this.day, "22:00:00");
  }

  /** Any verb may die between any two of its statements; it is then called again, as its caller would. */
  private async survive(work: () => Promise<unknown>): Promise<void> {
    while (this.chance.isOneIn(2)) {
      const mode = this.chance.isOneIn(2) ? "before" : "after";
      if ((await crashAt(1 + this.chance.below(this.chance.isOneIn(4) ? 40 : 9), mode, work)) === "finished")
        return;
      this.crashes += 1;
    }
    await work();
  }

  // What people and providers do.

  async give(): Promise<void> {
    const provider = this.chance.isOneIn(3) ? "stripe" : "alipay";
    const credentialId = provider === "stripe" ? this.stripeId : this.charity.credentialId;
    const place = {
      organizationId: this.charity.organizationId,
      credentialId,
      fundId: this.chance.one(this.fundIds) as string,
    };
    const gift = await makePendingGift(place, BigInt(1 + this.chance.below(50_000)), {
      openedAt: clock(this.day, "09:00:00"),
    });
    this.gifts.push(gift);
    this.world.order(gift, provider);
  }

  /** A donor whose payment was closed tries again: the gift's second order. */
  async giveAgain(): Promise<void> {
    const closed = this.world.orders.filter((order) => order.isClosed && !order.paid);
    const order = this.chance.one(closed);
    if (!order || this.world.ordersOf(order.gift.donationId).length > 1) return;
    const { fundId, paymentId, donationId } = order.gift;
    const [known] = await db.rows(
      "select 1 from payment where fund_id = $1 and id = $2 and closed_at is null",
      [fundId, paymentId],
    );
    if (known) return;
    const gift = await makePendingGift(order.gift, order.gift.amountFen, {
      donationId,
      openedAt: this.now,
    });
    this.world.order(gift, order.provider);
  }

  pay(): void {
    const order = this.chance.one(this.world.orders.filter((one) => !one.paid));
    if (!order) return;
    const isWrong = this.chance.isOneIn(12);
    this.world.pay(order, order.gift.amountFen + (isWrong ? 1n : 0n), this.chance.isOneIn(8));
  }

  close(): void {
    const order = this.chance.one(this.world.orders.filter((one) => !one.paid && !one.isClosed));
    if (order) this.world.close(order);
  }

  refund(): void {
    const order = this.chance.one(this.world.orders.filter((one) => this.leftFen(one) > 0n));
    if (!order) return;
    const leftFen = this.leftFen(order);
    this.world.refund(
      order,
      this.chance.isOneIn(2) ? leftFen : 1n + BigInt(this.chance.below(Number(leftFen))),
    );
  }

  failRefund(): void {
    const order = this.chance.one(
      this.sureStripeOrders().filter((one) => one.refunds.some((r) => !r.hasFailed)),
    );
    const refund = order?.refunds.find((one) => !one.hasFailed);
    if (order && refund) this.world.failRefund(order, refund);
  }

  dispute(): void {
    const order = this.chance.one(this.sureStripeOrders().filter((one) => this.leftFen(one) > 0n));
    if (order && order.disputes.length === 0) this.world.dispute(order, this.leftFen(order));
  }

  endDispute(): void {
    const order = this.chance.one(
      this.world.orders.filter((one) => one.disputes.some((d) => d.end === "open")),
    );
    const dispute = order?.disputes.find((one) => one.end === "open");
    if (order && dispute) this.world.endDispute(order, dispute, this.chance.isOneIn(2) ? "won" : "lost");
  }

  /** Cards whose gift is certain to count: banks and schemes speak of no others here. */
  private sureStripeOrders(): Order[] {
    return this.world.orders.filter(
      (order) =>
        order.provider === "stripe" &&
        order.paid?.amountFen === order.gift.amountFen &&
        this.world.ordersOf(order.gift.donationId).length === 1,
    );
  }

  private leftFen({ paid, refunds, disputes }: Order): bigint {
    const back = [...refunds, ...disputes].reduce((sum, one) => sum + one.amountFen, 0n);
    return (paid?.amountFen ?? 0n) - back;
  }

  // What reaches the books.

  /** A handful of messages, in any order, some of them twice. */
  async hear(most = 6): Promise<void> {
    const heard = this.chance
      .shuffled(this.world.messages.filter(({ isLost }) => !isLost))
      .slice(0, 1 + this.chance.below(most));
    const told = this.chance.isOneIn(3) ? [...heard, ...heard.slice(0, 1)] : heard;
    let outcomes: string[] = [];
    await this.survive(async () => {
      outcomes = await confirmDonations(
        told.map(({ fact }) => fact),
        this.now,
      );
    });
    // What came too early is told again; of the rest some is, too.
    const done = heard.filter((_, i) => outcomes[i] !== "deferred" && !this.chance.isOneIn(6));
    this.world.messages = this.world.messages.filter((message) => !done.includes(message));
  }

  /** The sweep: asks the provider about what is still open. */
  async ask(): Promise<void> {
    const open = await db.rows<{ id: string }>(
      "select id from payment where paid_at is null and quarantined_at is null",
    );
    const ids = new Set(open.map(({ id }) => id));
    const facts = this.world.orders
      .filter(({ gift }) => ids.has(gift.paymentId))
      .flatMap((order) => this.world.asked(order));
    await this.survive(() => confirmDonations(facts, this.now));
  }

  /** The day ends: a bill, a withdrawal to the bank and the bank's own rows, each perhaps sent twice. */
  async endDay(): Promise<void> {
    const lines = this.world.orders
      .filter(({ provider }) => provider === "alipay")
      .flatMap((o) => this.billOf(o));
    const clearingFen = this.world.balanceFen(this.charity.credentialId) - this.feesFen - this.paidOutFen;
    const bankLines: BankLine[] = this.bankPayments();
    if (clearingFen > 0n && this.chance.isOneIn(2)) {
      this.payouts += 1;
      const id = `20261118${String(this.payouts).padStart(24, "0")}`;
      lines.push(withdrawalLine(id, clearingFen));
      bankLines.push(alipayArrival(`${this.day}-${this.payouts}`, id, clearingFen));
      this.paidOutFen += clearingFen;
    }
    await this.take("alipay-signcustomer", ledgerFile(this.charity, lines, this.day));
    await this.take("bank-ccb", bankFile(this.charity, bankLines, this.day));
    this.day = new Date(clock(this.day, "12:00:00").getTime() + 86_400_000).toISOString().slice(0, 10);
    const { organizationId } = this.charity;
    await this.survive(() => reconcileOrganization(organizationId, clock(this.day, "09:00:00")));
    await this.trace();
  }

  private async take(source: "alipay-signcustomer" | "bank-ccb", bytes: Uint8Array): Promise<void> {
    const { organizationId } = this.charity;
    const file = {
      organizationId,
      source,
      account: null,
      fileName: "file",
      bytes,
      userId: null,
      now: this.now,
    };
    await this.survive(async () => {
      const outcome = await importStatement({ ...file, origin: "upload" });
      if (!outcome.ok) throw new Error(`the statement was refused: ${JSON.stringify(outcome)}`);
    });
  }

  /** What the bill of today says of an order that no bill has shown yet. A fee is taken from real gifts. */
  private billOf(order: Order): LedgerLine[] {
    const { paid, gift, refunds } = order;
    if (!paid) return [];
    const lines: LedgerLine[] = [];
    const about = { tradeNo: paid.objectId, orderNo: gift.paymentId };
    if (this.isNew(paid.objectId)) {
      const isSure = paid.amountFen === gift.amountFen && this.world.ordersOf(gift.donationId).length === 1;
      const feeFen = isSure ? (paid.amountFen * 6n) / 1000n : 0n;
      lines.push(...giftLines({ ...gift, tradeNo: paid.objectId }, { amountFen: paid.amountFen, feeFen }));
      this.feesFen += feeFen;
    }
    for (const { id, amountFen } of refunds)
      if (this.isNew(id)) lines.push(otherLine({ type: "交易退款", amountFen: -amountFen, ...about }));
    return lines;
  }

  private isNew(id: string): boolean {
    if (this.billed.has(id)) return false;
    this.billed.add(id);
    return true;
  }

  // What the charity does with the money.

  async propose(): Promise<void> {
    const fundId = this.chance.one(this.fundIds) as string;
    const amountFen = BigInt(1 + this.chance.below(40_000));
    const id = newFundScopedId("b", fundId);
    const proposal = {
      id,
      fundId,
      organizationId: this.charity.organizationId,
      userId: this.people.clerkId,
      amountFen,
      purposeCode: "food",
      purpose: "食材",
      payee: "粮油店",
      beneficiaryCount: 12,
      personTimes: 12,
      now: this.now,
    };
    await this.survive(() => proposeDisbursement(proposal));
    this.spendings.push({ id, fundId, amountFen, isApproved: false, bankReference: null });
  }

  async approve(): Promise<void> {
    const spending = this.chance.one(this.spendings.filter((one) => !one.isApproved));
    if (!spending) return;
    const { organizationId } = this.charity;
    const { approverId } = this.people;
    await this.survive(async () => {
      const outcome = await approveDisbursement({
        id: spending.id,
        organizationId,
        userId: approverId,
        now: this.now,
      });
      if (!outcome.ok && outcome.reason !== "above-available") throw new Error(outcome.reason);
      spending.isApproved = outcome.ok;
    });
  }

  async payOut(): Promise<void> {
    const spending = this.chance.one(this.spendings.filter((one) => one.isApproved && !one.bankReference));
    if (!spending) return;
    const { organizationId } = this.charity;
    const bankReference = `B${randomUUID().slice(0, 12)}`;
    const input = { id: spending.id, organizationId, userId: this.people.clerkId, bankReference };
    await this.survive(async () => {
      const outcome = await payDisbursement({ ...input, paidAt: this.now, now: this.now });
      if (!outcome.ok) throw new Error(outcome.reason);
    });
    spending.bankReference = bankReference;
  }

  private bankPayments(): BankLine[] {
    return this.spendings
      .filter(({ bankReference }) => bankReference && this.isNew(bankReference))
      .map(({ bankReference, amountFen }) => ({
        id: String(bankReference),
        amountFen: -amountFen,
        time: "22:30:00",
        name: "粮油店",
        note: String(bankReference),
      }));
  }

  async trace(): Promise<void> {
    for (const fundId of this.fundIds) await this.survive(() => traceFund(fundId, this.now));
  }
}
