import { CSV_BOM, csvRecord } from "#app/lib/csv.ts";
import { pool } from "#app/lib/db.server.ts";
import type { Lang } from "#app/lib/i18n.ts";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { AUDIT_ROWS, type AuditAct, type AuditFilters, auditValues } from "./audit-queries.server.ts";
import { actText, subjectText } from "./audit-text.ts";

/** Rows fetched at a time: memory stays the same, however long the trail is. */
const BATCH_ROWS = 2_000;
/** A reader that stops reading lets go of its connection. */
const IDLE_LIMIT = "30s";

const HEAD = ["time", "organization", "person", "act", "act_code", "subject", "subject_id", "details"];

/** The trail as CSV, all of one moment, the newest first; the last line says how many acts there are. */
export function auditDownload(
  organizationIds: readonly string[],
  filters: AuditFilters,
  lang: Lang,
): ReadableStream<Uint8Array> {
  const lines = csvLines(organizationIds, filters, lang);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}

async function* csvLines(
  organizationIds: readonly string[],
  filters: AuditFilters,
  lang: Lang,
): AsyncGenerator<string, void> {
  yield `${CSV_BOM}${csvRecord(HEAD)}`;
  let count = 0;
  for await (const batch of batches(auditValues(organizationIds, filters))) {
    count += batch.length;
    yield batch.map((act) => lineOf(act, lang)).join("");
  }
  yield csvRecord(["rows", String(count), "", "", "", "", "", ""]);
}

function lineOf(act: AuditAct, lang: Lang): string {
  return csvRecord([
    shanghaiDateTime(act.at),
    lang === "en" ? act.organizationNameEn : act.organizationName,
    act.person ?? "",
    actText(act.act, lang),
    act.act,
    subjectText(act.subjectKind, lang),
    act.subjectId,
    Object.keys(act.details).length === 0 ? "" : JSON.stringify(act.details),
  ]);
}

async function* batches(values: unknown[]): AsyncGenerator<AuditAct[], void> {
  const client = await pool.connect();
  let isDone = false;
  try {
    await client.query("begin isolation level repeatable read read only");
    await client.query(`set local idle_in_transaction_session_timeout = '${IDLE_LIMIT}'`);
    await client.query(
      `declare acts no scroll cursor for ${AUDIT_ROWS} order by t.at desc, t.id desc`,
      values,
    );
    for (;;) {
      const { rows } = await client.query<AuditAct>(`fetch ${BATCH_ROWS} from acts`);
      if (rows.length === 0) break;
      yield rows;
    }
    await client.query("commit");
    isDone = true;
  } finally {
    client.release(!isDone);
  }
}
