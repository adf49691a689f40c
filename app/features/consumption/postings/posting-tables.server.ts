import type { Sql } from "#app/lib/db.server.ts";
import type { VersionInForce } from "../agreements/in-force.server.ts";
import { E4 } from "../rules/compute-gift.ts";
import { type DueDay, versionOn } from "./due-days.server.ts";

/**
 * What a posting is reckoned from, as temporary tables of the transaction: a day may have a million orders, and with
 * their own statistics every step takes the same plan for one merchant as for a thousand.
 *
 * - `posting_due`: the day of each agreement, and the cap of the whole agreement;
 * - `posting_cap`: the days with a cap of their own;
 * - `posting_order`: the orders taken up;
 * - `posting_return`: their returns, and those of orders posted before (`is_late`), with what that order's line has
 *   and what earlier late returns took from it (`earlier_e4`, positive).
 */
export async function openPostingTables(
  tx: Sql,
  due: readonly DueDay[],
  versionsOf: ReadonlyMap<string, readonly VersionInForce[]>,
): Promise<void> {
  // One shop's million orders are sorted in memory, as a thousand shops' thousands are.
  await tx.run("set local work_mem = '256MB'");
  for (const table of TABLES) await tx.run(`create temporary table ${table} on commit drop`);
  await tx.run("insert into posting_due select * from unnest($1::text[], $2::date[], $3::bigint[])", [
    due.map(({ agreementId }) => agreementId),
    due.map(({ day }) => day),
    due.map(({ agreementId, day }) => {
      const capFen = versionOn(versionsOf.get(agreementId) ?? [], day)?.terms.campaignCapFen ?? null;
      return capFen === null ? null : capFen * E4;
    }),
  ]);
  const capped = due.flatMap(({ agreementId }) =>
    (versionsOf.get(agreementId) ?? []).flatMap(({ fromDay, toDay, terms }) =>
      terms.dayCapFen === null ? [] : [{ agreementId, fromDay, toDay, capE4: terms.dayCapFen * E4 }],
    ),
  );
  await tx.run(
    "insert into posting_cap select * from unnest($1::text[], $2::date[], $3::date[], $4::bigint[])",
    [
      capped.map(({ agreementId }) => agreementId),
      capped.map(({ fromDay }) => fromDay),
      capped.map(({ toDay }) => toDay),
      capped.map(({ capE4 }) => capE4),
    ],
  );
  await tx.run("analyze posting_due");
  await tx.run("analyze posting_cap");
}

const TABLES = [
  "posting_due (agreement_id text, day date, campaign_cap_e4 bigint)",
  "posting_cap (agreement_id text, from_day date, to_day date, cap_e4 bigint)",
  "posting_order (agreement_id text, order_no text, occurred_at timestamptz, day date, gift_e4 bigint)",
  `posting_return (agreement_id text, order_no text, return_of text, occurred_at timestamptz, gift_e4 bigint,
     is_late boolean, line_net_e4 bigint, line_counted_e4 bigint, earlier_e4 bigint)`,
];
