import { describe, expect, test } from "vitest";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { pruneStatementDrafts } from "#app/features/payments/statement-drafts.server.ts";
import {
  answerMapping,
  loadMapping,
  type MappingPageData,
} from "#app/features/reconciliation/map-statement.server.ts";
import { roleField } from "#app/features/reconciliation/mapping-fields.ts";
import type { ReconciliationReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { listDoubts, listGaps } from "#app/features/reconciliation/statement-health.server.ts";
import { takenAnswer, takeUpload } from "#app/features/reconciliation/take-upload.server.ts";
import { db } from "#app/lib/db.server.ts";
import {
  ACCOUNT,
  camtText,
  ccbText,
  genericText,
  icbcFlag,
  MOVEMENTS,
  mt940Text,
  utf8,
} from "../payments/statements/bank-fixtures.ts";
import { gb18030 } from "../payments/statements/statement-fixtures.ts";
import { type Charity, makeCharity, NEXT_MORNING } from "./statement-files.ts";

const PAGE = "http://site.test/workspace/reconciliation";

async function makeReader(): Promise<{ charity: Charity; reader: ReconciliationReader }> {
  const charity = await makeCharity();
  for (const bank of ["CCB", "ICBC"]) {
    await db.run(
      `insert into bank_account (id, organization_id, bank, account_name, account_no, confirmed_at)
       values (gen_random_uuid(), $1, $2, '明善公益基金会', $3, now())`,
      [charity.organizationId, bank, ACCOUNT],
    );
  }
  const [user] = await db.rows<{ id: string }>(
    "insert into app_user (id, email, name) values (gen_random_uuid(), 'kj@example.com', '周会计') returning id",
  );
  const organization = { id: charity.organizationId, slug: "x", name: "明善公益基金会", nameEn: "Mingshan" };
  const reader = {
    userId: user?.id ?? "",
    userName: "周会计",
    organization,
    role: "clerk",
    mayUpload: true,
    query: "",
  } as ReconciliationReader;
  return { charity, reader };
}

function upload(reader: ReconciliationReader, bytes: Uint8Array, source = "auto") {
  const form = new FormData();
  form.set("source", source);
  form.set("file", new File([Uint8Array.from(bytes)], "流水.csv"));
  return takeUpload(new Request(PAGE, { method: "POST", body: form }), reader, NEXT_MORNING);
}

/** The address that a thrown redirect leads to. */
async function redirected(work: Promise<unknown>): Promise<URL> {
  const thrown = await work.then(
    (result) => result,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Response)) throw new Error(`no redirect: ${JSON.stringify(thrown)}`);
  return new URL(thrown.headers.get("location") ?? "", PAGE);
}

/** Sends the page's form as a browser would, with some fields changed. */
function send(reader: ReconciliationReader, at: URL, page: MappingPageData, over: Record<string, string>) {
  const form = new URLSearchParams({
    dateForm: page.choice.dateForm,
    inWords: page.choice.inWords,
    outWords: page.choice.outWords,
    negativeDebit: page.choice.negativeDebit,
    ...(page.choice.isReferenceUnique ? { isReferenceUnique: "yes" } : {}),
    ...Object.fromEntries(page.columns.map((_, index) => [roleField(index), page.choice.roles[index] ?? ""])),
    ...over,
  });
  return answerMapping(reader, new Request(at, { method: "POST", body: form }), NEXT_MORNING);
}

describe("an upload finds out what it is", () => {
  test.each([
    ["bank-ccb", gb18030(ccbText())],
    ["bank-icbc", gb18030(icbcFlag())],
    ["bank-camt053", utf8(camtText())],
    ["bank-mt940", utf8(mt940Text())],
  ])("%s", async (source, bytes) => {
    const { reader } = await makeReader();
    expect(await upload(reader, bytes)).toMatchObject({
      ok: true,
      source,
      accountTail: "3456",
      newRowCount: 3,
    });
  });

  test("a wrong choice is told what the file looks like; a file of nothing known is refused", async () => {
    const { reader } = await makeReader();
    const wrong = await upload(reader, gb18030(icbcFlag()), "bank-ccb");
    expect(wrong).toMatchObject({
      ok: false,
      status: 422,
      errors: [expect.any(String), expect.stringContaining("工商银行流水")],
    });
    expect(await upload(reader, utf8("hello"))).toMatchObject({ ok: false, field: "file" });
  });

  test("the same days of an account are not taken in two formats", async () => {
    const { reader } = await makeReader();
    await upload(reader, gb18030(ccbText()));
    expect(await upload(reader, utf8(mt940Text()))).toMatchObject({ ok: false });
    const later = MOVEMENTS.map((one) => ({
      ...one,
      at: one.at.replace("-08-", "-09-"),
      ref: `${one.ref}9`,
    }));
    expect(await upload(reader, utf8(mt940Text(later)))).toMatchObject({ ok: true, newRowCount: 3 });
  });
});

describe("a list that nobody has explained", () => {
  test("is kept, explained once, taken, and read by itself from then on", async () => {
    const { reader } = await makeReader();
    const at = await redirected(upload(reader, gb18030(genericText())));
    expect(at.pathname).toBe("/workspace/reconciliation/mapping");
    const page = await loadMapping(reader, new Request(at));
    expect(page).toMatchObject({
      headerLine: 3,
      accountTail: "3456",
      fault: null,
      choice: {
        roles: { 0: "date", 2: "direction", 3: "amount", 4: "balance" },
        inWords: "1",
        outWords: "2",
      },
      preview: {
        errors: [],
        sums: { rowCount: 3, inFen: 100_010n, outFen: 25_055n, closingBalanceFen: 1_074_955n },
      },
    });
    const turned = await send(reader, at, page, { inWords: "2", outWords: "1" });
    expect(turned.preview?.errors).toHaveLength(1);
    expect(turned.preview?.rows[0]?.amountFen).toBe(-100_000n);
    expect(await db.rows("select 1 from statement")).toEqual([]);
    const days = await redirected(send(reader, at, page, { intent: "take" }));
    const taken = await takenAnswer(reader.organization.id, days.searchParams.get("taken"));
    expect(taken).toMatchObject({ ok: true, source: "bank-generic", newRowCount: 3 });
    expect(await db.rows("select 1 from statement_draft")).toEqual([]);
    // The page that was left open leads back to the days.
    expect((await redirected(loadMapping(reader, new Request(at)))).pathname).toBe(
      "/workspace/reconciliation",
    );
    const more = [
      ...MOVEMENTS,
      { at: "2026-08-03 10:00:00", amountFen: 5n, name: "", account: "", note: "", ref: "T0000004" },
    ];
    expect(await upload(reader, gb18030(genericText(more)))).toMatchObject({
      ok: true,
      newRowCount: 1,
      duplicateCount: 3,
    });
  });

  test("what is missing is said, and a remembered reading that fails is asked about again", async () => {
    const { reader } = await makeReader();
    const at = await redirected(upload(reader, gb18030(genericText())));
    const page = await loadMapping(reader, new Request(at));
    expect((await send(reader, at, page, { [roleField(0)]: "", intent: "take" })).fault).toBe("no-date");
    expect((await send(reader, at, page, { [roleField(3)]: "" })).fault).toBe("no-amount");
    expect((await send(reader, at, page, { [roleField(5)]: "balance" })).fault).toBe("twice");
    expect((await send(reader, at, page, { inWords: "1 2" })).fault).toBe("same-words");
    await redirected(send(reader, at, page, { intent: "take" }));
    const broken = await redirected(upload(reader, gb18030(genericText().replace("749.45", "749.46"))));
    const again = await loadMapping(reader, new Request(broken));
    expect(again.preview).toMatchObject({ sums: null, errors: [expect.stringContaining("第 5 行")] });
  });

  test("belongs to its organization, and is forgotten after a day", async () => {
    const [{ reader }, other] = [await makeReader(), await makeCharity()];
    const at = await redirected(upload(reader, gb18030(genericText())));
    const stranger = { ...reader, organization: { ...reader.organization, id: other.organizationId } };
    expect((await redirected(loadMapping(stranger, new Request(at)))).pathname).toBe(
      "/workspace/reconciliation",
    );
    await pruneStatementDrafts(new Date(NEXT_MORNING.getTime() + 23 * 3_600_000));
    expect(await db.rows("select 1 from statement_draft")).toHaveLength(1);
    await pruneStatementDrafts(new Date(NEXT_MORNING.getTime() + 25 * 3_600_000));
    expect(await db.rows("select 1 from statement_draft")).toEqual([]);
  });
});

describe("what the days page says of statements", () => {
  test("a gap between two statements, until the missing one comes", async () => {
    const { reader } = await makeReader();
    const { id } = reader.organization;
    const day = (date: string, from: string, fen: string) =>
      utf8(
        mt940Text(MOVEMENTS.slice(0, 1).map((one) => ({ ...one, at: `${date} 10:00:00`, ref: `R${date}` })))
          .replace("CNY10000,00", `CNY${from}`)
          .replace(/(:62F:C\d{6}CNY)[\d,]+/, `$1${fen}`),
      );
    await upload(reader, day("2026-08-01", "10000,00", "11000,00"));
    await upload(reader, day("2026-08-05", "12000,00", "13000,00"));
    expect(await listGaps(id, 5)).toEqual([
      { source: "bank-mt940", accountTail: "3456", before: "2026-08-01", after: "2026-08-05" },
    ]);
    await upload(reader, day("2026-08-03", "11000,00", "12000,00"));
    expect(await listGaps(id, 5)).toEqual([]);
  });

  test("rows in doubt, on the page of their day", async () => {
    const { reader } = await makeReader();
    const { id: organizationId } = reader.organization;
    const text = ccbText().replace(",希望小学,", ",希望,小学,");
    await importStatement({
      organizationId,
      source: "bank-ccb",
      account: null,
      fileName: "a.csv",
      bytes: gb18030(text),
      origin: "upload",
      userId: null,
      now: NEXT_MORNING,
    });
    const doubt = { fileName: "a.csv", line: 6, day: "2026-08-01", reason: "column-count" };
    expect(await listDoubts(organizationId, "2026-08-01", 10)).toEqual([expect.objectContaining(doubt)]);
    expect(await listDoubts(organizationId, "2026-08-02", 10)).toEqual([]);
  });
});
