import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import type { OutsideAnswer } from "#app/lib/http/post-outside.server.ts";
import { requestMail } from "#app/lib/mail.server.ts";
import { nextAttemptAt, OFF_AFTER_MS } from "./retry-times.ts";
import { turnedOffMail } from "./turned-off-mail.ts";

export interface Attempt extends OutsideAnswer {
  eventId: string;
  endpointId: string;
  at: Date;
  /** 0 to 1: how much of the jitter is added to the pause. */
  share: number;
}

/** "Do not send again": the receiver says that it is gone for good (Standard Webhooks). */
const GONE = 410;

/**
 * Logs an attempt and says what follows from it: delivered, another attempt later, or given up. An endpoint that took
 * nothing for days, or says that it is gone, is turned off, and its enterprise is told by mail, once.
 */
export async function recordAttempt(attempt: Attempt): Promise<void> {
  await transaction(async (tx) => {
    const { eventId, endpointId, at, durationMs, status, outcome } = attempt;
    const [row] = await tx.rows<{ attempts: number; isDelivered: boolean }>(
      `update webhook_delivery set attempts = attempts + 1
       where event_id = $1 and endpoint_id = $2
       returning attempts, delivered_at is not null as "isDelivered"`,
      [eventId, endpointId],
    );
    if (!row) return; // forgotten meanwhile
    await tx.run(
      `insert into webhook_attempt (event_id, endpoint_id, number, at, duration_ms, status, outcome)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [eventId, endpointId, row.attempts, at, durationMs, status, outcome],
    );
    if (outcome === "delivered") await recordSuccess(tx, attempt);
    else await recordFailure(tx, attempt, row);
  });
}

async function recordSuccess(tx: Sql, { eventId, endpointId, at }: Attempt): Promise<void> {
  await tx.run(
    `update webhook_delivery set next_at = null, delivered_at = coalesce(delivered_at, $3), given_up_at = null
     where event_id = $1 and endpoint_id = $2`,
    [eventId, endpointId, at],
  );
  await tx.run(
    "update webhook_endpoint set failing_since = null where id = $1 and failing_since is not null",
    [endpointId],
  );
}

async function recordFailure(
  tx: Sql,
  { eventId, endpointId, at, share, status }: Attempt,
  { attempts, isDelivered }: { attempts: number; isDelivered: boolean },
): Promise<void> {
  const nextAt = isDelivered ? null : nextAttemptAt(attempts, at, share);
  await tx.run(
    `update webhook_delivery set next_at = $3, given_up_at = $4 where event_id = $1 and endpoint_id = $2`,
    [eventId, endpointId, nextAt, isDelivered || nextAt !== null ? null : at],
  );
  await tx.run("update webhook_endpoint set failing_since = $2 where id = $1 and failing_since is null", [
    endpointId,
    at,
  ]);
  const [off] = await tx.rows<{ organizationId: string; url: string; reason: "failures" | "gone" }>(
    `update webhook_endpoint set disabled_at = $2, disabled_reason = case when $4 then 'gone' else 'failures' end
     where id = $1 and disabled_at is null and removed_at is null and ($4 or failing_since <= $3)
     returning organization_id as "organizationId", url, disabled_reason as reason`,
    [endpointId, at, new Date(at.getTime() - OFF_AFTER_MS), status === GONE],
  );
  if (off) await tellTurnedOff(tx, endpointId, off, at);
}

async function tellTurnedOff(
  tx: Sql,
  endpointId: string,
  off: { organizationId: string; url: string; reason: "failures" | "gone" },
  now: Date,
): Promise<void> {
  const people = await tx.rows<{ email: string }>(
    `select distinct u.email from membership m join app_user u on u.id = m.user_id
     where m.organization_id = $1 and m.role = 'merchant' order by u.email`,
    [off.organizationId],
  );
  const link = `${env().PUBLIC_URL}/workspace/sales/webhooks/${endpointId}`;
  for (const { email } of people)
    await requestMail(tx, { recipient: email, ...turnedOffMail({ ...off, link }) }, now);
}
