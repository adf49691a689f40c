import type { Sql } from "#app/lib/db.server.ts";
import type { EventKind } from "./event-kinds.ts";

/** How far back the system looks for what it may have missed. */
const LOOK_BACK_DAYS = 60;

/** What is no question but a fact: it is recorded at once. */
const FACTS = ["basic-info-changed", "plan-changed"] as const satisfies readonly EventKind[];

/**
 * Writes down what the system can see by itself. A gift from a registered related party, a payment to one, and an
 * emergency campaign are proposed, because a person must say whether they are what they seem; a change of the
 * organization's record or of a filed plan is a fact and is recorded at once. Each source makes one event.
 */
export async function proposeEvents(tx: Sql, organizationIds: readonly string[]): Promise<void> {
  await tx.run(
    `insert into duty_event (id, organization_id, fund_id, kind, occurred_on, amount_fen, state, source_key, created_at)
     select gen_random_uuid(), seen.organization_id, seen.fund_id, seen.kind, seen.occurred_on, seen.amount_fen,
            case when seen.kind = any($3) then 'recorded' else 'proposed' end, seen.source_key, now()
     from (${GIFTS_SQL} union all ${GRANTS_SQL} union all ${VERSIONS_SQL}
           union all ${EMERGENCIES_SQL} union all ${AMENDMENTS_SQL}) seen
     order by seen.organization_id, seen.source_key
     on conflict (organization_id, source_key) do nothing`,
    [organizationIds, LOOK_BACK_DAYS, FACTS],
  );
}

/** Gifts that counted and whose giver has the name of a related party (Order 81 Art. 14). */
const GIFTS_SQL = `
  select d.organization_id, d.fund_id, 'related-gift' as kind,
         (p.counted_at at time zone 'Asia/Shanghai')::date as occurred_on, d.amount_fen,
         'donation:' || d.id as source_key
  from related_party r
  join fund f on f.organization_id = r.organization_id
  join donation d on d.fund_id = f.id and d.created_at > now() - make_interval(days => $2)
                 and lower(trim(d.donor_name)) = lower(trim(r.name))
  join payment p on p.fund_id = d.fund_id and p.donation_id = d.id and p.counted_at is not null
  where r.organization_id = any($1)`;

/** Payments to a payee that has the name of a related party. */
const GRANTS_SQL = `
  select b.organization_id, b.fund_id, 'related-grant', (b.paid_at at time zone 'Asia/Shanghai')::date,
         b.amount_fen, 'disbursement:' || b.id
  from related_party r
  join fund f on f.organization_id = r.organization_id
  join disbursement b on b.fund_id = f.id and b.paid_at > now() - make_interval(days => $2)
                     and lower(trim(b.payee)) = lower(trim(r.name))
  where r.organization_id = any($1)`;

/** Every version of the organization's record after the first one (Order 81 Art. 16). */
const VERSIONS_SQL = `
  select v.organization_id, null, 'basic-info-changed', (v.took_effect_at at time zone 'Asia/Shanghai')::date,
         null::int8, 'version:' || v.number
  from organization_version v
  where v.organization_id = any($1) and v.number > 1 and v.took_effect_at > now() - make_interval(days => $2)
    and v.fields <> '{summary}' and v.fields <> '{summaryEn}'`;

/** Plans released as an emergency, for each project that they raise for (慈善法 Art. 72, 73). */
const EMERGENCIES_SQL = `
  select v.organization_id, f.id, 'emergency-began', v.starts_on, null::int8,
         'filing:' || v.filing_id || '.' || f.id
  from filing_version v
  cross join lateral jsonb_array_elements_text(v.plan -> 'fundIds') as raised(fund_id)
  join fund f on f.id = raised.fund_id and f.organization_id = v.organization_id
  where v.organization_id = any($1) and v.kind = 'plan' and v.state in ('released', 'submitted', 'filed')
    and (v.plan ->> 'isEmergency')::boolean and v.starts_on > current_date - $2::int`;

/** Changes of a filed plan, from the day on which what they change happened (Order 74 Art. 12). */
const AMENDMENTS_SQL = `
  select v.organization_id, f.id, 'plan-changed', v.changed_on, null::int8,
         'amendment:' || v.filing_id || '.' || v.number
  from filing_version v
  join fund f on f.id = v.plan -> 'fundIds' ->> 0 and f.organization_id = v.organization_id
  where v.organization_id = any($1) and v.kind = 'amendment' and v.changed_on > current_date - $2::int
    and v.state in ('released', 'submitted', 'returned', 'filed')`;
