import { expect, it } from "vitest";
import { db } from "#app/lib/db.server.ts";
import { clockAt } from "#prisma/seed/clock.ts";
import { writeFunds } from "#prisma/seed/funds.ts";
import { writeGifts } from "#prisma/seed/gifts.ts";
import { openPaymentChannels, writeOrganizations } from "#prisma/seed/organizations.ts";
import { writePeople } from "#prisma/seed/people.ts";
import { writePlaces } from "#prisma/seed/places.ts";

const clock = clockAt(new Date("2026-11-22T02:00:00Z"));

async function counts(): Promise<unknown> {
  const [row] = await db.rows(
    `select (select count(*) from division) as divisions, (select count(*) from organization) as organizations,
            (select count(*) from fund) as funds, (select count(*) from fund_budget_line) as lines,
            (select count(*) from app_user) as people, (select count(*) from membership) as memberships,
            (select count(*) from account) as accounts`,
  );
  return row;
}

it("writes the same world when it is begun again", async () => {
  const write = async () => {
    await writePlaces();
    await writeOrganizations(clock);
    await writeFunds(clock);
    await writePeople(clock);
  };
  await write();
  const first = await counts();
  await write();
  expect(await counts()).toEqual(first);
  const [wucheng] = await db.rows<{ units: number; towns: bigint }>(
    `select units_administered as units, (select count(*) from division where parent_code = '330702') as towns
     from division where code = '330702'`,
  );
  expect(wucheng).toEqual({ units: 18, towns: 26n });
  expect(await writeGifts([])).toBe(0);
});

it("says so when the sandbox is not there", async () => {
  await writePlaces();
  await writeOrganizations(clock);
  await expect(openPaymentChannels(clock)).rejects.toThrow();
});
