import { randomUUID } from "node:crypto";
import { type AidWorker, requireAidWorker } from "#app/features/aid/aid-person.server.ts";
import { UUID } from "#app/features/aid/apply.server.ts";
import type { StopReason } from "#app/features/aid/case-state.ts";
import {
  type AidForm,
  EMPTY_AID_FORM,
  refusedForm,
  typedFields,
  wrongForm,
} from "#app/features/aid/form-state.ts";
import { MOST_ID_BYTES } from "#app/features/aid/id-list.ts";
import { stopListSchema } from "#app/features/aid/schema.ts";
import { type StopByListResult, stopByList } from "#app/features/aid/stop-by-list.server.ts";
import { db } from "#app/lib/db.server.ts";
import { linkRecovery, type ReturnedMoney, returnsOf } from "./aid-batch-recover.server.ts";

export interface RecoveryView {
  id: string;
  caseId: string;
  reference: string;
  fundId: string;
  disbursementId: string;
  reason: StopReason;
  amountFen: bigint;
  askedAt: Date;
  linkedAt: Date | null;
  /** Money that came back of its payment and is nobody's yet. */
  returns: ReturnedMoney[];
}

export interface StopListView {
  id: string;
  reason: StopReason;
  rowCount: number;
  badCount: number;
  stoppedCount: number;
  paidCount: number;
  uploadedAt: Date;
}

const SHOWN = 50;

/** Money asked back with what has come, and the lists that were held against the cases. */
export async function loadAidStops(request: Request) {
  const { organizationIds } = await requireAidWorker(request);
  const [recoveries, lists] = await Promise.all([
    db.rows<Omit<RecoveryView, "returns">>(
      `select r.id, r.case_id as "caseId", c.reference, r.fund_id as "fundId", r.disbursement_id as "disbursementId",
              r.reason, r.amount_fen as "amountFen", r.asked_at as "askedAt", r.linked_at as "linkedAt"
       from aid_recovery r join aid_case c on c.id = r.case_id
       where r.organization_id = any($1) order by r.linked_at is not null, r.asked_at desc, r.id limit $2`,
      [organizationIds, SHOWN],
    ),
    db.rows<StopListView>(
      `select id, reason, row_count as "rowCount", bad_count as "badCount", stopped_count as "stoppedCount",
              paid_count as "paidCount", uploaded_at as "uploadedAt"
       from aid_stop_list where organization_id = any($1) order by uploaded_at desc, id limit $2`,
      [organizationIds, SHOWN],
    ),
  ]);
  const payments = [
    ...new Set(recoveries.filter(({ linkedAt }) => !linkedAt).map((one) => one.disbursementId)),
  ];
  const returned = new Map(
    await Promise.all(
      payments.map(
        async (id) =>
          [id, (await returnsOf(db, id.slice(1, 9), id)).filter(({ leftFen }) => leftFen > 0n)] as const,
      ),
    ),
  );
  return {
    recoveries: recoveries.map((one) => ({
      ...one,
      returns: one.linkedAt ? [] : (returned.get(one.disbursementId) ?? []),
    })),
    lists,
    attempt: randomUUID(),
    isDone: new URL(request.url).searchParams.has("done"),
  };
}

export type StopsActResult =
  | { ok: true; list: Extract<StopByListResult, { ok: true }> | null }
  | { ok: false; state: AidForm };

/** Holds an uploaded list against the cases, or links money that came back. */
export async function actOnAidStops(form: FormData, worker: AidWorker, now: Date): Promise<StopsActResult> {
  const typed = typedFields(form);
  const [organizationId] = worker.organizationIds;
  const by = { organizationId, userId: worker.userId, now };
  if (typed.recoveryId !== undefined && typed.transferId !== undefined) {
    const [id, transferId] = [typed.recoveryId, typed.transferId];
    const linked =
      UUID.test(id) && UUID.test(transferId)
        ? await linkRecovery({ ...by, id, transferId })
        : ({ ok: false, reason: "not-found" } as const);
    return linked.ok ? { ok: true, list: null } : { ok: false, state: refusedForm({}, linked) };
  }
  const parsed = stopListSchema.safeParse(typed);
  if (!parsed.success) return { ok: false, state: wrongForm(typed, parsed.error) };
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0)
    return { ok: false, state: { ...EMPTY_AID_FORM, typed, errors: { file: "errFile" } } };
  if (file.size > MOST_ID_BYTES || !UUID.test(typed.attempt ?? ""))
    return { ok: false, state: { ...EMPTY_AID_FORM, typed, errors: { file: "errFileLarge" } } };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const list = await stopByList({ ...by, id: typed.attempt ?? "", reason: parsed.data.reason, bytes });
  return list.ok ? { ok: true, list } : { ok: false, state: refusedForm(typed, list) };
}
