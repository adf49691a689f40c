import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answerFund, answerFundList } from "#app/features/funds/api.server.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { answerAccount, answerTransfers } from "#app/features/ledger/api.server.ts";
import { indexTransfers } from "#app/features/ledger/index-transfers.server.ts";
import { API_OPERATIONS, apiDocument } from "#app/features/open-data/openapi.ts";
import { answerOrganization, answerOrganizationList } from "#app/features/organizations/api.server.ts";
import { answerRegion, answerRegionList } from "#app/features/regions/api.server.ts";
import { problemSchema } from "#app/lib/openapi.ts";
import { NOW } from "#tests/factories/books.ts";
import { makePaidGift, makeSettledGift, makeSpendingPlace } from "#tests/factories/spending.ts";

const ask = (path: string) => new Request(`http://127.0.0.1:3000/api/v1${path}`);

async function answerOf(operationId: string, response: Response | Promise<Response>): Promise<unknown> {
  const operation = API_OPERATIONS.find((known) => known.operationId === operationId);
  if (!operation) throw new Error(`${operationId} is not described`);
  const answer = await response;
  expect(answer.status).toBe(operation.answer.status);
  expect(answer.headers.get("content-type")).toContain("application/json");
  return operation.answer.schema.parse(await answer.json());
}

describe("the OpenAPI document", () => {
  it("describes every route of the API, and nothing else", () => {
    const routes = readdirSync("app/routes")
      .filter((file) => /^api\.v1\..*\.tsx?$/.test(file) && !file.startsWith("api.v1.openapi"))
      .map(
        (file) =>
          `/${file
            .replace(/^api\.v1\./, "")
            .replace(/\.tsx?$/, "")
            .replace(/\._index$/, "")
            .split(".")
            .map((part) => (part.startsWith("$") ? `{${part.slice(1)}}` : part.replace(/_$/, "")))
            .join("/")}`,
      );
    const described = [...new Set(API_OPERATIONS.map(({ path }) => path))];
    expect(described.filter((path) => !routes.includes(path))).toEqual([]);
    expect(routes.filter((path) => !described.includes(path))).toEqual([]);
  });

  it("names each operation once and is plain JSON", () => {
    const ids = API_OPERATIONS.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const document = apiDocument("https://example.org");
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(document).toMatchObject({ openapi: "3.1.0", servers: [{ url: "https://example.org/api/v1" }] });
  });
});

describe("the public register", () => {
  it("answers as described, with exact figures", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 12_345n, 7n);
    await makePaidGift(place, 1n);
    const record = await answerOf(
      "getProject",
      answerFund(ask(`/projects/${place.fundId}`), "project", place.fundId, NOW),
    );
    expect(record).toMatchObject({
      slug: place.fundId,
      state: "open",
      filingNo: "F1",
      acceptedProviders: ["alipay"],
      currency: "CNY",
      organization: { slug: place.organizationId },
      fund: { raisedFen: 12_346, feesFen: 7, availableFen: 12_339, unsettledFen: 1, donationCount: 2 },
    });
    const list = await answerOf("listProjects", answerFundList(ask("/projects?limit=1"), "project", NOW));
    expect(list).toMatchObject({ data: [{ slug: place.fundId }], nextCursor: null });
    expect(await answerOf("listTrusts", answerFundList(ask("/trusts"), "trust", NOW))).toEqual({
      data: [],
      nextCursor: null,
    });
  });

  it("answers for organizations and regions", async () => {
    const place = await makeSpendingPlace();
    const one = answerOrganization(ask("/organizations/x"), place.organizationId, NOW);
    expect(await answerOf("getOrganization", one)).toMatchObject({ kind: "charity", nameEn: "Demo Charity" });
    const list = answerOrganizationList(ask("/organizations?kind=charity"), NOW);
    expect(await answerOf("listOrganizations", list)).toMatchObject({
      data: [{ slug: place.organizationId }],
    });
    const none = answerOrganizationList(ask("/organizations?kind=trustee"), NOW);
    expect(await answerOf("listOrganizations", none)).toMatchObject({ data: [] });
    expect(await answerOf("listRegions", answerRegionList(ask("/regions")))).toMatchObject({
      data: [{ slug: "330122", level: "county" }],
    });
    expect(await answerOf("getRegion", answerRegion(ask("/regions/330122"), "330122"))).toMatchObject({
      nameEn: "Tonglu",
    });
  });

  it("answers for the ledger, a page at a time", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 100n, 1n);
    await indexTransfers();
    const account = accountId("available", place.fundId);
    const first = await answerOf("listTransfers", answerTransfers(ask("/ledger/transfers?limit=1")));
    expect(first).toMatchObject({ data: [{ publicIndex: 1 }], nextCursor: expect.any(String) });
    const { nextCursor } = first as { nextCursor: string };
    const second = await answerOf(
      "listTransfers",
      answerTransfers(ask(`/ledger/transfers?limit=1&cursor=${nextCursor}`)),
    );
    expect(second).toMatchObject({ data: [{ publicIndex: 0 }], nextCursor: null });
    const own = await answerOf("listTransfers", answerTransfers(ask(`/ledger/transfers?account=${account}`)));
    expect(own).toMatchObject({ data: [{ amountFen: 1 }, { amountFen: 100 }] });
    expect(await answerOf("getAccount", answerAccount(ask("/x"), account))).toMatchObject({
      balanceFen: -99,
      transferCount: 2,
    });
  });

  it("refuses with problem documents", async () => {
    const refusals: [Promise<Response>, number][] = [
      [answerFund(ask("/projects/none"), "project", "none", NOW), 404],
      [answerFundList(ask("/projects?limit=0"), "project", NOW), 422],
      [answerFundList(ask("/projects?cursor=x"), "project", NOW), 422],
      [answerOrganization(ask("/organizations/none"), "none", NOW), 404],
      [answerRegion(ask("/regions/none"), "none"), 404],
      [answerAccount(ask("/ledger/accounts/none"), "none"), 404],
      [answerTransfers(ask("/ledger/transfers?account=none")), 404],
      [answerTransfers(ask("/ledger/transfers?cursor=eyJ4IjoxfQ")), 422],
    ];
    for (const [refusal, status] of refusals) {
      const response = await refusal;
      expect(response.status).toBe(status);
      expect(response.headers.get("content-type")).toContain("application/problem+json");
      expect(problemSchema.parse(await response.json()).status).toBe(status);
    }
  });
});
