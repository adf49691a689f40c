import autocannon from "autocannon";
import { layOutPaidGifts } from "./gifts.ts";
import { BENCH_FUND_ID } from "./place.ts";
import type { Benchmark, Measure } from "./report.ts";

const CLIENTS = 16;
const PATHS = { home: "/", project: "/projects/bench", ledger: "/ledger" } as const;

/** Public pages of a fund with 300,000 gifts, as their readers get them: from the server's kept bytes. */
export const pages: Benchmark = async (place, { isFull, say }) => {
  const gifts = 300_000;
  say(`laying out ${gifts} gifts`);
  await layOutPaidGifts(place.owner, gifts);
  const { snapshotBalances } = await import("#app/features/ledger/snapshot-balances.server.ts");
  await snapshotBalances(new Date());
  await place.startSite();
  const measures: Measure[] = [];
  for (const [name, path] of Object.entries(PATHS)) {
    const url = `${place.siteUrl}${path}`;
    const renderMs = await renderTimeMs(url);
    say(`asking for ${path}`);
    const load = await autocannon({ url, connections: CLIENTS, duration: isFull ? 20 : 8 });
    if (load.non2xx > 0 || load.errors > 0)
      throw new Error(`${path}: ${load.non2xx} refusals, ${load.errors} errors`);
    measures.push(
      {
        what: `${name}, ${CLIENTS} clients`,
        value: load.requests.average,
        unit: "requests/s",
        bar: "≥ 300 requests/s",
      },
      { what: `${name}, p99`, value: load.latency.p99, unit: "ms", bar: "< 100 ms" },
      { what: `${name}, one fresh rendering`, value: renderMs, unit: "ms" },
    );
  }
  await expectGiftCount(place.siteUrl, gifts);
  return measures;
};

/** One page nobody has asked for before: a query that changes nothing keeps it out of the cache. */
async function renderTimeMs(url: string): Promise<number> {
  await (await fetch(`${url}?warm=1`)).text();
  const startedAt = performance.now();
  const answer = await fetch(`${url}?fresh=1`);
  await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return performance.now() - startedAt;
}

async function expectGiftCount(siteUrl: string, gifts: number): Promise<void> {
  const answer = (await (await fetch(`${siteUrl}/api/v1/projects/bench`)).json()) as {
    fund: { donationCount: number };
  };
  if (answer.fund.donationCount !== gifts) {
    throw new Error(`the page of ${BENCH_FUND_ID} counts ${answer.fund.donationCount} gifts`);
  }
}
