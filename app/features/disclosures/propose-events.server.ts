import type { Sql } from "#app/lib/db.server.ts";

/** How far back the system looks for what it may have missed. */
const LOOK_BACK_DAYS = 60;

/**
 * Writes down what the system can see by itself. A gift from a registered related party, a payment to one, and an
 * emergency campaign are proposed, because a person must say whether they are what they seem; a change of the
 * organization's record that has taken effect is a fact and is recorded at once. Each source makes one event.
 */
export async function proposeEvents(tx: Sql, organizationIds: readonly string[]): Promise<void> {
  await tx.run(
    `insert into duty_event (id, organization_id, fund_id, kind, occurred_on, amount_fen, state, source_key, created_at)
     select gen_random_uuid(), seen.organization_id, seen.fund_id, seen.kind, seen.occurred_on, seen.amount_fen,
            case when seen.kind = 'basic-info-changed' then 'recorded' else 'proposed' end, seen.source_key, now()
     from (${GIFTS_SQL} union all ${GRANTS_SQL} union all ${VERSIONS_SQL}) seen
     order by seen.organization_id, seen.source_key
     on conflict (organization_id, source_key) do nothing`,
    [organizationIds, LOOK_BACK_DAYS],
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
