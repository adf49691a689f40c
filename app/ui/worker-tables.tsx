import { useT } from "#app/lib/i18n-react.tsx";
import type { Heartbeat, HeartbeatDetail, PeriodicRun } from "#app/lib/job-status.server.ts";
import { Age } from "#app/ui/age.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { State } from "#app/ui/state.tsx";

const SILENT_AFTER_MS = 30_000;

export function isSilent(heartbeat: { beatAt: Date }, now: Date): boolean {
  return now.getTime() - heartbeat.beatAt.getTime() > SILENT_AFTER_MS;
}

/** Which worker processes there are, and when each was last heard of. */
export function WorkerTable({ heartbeats, now }: { heartbeats: readonly Heartbeat[]; now: Date }) {
  const t = useT("operations");
  return (
    <CardsTable
      caption={t("workers")}
      className="ops"
      variant="duo stated"
      rows={heartbeats}
      rowKey={(heartbeat) => heartbeat.worker}
      empty={<p className="note">{t("workersNone")}</p>}
      columns={[
        {
          key: "worker",
          head: t("worker"),
          cell: (heartbeat) => (
            <>
              {heartbeat.worker}{" "}
              <small>
                {heartbeat.detail?.ownsSchedule && !isSilent(heartbeat, now) ? t("ownsSchedule") : ""}
              </small>
            </>
          ),
        },
        {
          key: "state",
          head: t("state"),
          st: true,
          cell: (heartbeat) => <WorkerState {...{ heartbeat, now }} />,
        },
        { key: "beat", head: t("beatAt"), cell: (heartbeat) => <Age since={heartbeat.beatAt} now={now} /> },
        {
          key: "started",
          head: t("startedAt"),
          cell: (heartbeat) =>
            heartbeat.detail ? (
              <DateText value={new Date(heartbeat.detail.startedAt)} precision="second" />
            ) : null,
        },
      ]}
    />
  );
}

function WorkerState({ heartbeat, now }: { heartbeat: Heartbeat; now: Date }) {
  const t = useT("operations");
  if (isSilent(heartbeat, now)) return <State tone="bad">{t("silent")}</State>;
  if (heartbeat.detail?.redis === "down") return <State tone="warn">{t("redisDown")}</State>;
  return <State tone="done">{t("alive")}</State>;
}

/** The queues that hold something, as a worker last saw them; null when no worker sees them. */
export function QueueTable({ queues, now }: { queues: HeartbeatDetail["queues"] | null; now: Date }) {
  const t = useT("operations");
  const busy = (queues ?? []).filter((queue) => queue.waiting + queue.active + queue.delayed > 0);
  return (
    <CardsTable
      caption={t("queues")}
      className="ops"
      variant="trio"
      rows={busy}
      rowKey={(queue) => queue.job}
      empty={<p className="note">{queues === null ? t("queuesNone") : t("queuesEmpty")}</p>}
      columns={[
        { key: "job", head: t("job"), cell: (queue) => queue.job },
        { key: "waiting", head: t("waiting"), right: true, cell: (queue) => String(queue.waiting) },
        { key: "active", head: t("active"), right: true, cell: (queue) => String(queue.active) },
        { key: "delayed", head: t("delayed"), right: true, cell: (queue) => String(queue.delayed) },
        {
          key: "oldest",
          head: t("oldestJob"),
          cell: ({ oldestWaitingAt: at }) => (at === null ? null : <Age since={new Date(at)} now={now} />),
        },
      ]}
    />
  );
}

/** When each periodic job last ran, and whether it went well. */
export function RunTable({ runs, now }: { runs: readonly PeriodicRun[]; now: Date }) {
  const t = useT("operations");
  return (
    <CardsTable
      caption={t("runs")}
      className="ops"
      variant="duo stated"
      rows={runs}
      rowKey={(run) => run.job}
      empty={<p className="note">{t("runsNone")}</p>}
      columns={[
        { key: "job", head: t("job"), cell: (run) => run.job },
        {
          key: "state",
          head: t("state"),
          st: true,
          cell: (run) =>
            run.lastError === null ? (
              <State tone="done">{t("fine")}</State>
            ) : (
              <State tone="bad">{t("failing")}</State>
            ),
        },
        {
          key: "started",
          head: t("lastStarted"),
          cell: ({ lastStartedAt: at }) => (at ? <Age since={at} now={now} /> : null),
        },
        {
          key: "finished",
          head: t("lastFinished"),
          cell: ({ lastFinishedAt: at }) => (at ? <Age since={at} now={now} /> : null),
        },
        { key: "count", head: t("runCount"), right: true, cell: (run) => String(run.runCount) },
        {
          key: "error",
          head: t("error"),
          cell: (run) => (run.lastError === null ? null : <span className="code">{run.lastError}</span>),
        },
      ]}
    />
  );
}
