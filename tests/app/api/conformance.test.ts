import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountId } from "#app/features/ledger/accounts.ts";
import { API_OPERATIONS } from "#app/features/open-data/openapi.ts";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { makeGivingPlace, startTestSandbox } from "#tests/factories/giving.ts";
import { makeMerchant, orderJson } from "#tests/factories/merchants.ts";
import { document, operationAt } from "./api-document.ts";
import { type ApiAnswer, apiRoutes, callApi, dataOf } from "./call-api.ts";
import { makeWorld, proposalBody, statementForm, type World } from "./world.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox("api-conformance");
});
afterAll(() => sandbox.close());

const get = (path: (world: World) => string) => (world: World) => callApi("GET", path(world));

/** One good call of every operation. A described operation that is missing here fails below. */
const GOOD_CALLS: Record<string, (world: World) => Promise<ApiAnswer>> = {
  listProjects: get(() => "/projects"),
  getProject: get(({ place }) => `/projects/${place.fundId}`),
  listConsumptionCampaigns: get(() => "/consumption-campaigns"),
  getConsumptionCampaign: get(() => "/consumption-campaigns/open-consumption"),
  listDrives: get(() => "/drives"),
  getDrive: get(() => "/drives/open-drive"),
  listTrusts: get(() => "/trusts"),
  getTrust: get(() => "/trusts/open-trust"),
  listOrganizations: get(() => "/organizations"),
  getOrganization: get(({ place }) => `/organizations/${place.organizationId}`),
  listRegions: get(() => "/regions"),
  getRegion: get(() => "/regions/330122"),
  listTransfers: get(() => "/ledger/transfers"),
  getAccount: get(({ place }) => `/ledger/accounts/${accountId("available", place.fundId)}`),
  createDonation: async () => {
    const { slug } = await makeGivingPlace(sandbox);
    const target = { kind: "project", slug };
    const body = { target, amountFen: 3_650, currency: "CNY", provider: "alipay" };
    return callApi("POST", "/donations", { body, idempotencyKey: "conformance" });
  },
  getDonation: get(({ gifts }) => `/donations/${gifts.public.donationId}`),
  getDonationTrace: get(({ gifts }) => `/donations/${gifts.public.donationId}/trace`),
  listDisbursements: get(({ place }) => `/disbursements?organization=${place.organizationId}`),
  createDisbursement: (world) =>
    callApi("POST", "/disbursements", { key: world.keys.clerk, body: proposalBody(world) }),
  approveDisbursement: ({ keys, disbursements }) =>
    callApi("POST", `/disbursements/${disbursements.proposed}/approve`, { key: keys.approver }),
  payDisbursement: ({ keys, disbursements }) =>
    callApi("POST", `/disbursements/${disbursements.approved}/pay`, {
      key: keys.clerk,
      body: { paidAt: "2026-11-22T10:00:00+08:00", bankReference: "20261122000018" },
    }),
  listReconciliationRuns: get(({ place }) => `/reconciliation-runs?organization=${place.organizationId}`),
  listReconciliationBreaks: get(({ place }) => `/reconciliation-breaks?organization=${place.organizationId}`),
  listDisclosures: get(({ place }) => `/disclosures?organization=${place.organizationId}`),
  getCredibility: get(({ place }) => `/organizations/${place.organizationId}/credibility`),
  uploadStatement: (world) =>
    callApi("POST", "/statements", { key: world.keys.clerk, body: statementForm(world) }),
  takeConsumptionEvents: async () => {
    const { key } = await makeMerchant();
    return callApi("POST", "/consumption-events", { key, body: { events: [orderJson("A1", 1_000), {}] } });
  },
  listConsumptionEvents: async () => {
    const { key } = await makeMerchant();
    await callApi("POST", "/consumption-events", { key, body: { events: [orderJson("A1", 1_000)] } });
    return callApi("GET", "/consumption-events", { key });
  },
};

describe("the API", () => {
  it("answers every operation as its document says", async () => {
    const world = await makeWorld();
    for (const operation of API_OPERATIONS) {
      const call = GOOD_CALLS[operation.operationId];
      if (!call) throw new Error(`${operation.operationId} is described and not tested`);
      const answer = await call(world);
      expect(answer.status, `${operation.operationId} ${answer.text}`).toBe(operation.answer.status);
      if ("data" in answer.json) expect(dataOf(answer), operation.operationId).not.toEqual([]);
    }
    const described = API_OPERATIONS.map(({ operationId }) => operationId);
    expect(Object.keys(GOOD_CALLS).filter((id) => !described.includes(id))).toEqual([]);
  });

  it("has no route that the document leaves out", () => {
    const undescribed = apiRoutes.filter(
      ({ path }) => path !== "/openapi.json" && !operationAt("GET", path) && !operationAt("POST", path),
    );
    expect(undescribed.map(({ path }) => path)).toEqual([]);
  });

  it("publishes the document itself", async () => {
    const route = apiRoutes.find(({ path }) => path === "/openapi.json");
    const { loader } = (await import(route?.file ?? "")) as { loader(): Response };
    const answer = loader();
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(answer.headers.get("cache-control")).toContain("public");
    expect(await answer.json()).toEqual(document);
  });
});

describe("the equations", () => {
  it("hold in JSON: a fund's and a gift's", async () => {
    const { place, gifts } = await makeWorld();
    const { json: record } = await callApi("GET", `/projects/${place.fundId}`);
    const fund = record.fund as Record<string, number>;
    const sum = (...names: string[]) => names.reduce((total, name) => total + (fund[`${name}Fen`] ?? 0), 0);
    expect(sum("raised", "otherIn")).toBe(
      sum("available", "held", "committed", "disbursed", "fees", "refunded", "otherOut"),
    );
    expect(fund).toMatchObject({
      raisedFen: 35_000,
      disbursedFen: 12_345,
      committedFen: 1_000,
      feesFen: 180,
    });
    for (const gift of Object.values(gifts)) {
      const { json: trace } = await callApi("GET", `/donations/${gift.donationId}/trace`);
      const { amountFen, feesFen, refundedFen, coveredFen, unusedFen } = trace as Record<string, number>;
      const usedFen = (trace.uses as { amountFen: number }[]).reduce(
        (total, use) => total + use.amountFen,
        0,
      );
      expect(amountFen).toBe(
        (feesFen ?? 0) + (refundedFen ?? 0) - (coveredFen ?? 0) + usedFen + (unusedFen ?? 0),
      );
    }
  });
});
