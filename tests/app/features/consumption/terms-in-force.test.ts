import { expect, test } from "vitest";
import { versionsAt, versionsInForce } from "#app/features/consumption/agreements/in-force.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeAgreement, makeCampaign, makeEnterprise, makeVersion } from "#tests/factories/consumption.ts";

test("an order has the terms of the day on which it was made", async () => {
  const place = await makeCampaign();
  const merchantId = await makeEnterprise();
  const agreementId = await makeAgreement(place, merchantId);
  await makeVersion(
    agreementId,
    2,
    { rule: { kind: "fixed-per-order", amountFen: 10n } },
    { effectiveOn: "2026-11-01", endsOn: "2026-12-31" },
  );
  const versions = await versionsInForce(db, { merchantId });
  expect(versions.map(({ version, fromDay, toDay }) => [version, fromDay, toDay])).toEqual([
    [1, "2026-09-01", "2026-10-31"],
    [2, "2026-11-01", "2026-12-31"],
  ]);
  const at = (day: string) => versionsAt(versions, new Date(`${day}T04:00:00Z`), day).map((v) => v.version);
  expect(at("2026-08-31")).toEqual([]);
  expect(at("2026-10-31")).toEqual([1]);
  expect(at("2026-11-01")).toEqual([2]);
  expect(at("2027-01-01")).toEqual([]);
});
