import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { AidRooms } from "./aid-rooms.tsx";
import type { ProgrammeQueue, WorkBatch } from "./batch-queries.server.ts";
import { AidFormNotes } from "./form-notes.tsx";
import type { AidForm } from "./form-state.ts";

export interface BatchesPageProps {
  queues: (ProgrammeQueue & { announcementId: string; batchId: string })[];
  batches: WorkBatch[];
  mayDecide: boolean;
  today: string;
  isDone: boolean;
  state: AidForm;
}

/** From decided to delivered: notices, payments in one batch, and the confirmation that they arrived. */
export function BatchesPage({ queues, batches, mayDecide, today, isDone, state }: BatchesPageProps) {
  const t = useT("aid");
  return (
    <div className="wrap">
      <h1>{t("batchesTitle")}</h1>
      <p className="lead">{t("batchesLead")}</p>
      <AidRooms current="batches" />
      {isDone ? <Flash tone="done" title={t("done")} /> : null}
      <AidFormNotes state={state} />
      {queues.length === 0 ? (
        <EmptyState
          title={t("noProgramme")}
          action={{ href: "/workspace/aid/programmes", label: t("room_programmes") }}
        />
      ) : (
        queues.map((queue) => <Queue key={queue.programmeId} queue={queue} mayDecide={mayDecide} />)
      )}
      <Section title={t("batchListTitle")}>
        <BatchTable batches={batches} today={today} />
      </Section>
    </div>
  );
}

function Queue({ queue, mayDecide }: { queue: BatchesPageProps["queues"][number]; mayDecide: boolean }) {
  const t = useT("aid");
  const lang = useLang();
  const due = queue.oldestDecidedAt ? addDays(shanghaiDay(queue.oldestDecidedAt), queue.payWithinDays) : null;
  const hidden = (
    <>
      <input type="hidden" name="programmeId" value={queue.programmeId} />
      <input type="hidden" name="announcementId" value={queue.announcementId} />
      <input type="hidden" name="batchId" value={queue.batchId} />
    </>
  );
  return (
    <Section title={inLang(lang, queue.title, queue.titleEn)}>
      <Facts
        plain
        items={[
          { term: t("toAnnounce"), value: String(queue.toAnnounce) },
          { term: t("underObjection"), value: String(queue.underObjection) },
          { term: t("readyToPay"), value: `${queue.readyCount} · ${formatYuan(queue.readyFen)}` },
          { term: t("urgentToPay"), value: `${queue.urgentCount} · ${formatYuan(queue.urgentFen)}` },
          ...(due ? [{ term: t("payBy"), value: <DateText value={due} />, note: t("payRule") }] : []),
        ]}
      />
      <form method="post" action="/workspace/aid/batches">
        {hidden}
        <p className="acts">
          {mayDecide && queue.toAnnounce >= queue.fewest ? (
            <SubmitButton name="act" value="announce">
              {t("announceButton", { count: queue.toAnnounce })}
            </SubmitButton>
          ) : null}
          {queue.readyCount > 0 ? (
            <SubmitButton name="act" value="propose">
              {t("batchButton", { count: queue.readyCount })}
            </SubmitButton>
          ) : null}
          {queue.urgentCount > 0 ? (
            <SubmitButton quiet name="act" value="propose-urgent">
              {t("urgentButton", { count: queue.urgentCount })}
            </SubmitButton>
          ) : null}
        </p>
      </form>
      {queue.toAnnounce > 0 && queue.toAnnounce < queue.fewest ? (
        <p className="note">{t("waitsForFive", { count: queue.toAnnounce })}</p>
      ) : null}
    </Section>
  );
}

function BatchState({ batch }: { batch: WorkBatch }) {
  const t = useT("aid");
  if (batch.isDead) return <State tone="bad">{t("batchDead")}</State>;
  if (batch.deliveredAt) return <State tone="done">{t("state_delivered")}</State>;
  if (batch.paidAt) return <State tone="warn">{t("batchPaid")}</State>;
  return <State tone="wait">{batch.approvedAt ? t("batchApproved") : t("batchProposed")}</State>;
}

function BatchTable({ batches, today }: { batches: readonly WorkBatch[]; today: string }) {
  const t = useT("aid");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("batchListTitle")}
      variant="headed stated"
      rows={batches}
      rowKey={(batch) => batch.disbursementId}
      empty={<p className="note">{t("noBatches")}</p>}
      columns={[
        {
          key: "what",
          head: t("programme"),
          cell: (batch) => (
            <>
              <a href={`/workspace/disbursements/${batch.disbursementId}`}>
                {inLang(lang, batch.programmeTitle, batch.programmeTitleEn)}
              </a>
              <small>
                <DateText value={batch.proposedAt} />
              </small>
            </>
          ),
        },
        { key: "state", head: t("state"), st: true, cell: (batch) => <BatchState batch={batch} /> },
        { key: "people", head: t("people"), right: true, cell: (batch) => batch.people },
        {
          key: "fen",
          head: t("amountHead"),
          right: true,
          cell: (batch) => <Money fen={batch.amountFen} symbol={false} />,
        },
        {
          key: "left",
          head: t("stoppedHead"),
          right: true,
          cell: (batch) =>
            batch.stoppedCount + batch.askedBackCount === 0
              ? null
              : `${batch.stoppedCount} / ${batch.askedBackCount}`,
        },
        {
          key: "deliver",
          head: t("deliverHead"),
          hideHead: true,
          label: null,
          cell: (batch) =>
            batch.paidAt && !batch.deliveredAt ? <DeliverForm batch={batch} today={today} /> : null,
        },
      ]}
    />
  );
}

function DeliverForm({ batch, today }: { batch: WorkBatch; today: string }) {
  const t = useT("aid");
  if (batch.proofs.length === 0) {
    return <a href={`/workspace/disbursements/${batch.disbursementId}`}>{t("attachFirst")}</a>;
  }
  return (
    <details>
      <summary>{t("deliverButton")}</summary>
      <form method="post" action="/workspace/aid/batches" noValidate>
        <input type="hidden" name="disbursementId" value={batch.disbursementId} />
        <TextField
          id={`on-${batch.disbursementId}`}
          label={t("deliveredOn")}
          type="date"
          name="deliveredOn"
          defaultValue={today}
        />
        <Select
          id={`proof-${batch.disbursementId}`}
          label={t("proof")}
          name="proofId"
          options={batch.proofs.map((proof) => ({ value: proof.id, label: proof.fileName }))}
        />
        <SubmitButton name="act" value="deliver">
          {t("deliverButton")}
        </SubmitButton>
      </form>
    </details>
  );
}
