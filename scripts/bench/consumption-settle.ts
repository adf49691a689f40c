import { layOutAgreements, layOutDay, SETTLED_AT } from "./consumption-sales.ts";
import { runInOwnProcess } from "./own-process.ts";
import type { BenchPlace } from "./place.ts";
import type { Benchmark, Measure } from "./report.ts";

const MERCHANTS = 1000;

/**
 * A day's orders, netted, cut by the caps and posted in the ledger: of a thousand merchants, and of one who has them
 * all. Beside the second stands the first, of the same run.
 */
export const measureSettle: Benchmark = async (place, { isFull, say }) => {
  const orders = isFull ? 1_000_000 : 200_000;
  const size = orders.toLocaleString("en");
  const measures: Measure[] = [];
  let thousandSeconds: number | null = null;
  for (const merchants of [MERCHANTS, 1]) {
    say(`laying out ${size} orders of ${merchants} merchants`);
    await place.clear();
    await layOutAgreements(place, merchants);
    await layOutDay(place, orders, merchants);
    say(`settling ${size} orders of ${merchants} merchants`);
    const { seconds, peakMegabytes } = await runInOwnProcess(place, "settle-once.ts", [SETTLED_AT]);
    await expectAllSettled(place, merchants);
    measures.push(
      {
        what: `a day of ${size} orders settled, ${merchants === 1 ? "one merchant" : "a thousand merchants"}`,
        value: seconds,
        unit: "s",
        ...(thousandSeconds === null
          ? {}
          : { beside: "a thousand merchants", ratio: seconds / thousandSeconds }),
        bar: thousandSeconds === null ? "1,000,000 in < 60 s" : "≤ 1 ×, and < 60 s",
      },
      { what: "peak memory of the process", value: peakMegabytes, unit: "MB" },
    );
    thousandSeconds ??= seconds;
  }
  return measures;
};

async function expectAllSettled(place: BenchPlace, merchants: number): Promise<void> {
  const { rows } = await place.owner.query<{ found: string; wanted: string }>(
    `select (select count(*) from consumption_pending) || ' orders wait, ' ||
            (select sum(counted_e4) from consumption_posting_line) || ' e4 counted, ' ||
            (select sum(amount_fen) from consumption_posting) || ' fen posted in ' ||
            (select count(*) from transfer where kind = 'consumption-promised') as found,
            0 || ' orders wait, ' || (select sum(gift_e4) from consumption_event) || ' e4 counted, ' ||
            (select sum(fen) from (select round(sum(gift_e4) / 10000) as fen from consumption_event group by agreement_id) s)
            || ' fen posted in ' || $1 as wanted`,
    [merchants],
  );
  if (rows[0]?.found !== rows[0]?.wanted) throw new Error(`${rows[0]?.found}, instead of ${rows[0]?.wanted}`);
}
