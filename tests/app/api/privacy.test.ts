import { describe, expect, it } from "vitest";
import { accountId } from "#app/features/ledger/accounts.ts";
import { API_OPERATIONS } from "#app/features/open-data/openapi.ts";
import { db } from "#app/lib/db.server.ts";
import { callApi, dataOf } from "./call-api.ts";
import { makeWorld, SECRETS, SHOWN, type World } from "./world.ts";

/** Everything that stands in the database and in no public answer. */
async function secretsOf({ keys, bankAccountNo, disbursements }: World): Promise<string[]> {
  const rows = await db.rows<{ secret: string }>(
    `select email as secret from app_user union select id::text from app_user union select token_hash from donation
     union select reference from donation union select key_hash from api_key union select password_hash from app_user`,
  );
  return [
    ...Object.values(SECRETS),
    ...Object.values(keys),
    bankAccountNo,
    disbursements.proposed,
    ...rows.map(({ secret }) => secret).filter((secret) => secret !== null && secret.length > 6),
  ];
}

/** Every public address of the API, with every record of every list. */
async function publicAddresses({ place, gifts }: World): Promise<string[]> {
  const parameters: Record<string, (path: string) => Promise<string[]>> = {
    "/donations/{id}": async () => Object.values(gifts).map(({ donationId }) => donationId),
    "/donations/{id}/trace": async () => Object.values(gifts).map(({ donationId }) => donationId),
    "/organizations/{slug}/credibility": async () => [place.organizationId],
    "/ledger/accounts/{id}": async () => [
      accountId("available", place.fundId),
      accountId("bank", place.organizationId),
      accountId("clearing", place.credentialId),
    ],
  };
  const addresses: string[] = [];
  for (const operation of API_OPERATIONS) {
    if (operation.method !== "get" || operation.needsKey) continue;
    const [stem = "", rest] = operation.path.split(/\/\{[a-z]+\}/i);
    if (rest === undefined) {
      addresses.push(`${operation.path}?limit=100`);
      continue;
    }
    const ask = parameters[operation.path];
    const names = ask
      ? await ask(operation.path)
      : dataOf(await callApi("GET", `${stem}?limit=100`)).map(({ slug }) => String(slug));
    expect(names, operation.path).not.toEqual([]);
    addresses.push(...names.map((name) => `${stem}/${name}${rest}`));
  }
  addresses.push(`/ledger/transfers?account=${accountId("available", place.fundId)}&limit=100`);
  return addresses;
}

describe("public answers", () => {
  it("name nobody who did not ask to be named, and no counterparty", async () => {
    const world = await makeWorld();
    const secrets = await secretsOf(world);
    expect(secrets.length).toBeGreaterThan(20);
    const addresses = await publicAddresses(world);
    let all = "";
    for (const address of addresses) {
      const answer = await callApi("GET", address);
      expect(answer.status, address).toBe(200);
      for (const secret of secrets)
        expect(answer.text.includes(secret), `${secret} stands in ${address}: ${answer.text}`).toBe(false);
      all += answer.text;
    }
    // The search sees what is there: names that donors chose to show are found.
    for (const shown of Object.values(SHOWN)) expect(all).toContain(shown);
  });

  it("tell no number of people that is small enough to recognize them", async () => {
    const { place, disbursements } = await makeWorld();
    await db.run("update disbursement set beneficiary_count = 3, person_times = 17 where id = $1", [
      disbursements.paid,
    ]);
    const list = dataOf(await callApi("GET", `/disbursements?organization=${place.organizationId}`));
    const few = list.find(({ id }) => id === disbursements.paid);
    expect(few).toMatchObject({ beneficiaryCount: null, personTimes: null });
  });

  it("to a key tell no more than its own organization's books", async () => {
    const world = await makeWorld();
    const secrets = await secretsOf(world);
    const mine = await callApi("POST", `/disbursements/${world.disbursements.proposed}/approve`, {
      key: world.keys.approver,
    });
    expect(mine.status).toBe(200);
    for (const secret of [...Object.values(SECRETS), ...secrets.filter((text) => text.includes("@"))])
      expect(mine.text).not.toContain(secret);
  });
});
