import type { EventKind } from "#app/features/disclosures/event-kinds.ts";
import { recordEvent } from "#app/features/disclosures/events.server.ts";
import { noteOverdue, remindOverdue } from "#app/features/disclosures/overdue.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { FUNDS, fundIdOfSpec } from "./funds.ts";
import { personId, spendersOf } from "./people.ts";
import { stableId } from "./random.ts";

/** Organization, kind, days ago, yuan, note. */
type EventSpec = readonly [slug: string, kind: EventKind, daysAgo: number, yuan: number | null, note: string];

const EVENTS: readonly EventSpec[] = [
  ["tonglu-charity", "investment", 12, 500_000, "一年期定期存单（演示）"],
  ["tonglu-charity", "related-transaction", 47, 18_600, "宣传折页印制（演示）"],
  ["fuchun-education", "transaction", 38, 260_000, "图书采购框架合同（演示）"],
];

/** The flood campaign was an emergency for eighteen days: it reported every five. */
const FLOOD = { title: "七月水情互助", fromDays: -136, toDays: -118 };

/** Records events with their duties, and an emergency campaign; a donor who is a related party waits to be confirmed. */
export async function recordEvents(clock: SeedClock): Promise<void> {
  for (const [slug, kind, daysAgo, yuan, note] of EVENTS)
    await record(clock, slug, kind, -daysAgo, yuan, note, null);
  const flood = FUNDS.find(({ title }) => title[0] === FLOOD.title);
  invariant(flood, "the flood campaign is one of the funds");
  const fundId = fundIdOfSpec(flood);
  await record(clock, flood.by, "emergency-began", FLOOD.fromDays, null, "启动应急响应（演示）", fundId);
  await record(clock, flood.by, "emergency-ended", FLOOD.toDays, null, "响应结束（演示）", fundId);
  await nameRelatedDonor();
}

async function record(
  clock: SeedClock,
  slug: string,
  kind: EventKind,
  offset: number,
  yuan: number | null,
  note: string,
  fundId: string | null,
): Promise<void> {
  const recorded = await recordEvent({
    id: transferIdOf("mingshan-demo", "duty-event", `${slug} ${kind} ${offset}`),
    organizationId: stableId.organization(slug),
    userId: personId(spendersOf(slug).clerk),
    kind,
    fundId,
    occurredOn: clock.day(offset),
    amountFen: yuan === null ? null : BigInt(yuan) * 100n,
    note,
    now: clock.now,
  });
  invariant(recorded.ok, `recording ${kind} of ${slug}`);
}

/** A recent public donor of the guide's charity is registered as a related party, which the system then sees. */
async function nameRelatedDonor(): Promise<void> {
  await db.run(
    `insert into related_party (organization_id, position, name, relation)
     select d.organization_id, 40, d.donor_name, 'main-donor'
     from donation d join payment p on p.fund_id = d.fund_id and p.donation_id = d.id and p.counted_at is not null
     where d.organization_id = $1 and d.visibility = 'public' and d.donor_name is not null
       and d.created_at > now() - interval '50 days'
     order by d.amount_fen desc, d.id limit 1
     on conflict do nothing`,
    [stableId.organization("tonglu-charity")],
  );
}

/** The bureau looks at a duty that was left overdue: it notes something and reminds. */
export async function actOnOverdue(organizationId: string, kind: string, clock: SeedClock): Promise<void> {
  const [task] = await db.rows<{ id: string }>(
    `select id from disclosure_task where organization_id = $1 and kind = $2 and published_at is null
       and due_on < $3::date order by due_on limit 1`,
    [organizationId, kind, clock.today],
  );
  if (!task) return;
  const act = { officerId: personId("officer@demo.mingshan.example"), taskId: task.id };
  const [noted] = await db.rows("select 1 as found from duty_note where task_id = $1 limit 1", [task.id]);
  if (noted) return;
  const note = await noteOverdue({
    ...act,
    text: "电话问过，清单还在核对，请本月内公开（演示）。",
    now: clock.at(clock.day(-20), 15, 10),
  });
  invariant(note.ok, "noting an overdue duty");
  const reminder = await remindOverdue({ ...act, now: clock.at(clock.day(-6), 9, 30) });
  invariant(reminder.ok, "reminding of an overdue duty");
}
