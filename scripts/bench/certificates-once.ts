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

async function draw(count: number, withoutFont: boolean): Promise<number> {
  const all = await certificates(count);
  for (const certificate of all.slice(0, 20)) await certificatePdf(certificate, "zh", { withoutFont });
  const startedAt = performance.now();
  for (const certificate of all) await certificatePdf(certificate, "zh", { withoutFont });
  return (performance.now() - startedAt) / 1000;
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
        report(spent());
        process.kill(process.pid, "SIGKILL");
      }
      steps += 1;
      return new Date();
    },
  });
  return spent();
}

function report(seconds: number): void {
  process.stdout.write(
    `${JSON.stringify({ seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024 })}\n`,
  );
}

if (what === "draw" || what === "draw-without") report(await draw(Number(which), what === "draw-without"));
else report(await batch(which, until === "" ? Number.POSITIVE_INFINITY : Number(until)));
await closeDatabase();
