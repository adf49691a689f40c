import { db } from "#app/lib/db.server.ts";
import type { OutsideOutcome } from "#app/lib/http/post-outside.server.ts";
import type { SentType } from "./event-types.ts";

export interface EndpointRow {
  id: string;
  organizationId: string;
  url: string;
  types: string[];
  createdAt: Date;
  failingSince: Date | null;
  disabledAt: Date | null;
  disabledReason: "person" | "failures" | "gone" | null;
  /** Until then the secret before signs too; null where there is none. */
  previousUntil: Date | null;
  lastDeliveredAt: Date | null;
  waitingCount: bigint;
}

const ENDPOINT_COLUMNS = `
  p.id, p.organization_id as "organizationId", p.url, p.types, p.created_at as "createdAt", p.failing_since as "failingSince",
  p.disabled_at as "disabledAt", p.disabled_reason as "disabledReason", p.previous_until as "previousUntil",
  (select max(delivered_at) from webhook_delivery where endpoint_id = p.id) as "lastDeliveredAt",
  (select count(*) from webhook_delivery where endpoint_id = p.id and next_at is not null) as "waitingCount"`;

/** The endpoints of these enterprises, oldest first. */
export async function listEndpoints(organizationIds: readonly string[]): Promise<EndpointRow[]> {
  return db.rows<EndpointRow>(
    `select ${ENDPOINT_COLUMNS} from webhook_endpoint p
     where p.organization_id = any($1) and p.removed_at is null order by p.created_at, p.id`,
    [organizationIds],
  );
}

/** One of them; null for anybody else's. */
export async function findEndpoint(
  organizationIds: readonly string[],
  id: string,
): Promise<EndpointRow | null> {
  const [row] = await db.rows<EndpointRow>(
    `select ${ENDPOINT_COLUMNS} from webhook_endpoint p
     where p.organization_id = any($1) and p.id::text = $2 and p.removed_at is null`,
    [organizationIds, id],
  );
  return row ?? null;
}

export interface DeliveryRow {
  eventId: string;
  type: SentType;
  subjectId: string;
  at: Date;
  createdAt: Date;
  attempts: number;
  nextAt: Date | null;
  deliveredAt: Date | null;
  givenUpAt: Date | null;
  lastStatus: number | null;
  lastOutcome: OutsideOutcome | null;
}

const DELIVERY_COLUMNS = `
  d.event_id as "eventId", e.type, e.subject_id as "subjectId", e.at, d.created_at as "createdAt", d.attempts,
  d.next_at as "nextAt", d.delivered_at as "deliveredAt", d.given_up_at as "givenUpAt",
  l.status as "lastStatus", l.outcome as "lastOutcome"`;
const DELIVERY_TABLES = `
  webhook_delivery d join webhook_event e on e.id = d.event_id
  left join webhook_attempt l
    on l.event_id = d.event_id and l.endpoint_id = d.endpoint_id and l.number = d.attempts`;

/** What an endpoint was sent, newest first. */
export async function listDeliveries(
  endpointId: string,
  page: { after: { createdAt: Date; eventId: string } | null; limit: number },
): Promise<DeliveryRow[]> {
  return db.rows<DeliveryRow>(
    `select ${DELIVERY_COLUMNS} from ${DELIVERY_TABLES}
     where d.endpoint_id = $1 and ($2::timestamptz is null or (d.created_at, d.event_id) < ($2, $3::uuid))
     order by d.created_at desc, d.event_id desc limit $4`,
    [endpointId, page.after?.createdAt ?? null, page.after?.eventId ?? null, page.limit],
  );
}

export interface AttemptRow {
  number: number;
  at: Date;
  durationMs: number;
  status: number | null;
  outcome: OutsideOutcome;
}

/** One message to an endpoint with every attempt, newest first. */
export async function findDelivery(
  endpointId: string,
  eventId: string,
): Promise<{ delivery: DeliveryRow & { body: string }; attempts: AttemptRow[] } | null> {
  const [delivery] = await db.rows<DeliveryRow & { body: string }>(
    `select ${DELIVERY_COLUMNS}, e.body from ${DELIVERY_TABLES}
     where d.endpoint_id = $1 and d.event_id::text = $2`,
    [endpointId, eventId],
  );
  if (!delivery) return null;
  const attempts = await db.rows<AttemptRow>(
    `select number, at, duration_ms as "durationMs", status, outcome from webhook_attempt
     where event_id = $1 and endpoint_id = $2 order by number desc`,
    [delivery.eventId, endpointId],
  );
  return { delivery, attempts };
}
