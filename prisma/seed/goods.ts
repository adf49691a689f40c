import { askMove, decideMove, handOverGoods } from "#app/features/disbursements/goods/move-goods.server.ts";
import { countGoods, receiveGoods } from "#app/features/disbursements/goods/receive-goods.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { pdfFile } from "./evidence-files.ts";
import { personId, spendersOf } from "./people.ts";
import { stableId } from "./random.ts";

interface GoodsPlan {
  charity: string;
  project: string;
  name: string;
  unit: string;
  quantity: number;
  yuan: bigint | null;
  valuation: "voucher" | "fair-value";
  place: string;
  donor: string;
  receivedDaysAgo: number;
  expiresInDays: number | null;
  /** Nobody has counted it yet. */
  isWaiting?: true;
  handedOver: { quantity: number; people: number; daysAgo: number; reason: string }[];
  writtenOff?: { quantity: number; reason: string };
}

/** Rice, oil, quilts, shoes: most of it handed over, some in store, one batch that waits to be counted. */
const GOODS: readonly GoodsPlan[] = [
  {
    charity: "tonglu-charity",
    project: "hot-meals",
    name: "大米 10 公斤装（演示）",
    unit: "袋",
    quantity: 600,
    yuan: 33_000n,
    valuation: "voucher",
    place: "县城仓库",
    donor: "山前粮油（演示）",
    receivedDaysAgo: 48,
    expiresInDays: 210,
    handedOver: [
      { quantity: 240, people: 118, daysAgo: 40, reason: "送到六个村的食堂" },
      { quantity: 180, people: 92, daysAgo: 12, reason: "送到四个村的食堂" },
    ],
    writtenOff: { quantity: 4, reason: "运输时破袋受潮" },
  },
  {
    charity: "tonglu-charity",
    project: "good-homes",
    name: "棉被 2 米（演示）",
    unit: "床",
    quantity: 150,
    yuan: 18_750n,
    valuation: "fair-value",
    place: "县城仓库",
    donor: "云溪家纺（演示）",
    receivedDaysAgo: 25,
    expiresInDays: null,
    handedOver: [{ quantity: 86, people: 86, daysAgo: 9, reason: "入冬前送到独居老人家" }],
  },
  {
    charity: "tonglu-charity",
    project: "hot-meals",
    name: "菜籽油 5 升装（演示）",
    unit: "桶",
    quantity: 80,
    yuan: 5_520n,
    valuation: "voucher",
    place: "县城仓库",
    donor: "山前粮油（演示）",
    receivedDaysAgo: 3,
    expiresInDays: 45,
    isWaiting: true,
    handedOver: [],
  },
  {
    charity: "haining-charity",
    project: "tide-suppers",
    name: "挂面 5 公斤装（演示）",
    unit: "箱",
    quantity: 200,
    yuan: 7_600n,
    valuation: "voucher",
    place: "城东仓库",
    donor: "潮边面坊（演示）",
    receivedDaysAgo: 33,
    expiresInDays: 150,
    handedOver: [{ quantity: 140, people: 63, daysAgo: 20, reason: "送到社区食堂" }],
  },
];

/** Takes goods in, counts them, hands most of them over with signatures: all through the site's own verbs. */
export async function keepGoods(clock: SeedClock): Promise<number> {
  for (const plan of GOODS) await keepOne(plan, clock);
  return GOODS.length;
}

function must(result: { ok: true } | { ok: false; reason: string }, what: string): void {
  invariant(result.ok, `${what}: ${result.ok ? "" : result.reason}`);
}

async function keepOne(plan: GoodsPlan, clock: SeedClock): Promise<void> {
  const organizationId = stableId.organization(plan.charity);
  const { clerk, approver } = spendersOf(plan.charity);
  const idOf = (step: string) =>
    transferIdOf("mingshan-demo", "goods", `${plan.project} ${plan.name} ${step}`);
  const receivedOn = clock.day(-plan.receivedDaysAgo);
  const at = (daysAgo: number, hour: number) => clock.at(clock.day(-daysAgo), hour);
  const byClerk = { organizationId, userId: personId(clerk) };
  const byApprover = { organizationId, userId: personId(approver) };
  const itemId = idOf("item");
  const received = await receiveGoods({
    ...byClerk,
    id: itemId,
    fundId: stableId.fund("project", plan.project),
    name: plan.name,
    unit: plan.unit,
    quantity: plan.quantity,
    valuation: plan.valuation,
    valueFen: (plan.yuan ?? 0n) * 100n,
    batchNo: receivedOn.replaceAll("-", "").slice(2),
    expiresOn: plan.expiresInDays === null ? null : clock.day(plan.expiresInDays),
    place: plan.place,
    donorName: plan.donor,
    receivedOn,
    file: { name: "送货单.pdf", content: pdfFile([`送货单（演示）`, plan.name, receivedOn, plan.donor]) },
    now: at(plan.receivedDaysAgo, 10),
  });
  must(received, plan.name);
  if (plan.isWaiting) return;
  const countedAt = at(plan.receivedDaysAgo, 15);
  must(await countGoods({ ...byApprover, id: itemId, decision: "counted", now: countedAt }), plan.name);
  const move = { ...byClerk, itemId, fromPlace: plan.place, toPlace: null };
  for (const [index, given] of plan.handedOver.entries()) {
    const id = idOf(`issue ${index}`);
    const { quantity, people, reason } = given;
    const asked = {
      ...move,
      id,
      kind: "issued" as const,
      quantity,
      people,
      reason,
      now: at(given.daysAgo + 2, 9),
    };
    must(await askMove(asked), reason);
    must(
      await decideMove({ ...byApprover, id, decision: "approved", now: at(given.daysAgo + 1, 11) }),
      reason,
    );
    const handedOverOn = clock.day(-given.daysAgo);
    const file = {
      name: "签收单.pdf",
      content: pdfFile(["签收单（演示）", plan.name, handedOverOn, reason]),
    };
    must(await handOverGoods({ ...byClerk, id, handedOverOn, file, now: at(given.daysAgo, 17) }), reason);
  }
  if (!plan.writtenOff) return;
  const id = idOf("written off");
  const lost = { ...move, ...plan.writtenOff, id, kind: "written-off" as const, people: null, now: at(6, 9) };
  must(await askMove(lost), plan.name);
  must(await decideMove({ ...byApprover, id, decision: "approved", now: at(5, 9) }), plan.name);
}
