import { useT } from "#app/lib/i18n-react.tsx";
import type { Heartbeat, PeriodicRun } from "#app/lib/job-status.server.ts";
import { beatStateOf, isRunLate, type QueueState } from "#app/lib/queue-states.ts";
import { Age } from "#app/ui/age.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { State } from "#app/ui/state.tsx";

export function isSilent(heartbeat: { beatAt: Date }, now: Date): boolean {
  return beatStateOf(heartbeat, now) === "silent";
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
  if (beatStateOf(heartbeat, now) === "late") return <State tone="warn">{t("late")}</State>;
  if (heartbeat.detail?.redis === "down") return <State tone="warn">{t("redisDown")}</State>;
  return <State tone="done">{t("alive")}</State>;
}

/** Every queue: what waits, for how long, what failed for good, and whether anybody empties it. */
export function QueueTable({ queues, now }: { queues: readonly QueueState[]; now: Date }) {
  const t = useT("operations");
  const isWorth = (queue: QueueState) => queue.state !== "fine" || queue.asked + queue.waiting > 0;
  const shown = queues.filter(isWorth);
  return (
    <>
      {shown.length === 0 ? null : (
        <CardsTable
          caption={t("queues")}
          className="ops"
          variant="duo stated"
          rows={shown}
          rowKey={(queue) => queue.job}
          columns={[
            { key: "job", head: t("job"), cell: (queue) => queue.job },
            {
              key: "state",
              head: t("state"),
              st: true,
              cell: (queue) => <QueueWord state={queue.state} />,
            },
            { key: "asked", head: t("asked"), right: true, cell: (queue) => String(queue.asked) },
            {
              key: "inside",
              head: t("inQueue"),
              cell: ({ waiting, active, delayed }) => t("inQueueCounts", { waiting, active, delayed }),
            },
            {
              key: "oldest",
              head: t("oldestJob"),
              cell: ({ oldestAskedAt: at }) => (at === null ? null : <Age since={at} now={now} />),
            },
            { key: "dead", head: t("deadLetters"), right: true, cell: (queue) => String(queue.deadCount) },
            { key: "consumers", head: t("consumers"), right: true, cell: (queue) => String(queue.consumers) },
          ]}
        />
      )}
      <p className="note">{t("queuesQuiet", { count: queues.length - shown.length })}</p>
    </>
  );
}

function QueueWord({ state }: { state: QueueState["state"] }) {
  const t = useT("operations");
  const tones = { fine: "done", slow: "warn", "dead-letters": "warn", "no-consumer": "bad" } as const;
  return <State tone={tones[state]}>{t(`queue_${state}`)}</State>;
}

/** When each periodic job last ran, and whether it went well. */
export function RunTable(props: {
  runs: readonly PeriodicRun[];
  /** Milliseconds between the turns of each, where known. */
  periods: Record<string, number>;
  now: Date;
}) {
  const { runs, periods, now } = props;
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
            run.lastError !== null ? (
              <State tone="bad">{t("failing")}</State>
            ) : isRunLate(run, periods[run.job], now) ? (
              <State tone="bad">{t("runLate")}</State>
            ) : (
              <State tone="done">{t("fine")}</State>
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
