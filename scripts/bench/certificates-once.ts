// Draws certificates, or works on a batch of them, and prints { seconds, peakMegabytes }. What, and of how many or which.
import type { Certificate } from "#app/features/receipts/certificate.ts";
import { certificatesForDonors } from "#app/features/receipts/certificate-facts.server.ts";
import { certificatePdf } from "#app/features/receipts/certificate-files.server.ts";
import { makeCertificates } from "#app/features/receipts/make-certificates.server.ts";
import { closeDatabase, db } from "#app/lib/db.server.ts";
import { BENCH_ORGANIZATION_ID } from "./place.ts";

const [what = "", which = "", until = ""] = process.argv.slice(2);

async function certificates(count: number): Promise<Certificate[]> {
  const ids = await db.rows<{ id: string }>("select id from donation order by id limit $1", [count]);
  return certificatesForDonors(
    ids.map(({ id }) => id),
    BENCH_ORGANIZATION_ID,
  );
}

/** Both ways by turns, so that whatever else the machine does meanwhile burdens both alike. */
async function draw(count: number): Promise<{ seconds: number; withoutSeconds: number }> {
  const all = await certificates(count);
  const time = async (some: readonly Certificate[], withoutFont: boolean) => {
    const startedAt = performance.now();
    for (const certificate of some) await certificatePdf(certificate, "zh", { withoutFont });
    return (performance.now() - startedAt) / 1000;
  };
  await time(all.slice(0, 20), true);
  await time(all.slice(0, 20), false);
  const spent = { seconds: 0, withoutSeconds: 0 };
  for (let at = 0; at < all.length; at += 20) {
    const some = all.slice(at, at + 20);
    spent.withoutSeconds += await time(some, true);
    spent.seconds += await time(some, false);
  }
  return spent;
}

/** Works until so many are made, then is gone without a word, as when the machine is switched off. */
async function batch(workId: string, dieAt: number): Promise<number> {
  const startedAt = performance.now();
  const spent = () => (performance.now() - startedAt) / 1000;
  let steps = 0;
  await makeCertificates(workId, {
    now: () => {
      // Asked for once before each step of 50.
      if (steps * 50 >= dieAt) {
        report({ seconds: spent() });
        process.kill(process.pid, "SIGKILL");
      }
      steps += 1;
      return new Date();
    },
  });
  return spent();
}

function report(spent: { seconds: number }): void {
  process.stdout.write(
    `${JSON.stringify({ ...spent, peakMegabytes: process.resourceUsage().maxRSS / 1024 })}\n`,
  );
}

if (what === "draw") report(await draw(Number(which)));
else report({ seconds: await batch(which, until === "" ? Number.POSITIVE_INFINITY : Number(until)) });
await closeDatabase();
