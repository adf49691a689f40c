import { randomUUID } from "node:crypto";
import { renderToStaticMarkup } from "react-dom/server";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { answerFiling } from "#app/features/funds/filings/answer-filing.server.ts";
import { FundFilings } from "#app/features/funds/filings/fund-filings.tsx";
import { publicFilings } from "#app/features/funds/filings/public-filings.server.ts";
import { db } from "#app/lib/db.server.ts";
import { I18nProvider } from "#app/lib/i18n-react.tsx";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { loader as listLoader } from "#app/routes/workspace.filings._index.tsx";
import { action, loader } from "#app/routes/workspace.filings.$id.tsx";
import { action as formAction, loader as formLoader } from "#app/routes/workspace.filings.new.tsx";
import { loader as pdfLoader } from "#app/routes/workspace_.filings.$id.plan[.]pdf.ts";
import { acting, drafted, handedIn, makeFilingPlace, typedFiling, USCC } from "#tests/factories/filings.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";

const NEW = "/workspace/filings/new";
const context = {} as never;
/** The pages read the clock themselves. */
const today = shanghaiDay(new Date());

async function post(userId: string, path: string, typed: Record<string, string>, intent: string) {
  const body = new URLSearchParams({ ...typed, intent });
  return requestOf(userId, path, { method: "POST", body });
}

/** What a route throws or returns: a redirect's address, or the answer's data with its status. */
async function outcome(work: Promise<unknown>) {
  try {
    const answer = (await work) as { data: Record<string, never>; init: { status?: number } | null };
    return { status: answer.init?.status ?? 200, data: answer.data, to: null };
  } catch (thrown) {
    if (!(thrown instanceof Response)) throw thrown;
    return { status: thrown.status, data: null, to: thrown.headers.get("Location") };
  }
}

describe("the pages of filings", () => {
  it("keep what is typed, hand it over, and take it to the number", async () => {
    const place = await makeFilingPlace();
    const drawn = await outcome(
      formLoader({ request: await requestOf(place.clerk, NEW), params: {}, context } as never),
    );
    expect(drawn.to).toMatch(/^\/workspace\/filings\/new\?id=[0-9a-f-]{36}$/);
    const path = drawn.to ?? "";
    const id = new URL(path, "http://x").searchParams.get("id") ?? "";
    const half = { name: "  半句", target: "十万？" };
    const run = async (typed: Record<string, string>, intent: string) =>
      outcome(
        formAction({ request: await post(place.clerk, path, typed, intent), params: {}, context } as never),
      );
    expect(await run(half, "save-draft")).toMatchObject({ status: 200, data: { typed: half } });
    const again = await formLoader({
      request: await requestOf(place.clerk, path),
      params: {},
      context,
    } as never);
    expect(again.typed).toEqual(half);
    const list = await listLoader({ request: await requestOf(place.clerk), params: {}, context } as never);
    expect(list.drafts).toMatchObject([{ id, kind: "plan", name: "半句" }]);
    const wrong = await run(half, "hand");
    expect(wrong.status).toBe(422);
    expect(wrong.data).toMatchObject({ typed: half, errors: { target: { key: "errTarget" } } });
    const typed = typedFiling(place, {
      startsOn: addDays(today, 12),
      endsOn: addDays(today, 300),
      filledOn: today,
    });
    expect(await run(typed, "hand")).toMatchObject({ to: `/workspace/filings/${id}?done=Drafted` });
    // A message that was still on its way brings no draft back.
    expect(await run(half, "save-draft")).toMatchObject({ status: 200 });
    expect(await db.rows("select 1 from form_draft")).toEqual([]);

    const at = `/workspace/filings/${id}`;
    const act = async (userId: string, values: Record<string, string>, intent: string) =>
      outcome(action({ request: await post(userId, at, values, intent), params: { id }, context } as never));
    expect(await act(place.clerk, {}, "release")).toMatchObject({
      status: 409,
      data: { reason: "not-permitted" },
    });
    const judged = Object.fromEntries(
      ["purpose", "target", "beneficiaries", "cost", "surplus"].map((check) => [`judge_${check}`, "yes"]),
    );
    expect((await act(place.approver, judged, "release")).to).toBe(`${at}?done=Released`);
    expect((await act(place.clerk, { submittedOn: today }, "submit")).to).toBe(`${at}?done=Submitted`);
    const number = { how: "filed", answeredOn: today, filingNo: `${USCC}A26007` };
    expect((await act(place.clerk, number, "answer")).to).toBe(`${at}?done=Filed`);
    const page = await loader({
      request: await requestOf(place.approver, at),
      params: { id },
      context,
    } as never);
    expect(page).toMatchObject({
      state: "filed",
      filing: { filingNo: `${USCC}A26007` },
      kinds: ["amendment", "renewal"],
    });
    const stranger = await makeMember((await makeFilingPlace(null)).organizationId, "charity-clerk");
    expect(
      await outcome(loader({ request: await requestOf(stranger, at), params: { id }, context } as never)),
    ).toMatchObject({ status: 404 });
  });

  it("print the plan as the ministry's form, and show the public what was filed and changed", async () => {
    const place = await makeFilingPlace();
    const id = randomUUID();
    const now = new Date();
    const typed = typedFiling(place, {
      startsOn: addDays(today, 12),
      endsOn: addDays(today, 300),
      filledOn: today,
    });
    await drafted(place, id, { typed, now });
    await handedIn(place, id, today, now);
    const filed = { how: "filed" as const, filingNo: `${USCC}A26007`, on: today };
    await answerFiling({ ...acting(place, place.clerk, id, now), answer: filed });
    const change = { ...typed, changedOn: today, reason: "村里加了一个厨房", use: `${typed.use}、村级厨房` };
    await drafted(place, id, { kind: "amendment", typed: change, now });
    const before = await publicFilings(place.fundId, today);
    expect(before.map(({ versions }) => versions.length)).toEqual([1]);
    await handedIn(place, id, today, now);
    await answerFiling({ ...acting(place, place.clerk, id, now), answer: filed });

    const request = await requestOf(place.clerk, `/workspace/filings/${id}/plan.pdf`);
    const answer = await pdfLoader({ request, params: { id }, context } as never);
    expect(answer.headers.get("Content-Type")).toBe("application/pdf");
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await answer.arrayBuffer())), {
      mergePages: true,
    });
    const printed = text.replace(/\s/g, "");
    for (const words of [`${USCC}A26007`, "村级厨房", "募捐成本", "剩余财产处理", "李爱群"])
      expect(printed).toContain(words);

    const html = renderToStaticMarkup(
      <I18nProvider lang="zh">
        <FundFilings filings={await publicFilings(place.fundId, today)} />
      </I18nProvider>,
    );
    expect(html).toContain(`${USCC}A26007`);
    expect(html).toContain("<ins>、村级厨房</ins>");
    expect(html).toContain("村里加了一个厨房");
    const [account] = await db.rows<{ no: string }>(
      "select account_no as no from bank_account where id = $1",
      [place.bankAccountId],
    );
    expect(html).toContain(`尾号 ${account?.no.slice(-4)}`);
    expect(html).not.toContain(account?.no ?? "missing");
  });
});
