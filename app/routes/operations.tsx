import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { countOldAidSeals } from "#app/features/aid/reseal-aid.server.ts";
import { AlertTable } from "#app/features/donations/alert-table.tsx";
import { handleAlert, listOpenAlerts } from "#app/features/donations/alerts.server.ts";
import { COUNTED_EVENTS } from "#app/features/donations/counted-events.ts";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { ledgerHead } from "#app/features/ledger/queries.server.ts";
import { countOldSeals } from "#app/features/payments/reseal-credentials.server.ts";
import { readWaiting } from "#app/features/reconciliation/waiting-states.server.ts";
import { WaitingSection } from "#app/features/reconciliation/waiting-table.tsx";
import { jobNames } from "#app/jobs.ts";
import { readDayCounts } from "#app/lib/day-counts.server.ts";
import { listDeadLetters, retryAllDeadLetters, retryDeadLetter } from "#app/lib/dead-letters.server.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { readJobStatus } from "#app/lib/job-status.server.ts";
import { beatStateOf, isRunLate, periodsOf, queueStates } from "#app/lib/queue-states.ts";
import { countStore } from "#app/lib/redis.server.ts";
import { useAge } from "#app/ui/age.tsx";
import { AsOf, DateText } from "#app/ui/date-text.tsx";
import { DeadLetterTable } from "#app/ui/dead-letter-table.tsx";
import { EventCounts } from "#app/ui/event-counts.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { QueueTable, RunTable, WorkerTable } from "#app/ui/worker-tables.tsx";

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("operations")("title"));
export const headers = privatePageHeaders;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireRole(request, ["operator"]);
  const now = new Date();
  const [status, letters, head, waiting, alerts, counts, oldSeals, oldAidSeals] = await Promise.all([
    readJobStatus(),
    listDeadLetters(),
    ledgerHead(),
    readWaiting(null, now),
    listOpenAlerts(null),
    readDayCounts(now),
    countOldSeals(),
    countOldAidSeals(),
  ]);
  const queues = queueStates(status, jobNames, now);
  const periods = periodsOf(status);
  const happened =
    counts === null ? null : COUNTED_EVENTS.map((name) => ({ name, count: counts.get(name) ?? 0 }));
  return {
    status,
    letters,
    head,
    waiting,
    alerts,
    happened,
    queues,
    periods,
    store: countStore(),
    oldSeals: { ...oldSeals, remaining: oldSeals.remaining + oldAidSeals },
    now,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { user } = await requireRole(request, ["operator"]);
  const form = await request.formData();
  const now = new Date();
  if (form.has("alert")) {
    const input = { id: String(form.get("alert")), organizationIds: null, userId: user.id };
    const result = await handleAlert(input, now);
    return data({ ...result, act: "alert" as const }, { status: result.ok ? 200 : 422 });
  }
  if (form.get("act") === "retry-all") {
    const counts = await retryAllDeadLetters(now, user.id);
    return data({ ok: true as const, act: "retry-all" as const, ...counts }, { status: 200 });
  }
  const result = await retryDeadLetter(String(form.get("id")), now, user.id);
  return data({ ...result, act: "retry" as const }, { status: result.ok ? 200 : 422 });
}

export default function Operations() {
  const t = useT("operations");
  const ta = useT("alerts");
  const ts = useT("screening");
  const { status, letters, waiting, alerts, queues, periods, now } = useLoaderData<typeof loader>();
  const troubles =
    queues.filter(({ state }) => state !== "fine").length +
    status.heartbeats.filter((beat) => beatStateOf(beat, now) !== "fresh" || beat.detail?.redis === "down")
      .length +
    Number(status.heartbeats.length === 0) +
    status.runs.filter((run) => run.lastError !== null || isRunLate(run, periods[run.job], now)).length +
    waiting.filter(({ overdueCount }) => overdueCount > 0).length +
    alerts.length;
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <ActionFlash />
      <p>
        {troubles === 0 ? (
          <State tone="done">{t("allWell")}</State>
        ) : (
          <State tone="warn">{t("needsLook", { count: troubles })}</State>
        )}
      </p>
      <AsOf at={now} />
      <StatusFacts />
      <WaitingSection waiting={waiting} now={now} />
      <Section title={ta("title")} intro={ta("intro")} id="alerts">
        <AlertTable
          alerts={alerts}
          action="/operations#alerts"
          giftPath={(id) => `/donations/${id}`}
          now={now}
          withOrganization
        />
      </Section>
      <p>
        <a href="/operations/screening">{ts("listsTitle")}</a>
      </p>
      <Section title={t("deadLetters")} intro={t("deadLettersIntro")} id="dead-letters">
        <DeadLetterTable letters={letters} />
        {letters.length > 1 ? (
          <form method="post" action="/operations#dead-letters">
            <input type="hidden" name="act" value="retry-all" />
            <SubmitButton quiet>{t("retryAll")}</SubmitButton>
          </form>
        ) : null}
      </Section>
      <Section title={t("workers")}>
        <WorkerTable heartbeats={status.heartbeats} now={now} />
      </Section>
      <Section title={t("queues")}>
        <QueueTable queues={queues} now={now} />
      </Section>
      <Section title={t("runs")}>
        <RunTable runs={status.runs} periods={periods} now={now} />
      </Section>
      <Section title={t("counts")} intro={t("countsIntro")} id="counts">
        <DayCounts />
      </Section>
    </div>
  );
}

/** What the last press did. */
function ActionFlash() {
  const t = useT("operations");
  const ta = useT("alerts");
  const result = useActionData<typeof action>();
  if (result === undefined) return null;
  if (result.act === "alert")
    return result.ok ? (
      <Flash tone="done" title={ta("handled")} />
    ) : (
      <Flash tone="warn" title={ta(`refused-${result.reason}`)} />
    );
  if (result.act === "retry-all")
    return (
      <Flash tone={result.refused > 0 ? "warn" : "done"} title={t("retriedAll", { count: result.retried })}>
        {result.refused > 0 ? t("retryRefused", { count: result.refused }) : undefined}
      </Flash>
    );
  return result.ok ? (
    <Flash tone="done" title={t("retried")} />
  ) : (
    <Flash tone="warn" title={t(`refused-${result.reason}`)} />
  );
}

function DayCounts() {
  const t = useT("operations");
  const { happened } = useLoaderData<typeof loader>();
  if (happened === null) return <p className="note">{t("countsAway")}</p>;
  const rows = happened
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => ({ key: name, label: t(`event_${name}`), count }));
  if (rows.length === 0) return <p className="note">{t("countsNone")}</p>;
  return (
    <EventCounts caption={t("counts")} heads={{ event: t("event"), count: t("eventCount") }} rows={rows} />
  );
}

function StatusFacts() {
  const t = useT("operations");
  const age = useAge();
  const { status, head, store, oldSeals, now } = useLoaderData<typeof loader>();
  const waited = (since: Date | null) => (since === null ? undefined : t("oldest", { age: age(since, now) }));
  const { outbox } = status;
  return (
    <Facts
      plain
      items={[
        { term: t("outboxWaiting"), value: String(outbox.waiting), note: waited(outbox.oldestWaitingAt) },
        { term: t("outboxUnderWay"), value: String(outbox.underWay), note: waited(outbox.oldestUnderWayAt) },
        { term: t("deadLetters"), value: String(status.deadLetterCount) },
        { term: t("unsentMail"), value: String(status.unsentMailCount) },
        {
          term: t("ledgerIndex"),
          value: String(head.nextIndex),
          note: t("ledgerWaiting", { count: Number(head.pendingCount) }),
        },
        { term: t("snapshotAt"), value: <DateText value={head.snapshotAt} precision="second" /> },
        {
          term: t("oldSeals"),
          value: String(oldSeals.remaining),
          note: oldSeals.unreadable > 0 ? t("oldSealsLost", { count: oldSeals.unreadable }) : undefined,
        },
        { term: t("countWhere"), value: t(`countedWhere_${store}`) },
      ]}
    />
  );
}
