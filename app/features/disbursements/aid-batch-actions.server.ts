import { randomUUID } from "node:crypto";
import { type AidWorker, requireAidWorker } from "#app/features/aid/aid-person.server.ts";
import { announceCases } from "#app/features/aid/announce-cases.server.ts";
import { UUID } from "#app/features/aid/apply.server.ts";
import { listWorkBatches, programmeQueues } from "#app/features/aid/batch-queries.server.ts";
import { AID_DECIDER_ROLES } from "#app/features/aid/case-state.ts";
import { type AidForm, EMPTY_AID_FORM, refusedForm, typedFields } from "#app/features/aid/form-state.ts";
import { fundIdOf, newFundScopedId } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { deliverAidBatch } from "./aid-batch-deliver.server.ts";
import { proposeAidBatch } from "./aid-batch-propose.server.ts";

const BATCHES = 50;

/** What there is to announce, to pay and to confirm. */
export async function loadAidBatches(request: Request, now: Date) {
  const { organizationIds, roles } = await requireAidWorker(request);
  const [queues, batches] = await Promise.all([
    programmeQueues(organizationIds, now),
    listWorkBatches(organizationIds, BATCHES),
  ]);
  return {
    queues: queues.map((queue) => ({
      ...queue,
      announcementId: randomUUID(),
      batchId: newFundScopedId("b", queue.fundId),
    })),
    batches,
    mayDecide: AID_DECIDER_ROLES.some((role) => roles.includes(role)),
    today: shanghaiDay(now),
    isDone: new URL(request.url).searchParams.has("done"),
  };
}

export type BatchActResult = { ok: true; href: string } | { ok: false; state: AidForm };
type VerbResult = { ok: true } | { ok: false; reason: string; people?: number; leftFen?: bigint };

/** Does what one of the forms on the page of batches asks for. */
export async function actOnBatches(form: FormData, worker: AidWorker, now: Date): Promise<BatchActResult> {
  const typed = typedFields(form);
  const { programmeId = "", announcementId = "", batchId = "", disbursementId = "" } = typed;
  const [organizationId] = worker.organizationIds;
  const by = { organizationId, userId: worker.userId, now };
  const answer = (result: VerbResult, href = "/workspace/aid/batches?done=1"): BatchActResult =>
    result.ok ? { ok: true, href } : { ok: false, state: refusedForm(typed, result) };
  if (typed.act === "announce" && UUID.test(programmeId) && UUID.test(announcementId))
    return answer(await announceCases({ ...by, id: announcementId, programmeId }));
  if (typed.act?.startsWith("propose") && UUID.test(programmeId) && fundIdOf(batchId, "b")) {
    const urgentOnly = typed.act === "propose-urgent";
    const result = await proposeAidBatch({ ...by, id: batchId, programmeId, urgentOnly });
    return answer(result, `/workspace/disbursements/${batchId}?done=1`);
  }
  if (typed.act === "deliver" && fundIdOf(disbursementId, "b")) {
    const { deliveredOn = "", proofId = "" } = typed;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(deliveredOn)) return answer({ ok: false, reason: "delivered-in-future" });
    return answer(await deliverAidBatch({ ...by, disbursementId, deliveredOn, proofId }));
  }
  return { ok: false, state: { ...EMPTY_AID_FORM, typed } };
}
