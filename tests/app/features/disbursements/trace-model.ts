/**
 * The trace as a child would do it: one entry per fen. Slow, and so simple that it can be read in one go; the
 * real one must agree with it.
 */
interface Fen {
  /** The gift that it belongs to, or null. */
  giftId: string | null;
  use: string | null;
}

interface Gift {
  id: string;
  amountFen: number;
  feeFen: number;
  /** When its settlement was recorded; null while it is not. */
  settledAt: number | null;
  tie: string;
  isInLine: boolean;
  /** Fees as the line knows them. */
  lineFeeFen: number;
}

interface Taking {
  cause: string;
  giftId: string;
  fen: number;
  takenFen: number;
  at: number;
  undoneAt: number | null;
  isReturned: boolean;
}

interface Payment {
  id: string;
  fen: number;
  takenFen: number;
  paidAt: number;
}

export class TraceModel {
  line: Fen[] = [];
  gifts = new Map<string, Gift>();
  takings: Taking[] = [];
  payments: Payment[] = [];
  /** Other inflows that wait for their interval. */
  entering: { giftId: string | null; fen: number; at: number; tie: string }[] = [];

  give(id: string, tie: string, amountFen: number): void {
    this.gifts.set(id, {
      id,
      tie,
      amountFen,
      feeFen: 0,
      settledAt: null,
      isInLine: false,
      lineFeeFen: 0,
    });
  }

  gift(id: string): Gift {
    const gift = this.gifts.get(id);
    if (!gift) throw new Error(`no gift ${id}`);
    return gift;
  }

  trace(): void {
    this.continueLine();
    this.takeBack();
    this.cut();
  }

  private continueLine(): void {
    const fresh = [...this.entering];
    this.entering = [];
    for (const gift of this.gifts.values()) {
      if (gift.isInLine || gift.settledAt === null) continue;
      gift.isInLine = true;
      gift.lineFeeFen = gift.feeFen;
      fresh.push({ giftId: gift.id, fen: gift.amountFen - gift.feeFen, at: gift.settledAt, tie: gift.tie });
    }
    for (const taking of this.takings) {
      if (taking.undoneAt === null || taking.isReturned || taking.takenFen === 0) continue;
      taking.isReturned = true;
      fresh.push({ giftId: taking.giftId, fen: taking.fen, at: taking.undoneAt, tie: taking.cause });
    }
    fresh.sort((a, b) => a.at - b.at || (a.tie < b.tie ? -1 : 1));
    for (const { giftId, fen } of fresh) {
      for (let i = 0; i < fen; i += 1) this.line.push({ giftId, use: null });
    }
    // A fee that went down later comes back at the end.
    for (const gift of [...this.gifts.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      if (!gift.isInLine || gift.lineFeeFen <= gift.feeFen) continue;
      for (; gift.lineFeeFen > gift.feeFen; gift.lineFeeFen -= 1)
        this.line.push({ giftId: gift.id, use: null });
    }
  }

  private takeBack(): void {
    const order = [...this.takings].sort((a, b) => a.at - b.at || (a.cause < b.cause ? -1 : 1));
    for (const taking of order) {
      if (taking.undoneAt !== null && taking.takenFen === 0) continue;
      taking.takenFen += this.takeFromEnd(taking.giftId, taking.fen - taking.takenFen, taking.cause);
    }
    for (const gift of this.gifts.values()) {
      if (!gift.isInLine || gift.lineFeeFen >= gift.feeFen) continue;
      gift.lineFeeFen += this.takeFromEnd(gift.id, gift.feeFen - gift.lineFeeFen, `fee ${gift.id}`);
    }
  }

  private takeFromEnd(giftId: string, fen: number, cause: string): number {
    let taken = 0;
    for (let at = this.line.length - 1; at >= 0 && taken < fen; at -= 1) {
      const place = this.line[at] as Fen;
      if (place.giftId !== giftId || place.use !== null) continue;
      place.use = cause;
      taken += 1;
    }
    return taken;
  }

  private cut(): void {
    const order = [...this.payments].sort((a, b) => a.paidAt - b.paidAt || (a.id < b.id ? -1 : 1));
    let at = 0;
    for (const payment of order) {
      for (; at < this.line.length && payment.takenFen < payment.fen; at += 1) {
        const place = this.line[at] as Fen;
        if (place.use !== null) continue;
        place.use = `disbursement ${payment.id}`;
        payment.takenFen += 1;
      }
    }
  }

  /** Runs of the line with the same use: [from, to, use]. */
  spans(): [number, number, string][] {
    const spans: [number, number, string][] = [];
    this.line.forEach(({ use }, at) => {
      if (use === null) return;
      const last = spans.at(-1);
      if (last && last[1] === at && last[2] === use) last[1] = at + 1;
      else spans.push([at, at + 1, use]);
    });
    return spans;
  }

  usesOf(giftId: string): Map<string, bigint> {
    const uses = new Map<string, bigint>();
    for (const place of this.line) {
      if (place.giftId !== giftId || !place.use?.startsWith("disbursement ")) continue;
      const id = place.use.slice("disbursement ".length);
      uses.set(id, (uses.get(id) ?? 0n) + 1n);
    }
    return uses;
  }

  freeOf(giftId: string): number {
    return this.line.filter((place) => place.giftId === giftId && place.use === null).length;
  }

  /** Free fen before the gift's first free one. */
  ahead(giftId: string): number {
    const first = this.line.findIndex((place) => place.giftId === giftId && place.use === null);
    const before = first < 0 ? this.line : this.line.slice(0, first);
    return before.filter((place) => place.use === null).length;
  }
}
