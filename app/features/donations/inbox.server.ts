import { confirmDonations } from "./confirm-donations.server.ts";
import type { FactOutcome, ReceivedFact } from "./provider-event.ts";

/** Bounds of the inbox: facts in one transaction, transactions at once, facts waiting. */
const BATCH_LIMIT = 500;
const IN_FLIGHT_LIMIT = 2;
const WAITING_LIMIT = 5_000;

export type InboxAnswer = { ok: true; outcome: FactOutcome } | { ok: false; reason: "full" | "failed" };

interface Waiting {
  received: ReceivedFact;
  answer: (answer: InboxAnswer) => void;
}

type Confirm = (received: readonly ReceivedFact[], now: Date) => Promise<FactOutcome[]>;

/**
 * Gathers verified facts into transactions: whatever queued while the last one ran goes into the next.
 * Each caller is answered after the commit. A failing transaction is halved until the culprit is alone;
 * only the culprit is told to come again.
 */
export class Inbox {
  private readonly waiting: Waiting[] = [];
  private inFlight = 0;

  constructor(
    private readonly confirm: Confirm = confirmDonations,
    private readonly reportFailure: (error: unknown, received: ReceivedFact) => void = () => undefined,
  ) {}

  /** How many facts wait for a transaction. */
  get waitingCount(): number {
    return this.waiting.length;
  }

  /** Resolves when the fact is committed, or when it will not be. */
  submit(received: ReceivedFact): Promise<InboxAnswer> {
    if (this.waiting.length >= WAITING_LIMIT) return Promise.resolve({ ok: false, reason: "full" });
    return new Promise((answer) => {
      this.waiting.push({ received, answer });
      this.pump();
    });
  }

  private pump(): void {
    while (this.inFlight < IN_FLIGHT_LIMIT && this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH_LIMIT);
      this.inFlight += 1;
      void this.confirmBatch(batch).finally(() => {
        this.inFlight -= 1;
        this.pump();
      });
    }
  }

  private async confirmBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.confirm(
        batch.map((item) => item.received),
        new Date(),
      );
      batch.forEach((item, index) => {
        item.answer({ ok: true, outcome: outcomes[index] ?? "ignored" });
      });
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only) {
        this.reportFailure(error, only.received);
        only.answer({ ok: false, reason: "failed" });
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await this.confirmBatch(batch.slice(0, middle));
      await this.confirmBatch(batch.slice(middle));
    }
  }
}
