import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs } from "@remix-run/node";
import { expect, it } from "vitest";
import { announceCases } from "#app/features/aid/announce-cases.server.ts";
import { checkCase } from "#app/features/aid/check-case.server.ts";
import { answerDecision, proposeDecision } from "#app/features/aid/decide-case.server.ts";
import { pruneAid } from "#app/features/aid/prune-aid.server.ts";
import { proposeAidBatch } from "#app/features/disbursements/aid-batch-propose.server.ts";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { loader as ownCase } from "#app/routes/aid.$id.tsx";
import { loader as disbursementPage } from "#app/routes/disbursements.$id.tsx";
import { loader as organizationPage } from "#app/routes/organizations.$slug.tsx";
import { loader as projectPage } from "#app/routes/projects.$slug.tsx";
import { action as apply } from "#app/routes/projects.$slug_.apply.tsx";
import { action as caseAction, loader as casePage } from "#app/routes/workspace.aid.cases.$id.tsx";
import { type AidPlace, idNumberOf, makeAidPlace, makeApproved } from "#tests/factories/aid.ts";
import { requestOf } from "#tests/factories/people.ts";
import { makeSettledGift } from "#tests/factories/spending.ts";

const DAY_MS = 86_400_000;
const SECRET = /演示人|33012219540302|139000000|622800000000|演示村|住院花费/;
const json = (value: unknown) =>
  JSON.stringify(value, (_, one) => (typeof one === "bigint" ? `${one}` : one));

function args(request: Request, params: Record<string, string>): ActionFunctionArgs {
  return { request, params, context: { clientAddress: randomUUID() } } as unknown as ActionFunctionArgs;
}

const typed = (place: AidPlace, over: Record<string, string> = {}) => {
  const form = new FormData();
  const fields = {
    programmeId: place.programmeId,
    name: "演示人1",
    idNumber: idNumberOf(1),
    phone: "13900000001",
    town: "330122101",
    address: "演示村 3 号",
    householdClass: "低保家庭",
    need: "住院花费大",
    ...over,
  };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};

/** Where an action sent the browser. */
async function sentTo(run: Promise<unknown>): Promise<string> {
  const thrown = await run.then(
    () => null,
    (one: unknown) => one,
  );
  if (!(thrown instanceof Response)) throw new Error("the action did not redirect");
  return thrown.headers.get("Location") ?? "";
}

it("takes an application without an account and tells the applicant alone, by its secret, and nothing that names anybody", async () => {
  const place = await makeAidPlace();
  const post = async (form: FormData) =>
    apply(
      args(await requestOf(null, `/projects/${place.fundId}/apply`, { method: "POST", body: form }), {
        slug: place.fundId,
      }),
    );
  const wrong = (await post(typed(place, { idNumber: "1" }))) as {
    data: { state: { errors: object; typed: object } };
  };
  expect(wrong.data.state).toMatchObject({ errors: { idNumber: "errIdNumber" }, typed: { name: "演示人1" } });
  const first = await sentTo(post(typed(place)));
  expect(await sentTo(post(typed(place)))).toBe(first);
  expect(await sentTo(post(typed(place, { name: "演示人2", idNumber: idNumberOf(2) })))).not.toBe(first);
  expect(await db.rows("select 1 from aid_case")).toHaveLength(2);
  const url = new URL(first, "http://127.0.0.1");
  const id = url.pathname.split("/").at(-1) ?? "";
  const page = await ownCase(args(await requestOf(null, first), { id }));
  expect(page.view.state).toBe("received");
  expect(json(page)).not.toMatch(SECRET);
  await expect(ownCase(args(await requestOf(null, `/aid/${id}?token=wrong`), { id }))).rejects.toMatchObject({
    status: 404,
  });
});

it("opens who a case is about for its own members alone, each time as an act", async () => {
  const place = await makeAidPlace();
  const other = await makeAidPlace();
  const id = await makeApproved(place, 1);
  const show = async (userId: string) =>
    caseAction(
      args(
        await requestOf(userId, `/workspace/aid/cases/${id}`, {
          method: "POST",
          body: new URLSearchParams({ act: "show" }),
        }),
        { id },
      ),
    );
  const page = await casePage(args(await requestOf(place.clerkId, `/workspace/aid/cases/${id}`), { id }));
  expect(json(page)).not.toMatch(SECRET);
  expect(json(await show(place.clerkId))).toMatch(/演示人1/);
  await expect(show(other.clerkId)).rejects.toMatchObject({ status: 404 });
  const acts = await db.rows(
    "select act, user_id, details::text from organization_act where act = 'aid-person-read'",
  );
  expect(acts).toEqual([{ act: "aid-person-read", user_id: place.clerkId, details: "{}" }]);
});

it("says nothing of a person on public pages, in acts or in jobs, from application to payment", async () => {
  const place = await makeAidPlace();
  const { organizationId, programmeId, fundId, clerkId, approverId } = place;
  await makeSettledGift(place, 3_000_000n);
  const now = new Date();
  for (let number = 1; number <= 7; number += 1) await makeApproved(place, number, {}, 100_000n, now);
  await announceCases({ id: randomUUID(), organizationId, programmeId, userId: approverId, now });
  const later = new Date(now.getTime() + 8 * DAY_MS);
  const id = newFundScopedId("b", fundId);
  expect(
    await proposeAidBatch({
      id,
      organizationId,
      programmeId,
      userId: clerkId,
      urgentOnly: false,
      now: later,
    }),
  ).toMatchObject({ ok: true, people: 7 });
  await approveDisbursement({ id, organizationId, userId: approverId, now: later });
  const ask = (path: string) => requestOf(null, path);
  const pages = json([
    await projectPage(args(await ask(`/projects/${fundId}`), { slug: fundId })),
    await organizationPage(args(await ask(`/organizations/${organizationId}`), { slug: organizationId })),
    await disbursementPage(args(await ask(`/disbursements/${id}`), { id })),
  ]);
  expect(pages).not.toMatch(SECRET);
  // Exactly seven stands nowhere: a range does, here and on the payment itself.
  expect(pages).toContain('"peopleFrom":5,"peopleTo":9');
  expect(pages).not.toContain('"beneficiaryCount":7');
  const kept = await db.rows(
    `select (select string_agg(a::text, ' ') from organization_act a) as acts, (select string_agg(o::text, ' ') from outbox o) as jobs,
            (select string_agg(d::text, ' ') from disbursement d) as payments,
            (select string_agg(c::text, ' ') from aid_case c) as cases`,
  );
  expect(json(kept)).not.toMatch(SECRET);
});

it("forgets a refused applicant after half a year and nobody whose case is open", async () => {
  const place = await makeAidPlace();
  const { organizationId, clerkId, approverId } = place;
  const now = new Date();
  const form = typed(place);
  await sentTo(
    apply(args(await requestOf(null, "/x", { method: "POST", body: form }), { slug: place.fundId })),
  );
  const open = await makeApproved(place, 2, {}, 100_000n, now);
  const [refused] = await db.rows<{ id: string }>("select id from aid_case where id <> $1", [open]);
  const id = refused?.id ?? "";
  await checkCase({ id, organizationId, userId: clerkId, ways: ["id-card"], now });
  const what = { decision: "refuse", reason: "papers-missing" } as const;
  await proposeDecision({ id, organizationId, userId: clerkId, what, note: "私下的话", now });
  await answerDecision({ id, organizationId, userId: approverId, answer: "confirmed", note: "", now });
  expect(await pruneAid(new Date(now.getTime() + 100 * DAY_MS))).toBe(0);
  expect(await pruneAid(new Date(now.getTime() + 182 * DAY_MS))).toBe(1);
  expect(await db.rows("select person_sealed, person_hash from aid_case where id = $1", [id])).toEqual([
    { person_sealed: null, person_hash: null },
  ]);
  expect(
    await db.rows("select 1 from aid_decision where case_id = $1 and note_sealed is not null", [id]),
  ).toEqual([]);
});
