import { announceCases } from "#app/features/aid/announce-cases.server.ts";
import { checkCase, reviewCase } from "#app/features/aid/check-case.server.ts";
import { answerDecision, type CaseDecision, proposeDecision } from "#app/features/aid/decide-case.server.ts";
import { openProgramme } from "#app/features/aid/open-programme.server.ts";
import { receiveApplication } from "#app/features/aid/receive-application.server.ts";
import { recordConsent } from "#app/features/aid/record-consent.server.ts";
import { programmeSchema } from "#app/features/aid/schema.ts";
import { publishStory } from "#app/features/aid/stories.server.ts";
import { deliverAidBatch } from "#app/features/disbursements/aid-batch-deliver.server.ts";
import { proposeAidBatch } from "#app/features/disbursements/aid-batch-propose.server.ts";
import {
  askRecovery,
  linkRecovery,
  returnsOf,
} from "#app/features/disbursements/aid-batch-recover.server.ts";
import { stopAid } from "#app/features/disbursements/aid-batch-stop.server.ts";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { attachEvidence } from "#app/features/disbursements/attach-evidence.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { AID_CLASSES, inventedApplicant } from "./aid-people.ts";
import type { SeedClock } from "./clock.ts";
import { listFile, pdfFile } from "./evidence-files.ts";
import { personId, spendersOf } from "./people.ts";
import { stableId } from "./random.ts";
import { askSandbox } from "./sandbox.ts";
import { eachAtOnce } from "./steps.ts";

const ORGANIZATION = "tonglu-charity";
const FUND_ID = stableId.fund("project", "good-homes");
const idOf = (...name: readonly string[]): string => transferIdOf("mingshan-demo", "aid", ...name);
const PROGRAMME_ID = idOf("programme");
const BATCH_ID = stableId.ofFund("b", FUND_ID, "aid batch");
const RECOVERY_ID = idOf("recovery");
const TOWNS = ["330122102", "330122109", "330122112"] as const;
const AMOUNT_FEN = 80_000n;

const by = (role: "clerk" | "approver") => ({
  organizationId: stableId.organization(ORGANIZATION),
  userId: personId(spendersOf(ORGANIZATION)[role]),
});

/** How far an invented case goes, and how long ago it came. */
type Stage = "received" | "checked" | "proposed" | "refused" | "approved" | "stopped";
interface Planned {
  number: number;
  daysAgo: number;
  stage: Stage;
}

/** Twelve that are paid together, twelve under notice, and some on every step: 42 cases. */
function plannedCases(): { paid: Planned[]; noticed: Planned[]; others: Planned[] } {
  const some = (from: number, count: number, daysAgo: number, stage: Stage): Planned[] =>
    Array.from({ length: count }, (_, at) => ({ number: from + at, daysAgo: daysAgo + (at % 5), stage }));
  return {
    paid: some(1, 12, 60, "approved"),
    noticed: some(13, 12, 12, "approved"),
    others: [
      ...some(25, 5, 1, "received"),
      ...some(30, 4, 3, "checked"),
      ...some(34, 3, 4, "proposed"),
      ...some(37, 2, 20, "refused"),
      ...some(39, 2, 25, "stopped"),
      ...some(41, 2, 2, "approved"),
    ],
  };
}

/**
 * An aid programme with invented applicants on every step, one batch that was paid and delivered but for one
 * person, whose money is asked back, and one notice that is open. All through the verbs of the site.
 */
export async function giveAid(clock: SeedClock): Promise<number> {
  const { paid, noticed, others } = plannedCases();
  await openDemoProgramme(clock);
  const carry = (cases: readonly Planned[]) => eachAtOnce(cases, 4, (planned) => carryCase(planned, clock));
  // In the order of time: a notice takes everybody who is approved by then.
  await carry(paid);
  await announce("first", clock.at(clock.day(-50), 9, 30));
  await payBatch(clock);
  await carry(noticed);
  await announce("second", clock.at(clock.day(-2), 10));
  await carry(others);
  await tellStory(clock);
  return paid.length + noticed.length + others.length;
}

/** After the bank's rows are matched: the money that came back is this person's, and the rest has arrived. */
export async function linkReturnedAid(clock: SeedClock): Promise<bigint> {
  const now = clock.at(clock.day(-29), 11);
  const [money] = await returnsOf(db, FUND_ID, BATCH_ID);
  invariant(money, "the bank brought the recovered aid back");
  must(await linkRecovery({ id: RECOVERY_ID, transferId: money.id, ...by("clerk"), now }));
  return money.amountFen;
}

async function openDemoProgramme(clock: SeedClock): Promise<void> {
  const typed = programmeSchema.parse({
    fundId: FUND_ID,
    purposeCode: "materials",
    title: "漏雨急修补助（演示）",
    titleEn: "Quick help for leaking roofs (demo)",
    qualifies: "屋顶漏雨、自己一时修不起的低保、低保边缘和特困家庭。",
    criteria: "两人上门看房子，拍不拍照随住户；村里写明漏了几处；今年修过的不重复补。",
    division: "330122",
    householdClasses: AID_CLASSES.join("\n"),
    low: "500",
    high: "2000",
    yearCap: "2000",
    takesUrgent: "yes",
    takesPublic: "yes",
  });
  must(await openProgramme({ id: PROGRAMME_ID, ...by("approver"), typed, now: clock.at(clock.day(-80), 9) }));
}

async function carryCase({ number, daysAgo, stage }: Planned, clock: SeedClock): Promise<void> {
  const id = idOf("case", String(number));
  const at = (days: number, hour: number) => clock.at(clock.day(-Math.max(0, daysAgo - days)), hour, number);
  const typed = inventedApplicant(number, TOWNS[number % 2] ?? TOWNS[0], number % 7 === 0);
  const isTakenDown = number % 3 === 0;
  must(
    await receiveApplication({
      id,
      programmeId: PROGRAMME_ID,
      typed,
      clerk: isTakenDown ? by("clerk") : null,
      now: at(0, 8),
    }),
  );
  if (stage === "received") return;
  if (number % 2 === 0) must(await reviewCase({ id, ...by("clerk"), level: "village", now: at(1, 9) }));
  const ways = ["id-card", "home-visit"] as const;
  must(await checkCase({ id, ...by("clerk"), ways, now: at(1, 15) }));
  if (stage === "checked") return;
  const what: CaseDecision =
    stage === "refused"
      ? { decision: "refuse", reason: number % 2 === 0 ? "outside-area" : "aided-otherwise" }
      : { decision: "approve", amountFen: AMOUNT_FEN };
  // Begun again after it was cut off, a case may be decided already.
  const decided = ["already-decided", "stopped"];
  must(await proposeDecision({ id, ...by("clerk"), what, note: "", now: at(2, 10) }), decided);
  if (stage === "proposed") return;
  must(
    await answerDecision({ id, ...by("approver"), answer: "confirmed", note: "", now: at(2, 16) }),
    decided,
  );
  if (stage === "stopped")
    must(
      await stopAid({
        caseId: id,
        ...by("clerk"),
        reason: number % 2 === 0 ? "moved-away" : "died",
        now: at(4, 9),
      }),
    );
}

async function announce(name: string, now: Date): Promise<void> {
  must(await announceCases({ id: idOf("notice", name), ...by("approver"), programmeId: PROGRAMME_ID, now }), [
    "too-few",
  ]);
}

/** Pays the first twelve; one of them had died, which shows when it is paid, and the money comes back. */
async function payBatch(clock: SeedClock): Promise<void> {
  const at = (days: number, hour: number, minute = 0) => clock.at(clock.day(-days), hour, minute);
  const id = BATCH_ID;
  must(
    await proposeAidBatch({
      id,
      ...by("clerk"),
      programmeId: PROGRAMME_ID,
      urgentOnly: false,
      now: at(42, 9),
    }),
  );
  const [batch] = await db.rows<{ amountFen: bigint; payee: string; caseId: string }>(
    `select d.amount_fen as "amountFen", d.payee, (select min(case_id::text) from aid_batch_case where disbursement_id = $2) as "caseId"
     from disbursement d where d.fund_id = $1 and d.id = $2`,
    [FUND_ID, id],
  );
  invariant(batch, "the batch of aid was proposed");
  must(await approveDisbursement({ id, ...by("approver"), now: at(42, 15) }));
  const paidAt = at(41, 10, 20);
  const bank = await askSandbox<{ bankReference: string }>("/control/bank-payment", {
    merchant: ORGANIZATION,
    amountFen: batch.amountFen,
    payee: "批量代发（演示）",
    reference: id,
    paidAt,
    id,
  });
  must(await payDisbursement({ id, ...by("clerk"), paidAt, bankReference: bank.bankReference, now: paidAt }));
  const { caseId } = batch;
  must(
    await askRecovery({
      id: RECOVERY_ID,
      caseId,
      ...by("clerk"),
      reason: "died",
      amountFen: AMOUNT_FEN,
      now: at(36, 9),
    }),
  );
  await askSandbox("/control/bank-payment", {
    merchant: ORGANIZATION,
    amountFen: AMOUNT_FEN,
    payee: "受助人家属（演示）",
    reference: `退回 ${id}`,
    paidAt: at(33, 14),
    id: `${id}-back`,
    direction: "in",
  });
  const proofId = stableId.ofFund("e", FUND_ID, "aid batch list");
  const content = listFile(`漏雨急修补助 ${id}`, 11, ["演示村一", "演示村二"]);
  must(
    await attachEvidence({
      id: proofId,
      disbursementId: id,
      ...by("clerk"),
      kind: "signed-list",
      fileName: "签收表.csv",
      content,
      isPublic: false,
      now: at(34, 9),
    }),
  );
  const deliveredOn = clock.day(-35);
  must(await deliverAidBatch({ disbursementId: id, ...by("clerk"), deliveredOn, proofId, now: at(34, 10) }));
}

async function tellStory(clock: SeedClock): Promise<void> {
  const id = idOf("consent");
  const now = clock.at(clock.day(-25), 15);
  must(
    await recordConsent({
      id,
      fundId: FUND_ID,
      ...by("clerk"),
      person: { name: "演示甲1", guardianName: "" },
      isMinor: false,
      scopes: ["story"],
      channels: ["site", "report"],
      givenOn: clock.day(-26),
      expiresOn: clock.day(340),
      evidence: {
        fileName: "同意书.pdf",
        bytes: pdfFile(["演示同意书，内容是虚构的", "Demo consent, invented"]),
      },
      now,
    }),
  );
  const body =
    "下雨那晚，盆换了四回。\n第二天村里来看，一周后瓦就换好了。现在夜里听见雨声，能睡着。\n（演示内容，人物是虚构的。）";
  const title = "现在听见雨声，能睡着";
  must(
    await publishStory({
      id: idOf("story"),
      ...by("clerk"),
      consentId: id,
      title,
      body,
      shownName: "",
      picture: null,
      now,
    }),
  );
}

function must(result: { ok: true } | { ok: false; reason: string }, orElse: readonly string[] = []): void {
  invariant(
    result.ok || orElse.includes(result.reason),
    `aid of the demo: ${result.ok ? "" : result.reason}`,
  );
}
