import { db, transaction } from "#app/lib/db.server.ts";
import { advanceWork, finishWork } from "#app/lib/long-work.server.ts";
import { certificatesForDonors } from "./certificate-facts.server.ts";
import { certificatePdf } from "./certificate-files.server.ts";

/** So many are made between two commits: what a crash costs at most. */
const AT_ONCE = 50;

export const KEPT_DAYS = 7;

interface Waiting {
  place: number;
  donationId: string;
}

/**
 * Makes the certificates of a batch that are not made yet, in their order. Each step commits what it made, so
 * after a crash the next run goes on exactly there. Stops between steps when `signal` fires.
 *
 * @returns how many this run made.
 */
export async function makeCertificates(
  workId: string,
  { now, signal, atOnce = AT_ONCE }: { now: () => Date; signal?: AbortSignal; atOnce?: number },
): Promise<number> {
  const [batch] = await db.rows<{ organizationId: string; total: number }>(
    `select b.organization_id as "organizationId", count(i.place)::int as total
     from certificate_batch b join certificate_batch_item i on i.work_id = b.work_id
     where b.work_id = $1 group by b.work_id`,
    [workId],
  );
  if (!batch) return 0;
  let made = 0;
  while (!signal?.aborted) {
    const step = await makeStep(workId, batch.organizationId, atOnce, now());
    if (step === 0) {
      await finishWork(workId, now());
      break;
    }
    made += step;
  }
  return made;
}

async function makeStep(workId: string, organizationId: string, atOnce: number, now: Date): Promise<number> {
  const waiting = await db.rows<Waiting>(
    `select place, donation_id as "donationId" from certificate_batch_item
     where work_id = $1 and made_at is null order by place limit $2`,
    [workId, atOnce],
  );
  if (waiting.length === 0) return 0;
  const certificates = await certificatesForDonors(
    waiting.map(({ donationId }) => donationId),
    organizationId,
  );
  const files = new Map<string, { name: string; pdf: Buffer }>();
  for (const certificate of certificates) {
    // A gift that went back has no certificate to send out.
    if (certificate.standing === "void") continue;
    const pdf = await certificatePdf(certificate, "zh");
    files.set(certificate.donationId, { name: `${certificate.number}.pdf`, pdf });
  }
  await transaction(async (tx) => {
    await tx.run(
      `update certificate_batch_item i set file_name = m.name, pdf = m.pdf, made_at = $5
       from unnest($2::int[], $3::text[], $4::bytea[]) as m(place, name, pdf)
       where i.work_id = $1 and i.place = m.place and i.made_at is null`,
      [
        workId,
        waiting.map(({ place }) => place),
        waiting.map(({ donationId }) => files.get(donationId)?.name ?? null),
        waiting.map(({ donationId }) => files.get(donationId)?.pdf ?? null),
        now,
      ],
    );
    await advanceWork(workId, waiting.at(-1)?.place ?? 0, now, tx);
  });
  return waiting.length;
}

/** Takes away batches that were begun more than a week ago; their certificates can be made again at any time. */
export async function pruneCertificates(now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * 24 * 60 * 60 * 1000);
  return transaction(async (tx) => {
    await tx.run(
      `delete from certificate_batch_item i using certificate_batch b
       where b.work_id = i.work_id and b.requested_at < $1`,
      [before],
    );
    return tx.run("delete from certificate_batch where requested_at < $1", [before]);
  });
}
