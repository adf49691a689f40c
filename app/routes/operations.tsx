import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { ledgerHead } from "#app/features/ledger/queries.server.ts";
import { listDeadLetters, retryDeadLetter } from "#app/lib/dead-letters.server.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { readJobStatus } from "#app/lib/job-status.server.ts";
import { useAge } from "#app/ui/age.tsx";
import { AsOf, DateText } from "#app/ui/date-text.tsx";
import { DeadLetterTable } from "#app/ui/dead-letter-table.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { isSilent, QueueTable, RunTable, WorkerTable } from "#app/ui/worker-tables.tsx";

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("operations")("title"));
export const headers = privatePageHeaders;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireRole(request, ["operator"]);
  const [status, letters, head] = await Promise.all([readJobStatus(), listDeadLetters(), ledgerHead()]);
  return { status, letters, head, now: new Date() };
}

export async function action({ request }: ActionFunctionArgs) {
  await requireRole(request, ["operator"]);
  const form = await request.formData();
  const result = await retryDeadLetter(String(form.get("id")), new Date());
  return data(result, { status: result.ok ? 200 : 422 });
}

export default function Operations() {
  const t = useT("operations");
  const { status, letters, now } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const queues = status.heartbeats.find((beat) => !isSilent(beat, now) && beat.detail?.redis === "ready");
  const troubles =
    Number(status.deadLetterCount > 0n) +
    status.heartbeats.filter((beat) => isSilent(beat, now) || beat.detail?.redis === "down").length +
    Number(status.heartbeats.length === 0) +
    status.runs.filter((run) => run.lastError !== null).length;
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      {result === undefined ? null : result.ok ? (
        <Flash tone="done" title={t("retried")} />
      ) : (
        <Flash tone="warn" title={t(`refused-${result.reason}`)} />
      )}
      <p>
        {troubles === 0 ? (
          <State tone="done">{t("allWell")}</State>
        ) : (
          <State tone="warn">{t("needsLook", { count: troubles })}</State>
        )}
      </p>
      <AsOf at={now} />
      <StatusFacts />
      <Section title={t("deadLetters")} intro={t("deadLettersIntro")} id="dead-letters">
        <DeadLetterTable letters={letters} />
      </Section>
      <Section title={t("workers")}>
        <WorkerTable heartbeats={status.heartbeats} now={now} />
      </Section>
      <Section title={t("queues")}>
        <QueueTable queues={queues?.detail?.queues ?? null} now={now} />
      </Section>
      <Section title={t("runs")}>
        <RunTable runs={status.runs} now={now} />
      </Section>
    </div>
  );
}

function StatusFacts() {
  const t = useT("operations");
  const age = useAge();
  const { status, head, now } = useLoaderData<typeof loader>();
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
      ]}
    />
  );
}
