import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { findFund } from "#app/features/funds/queries.server.ts";
import {
  type BankAccountActing,
  listBankAccountActs,
  listBankAccounts,
} from "#app/features/payments/bank-account-acts.server.ts";
import { BANK_CODES, bankCodeOf, bankName } from "#app/features/payments/bank-names.ts";
import { closeBankAccount } from "#app/features/payments/close-bank-account.server.ts";
import { confirmBankAccount } from "#app/features/payments/confirm-bank-account.server.ts";
import {
  proposeBankAccount,
  type TypedBankAccount,
} from "#app/features/payments/propose-bank-account.server.ts";
import { accountsOfSource } from "#app/features/payments/statement-account.server.ts";
import { db } from "#app/lib/db.server.ts";
import { dictionary } from "#app/lib/i18n.ts";
import { action, loader } from "#app/routes/workspace.settings.tsx";
import { makeFund, makeOrganization, NOW } from "#tests/factories/books.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";

const newNumber = () => Array.from({ length: 18 }, () => randomInt(1, 10)).join("");

async function newCharity() {
  const { organizationId } = await makeOrganization();
  const slug = await makeFund(organizationId);
  const [clerk, approver, second] = [
    await makeMember(organizationId, "charity-clerk"),
    await makeMember(organizationId, "charity-approver"),
    await makeMember(organizationId, "charity-approver"),
  ];
  return { organizationId, slug, clerk, approver, second, accountNo: newNumber() };
}
type Place = Awaited<ReturnType<typeof newCharity>>;

const typedOf = (place: Place, over: Partial<TypedBankAccount> = {}): TypedBankAccount => ({
  bank: "CCB",
  otherBank: "",
  accountName: "演示慈善会",
  accountNo: place.accountNo,
  ...over,
});
const propose = (place: Place, userId: string, over: Partial<TypedBankAccount> = {}) =>
  proposeBankAccount({ organizationId: place.organizationId, userId, typed: typedOf(place, over), now: NOW });
async function proposed(place: Place, userId: string): Promise<string> {
  const result = await propose(place, userId);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.accountId;
}
const acting = (place: Place, userId: string, accountId: string): BankAccountActing => ({
  organizationId: place.organizationId,
  userId,
  accountId,
  now: NOW,
});
const isOffered = async ({ slug }: Place) => {
  const giving = (await findGivingTarget("project", slug, NOW))?.giving;
  const inLists = (await findFund("project", slug))?.providers.includes("offline");
  const inForm = giving?.open === true && giving.providers.includes("offline");
  expect(inLists).toBe(inForm);
  return inForm;
};
const actKinds = async ({ organizationId }: Place) =>
  (await listBankAccountActs(organizationId)).map(({ kind }) => kind).reverse();

describe("a bank account", () => {
  it("is offered to donors from the second person's word until it is closed; its statements are taken always", async () => {
    const place = await newCharity();
    const id = await proposed(place, place.clerk);
    expect(await isOffered(place)).toBe(false);
    expect(await accountsOfSource(place.organizationId, "bank-ccb")).toEqual([place.accountNo]);
    expect(await confirmBankAccount(acting(place, place.approver, id))).toEqual({
      ok: true,
      repeated: false,
    });
    expect(await isOffered(place)).toBe(true);
    expect(await closeBankAccount(acting(place, place.clerk, id))).toMatchObject({ reason: "not-permitted" });
    expect(await closeBankAccount(acting(place, place.approver, id))).toEqual({ ok: true, repeated: false });
    expect(await isOffered(place)).toBe(false);
    expect(await accountsOfSource(place.organizationId, "bank-ccb")).toEqual([place.accountNo]);
    expect(await actKinds(place)).toEqual(["proposed", "confirmed", "closed"]);
    await expect(db.run("delete from bank_account where id = $1", [id])).rejects.toThrow(/permission denied/);
    await expect(db.run("update bank_account set account_no = '1' where id = $1", [id])).rejects.toThrow(
      /permission denied/,
    );
  });

  it("is acted on once, however often and at once it is asked", async () => {
    const place = await newCharity();
    const twice = await Promise.all([propose(place, place.clerk), propose(place, place.clerk)]);
    expect(twice.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
    const id = await proposed(place, place.clerk);
    expect(await listBankAccounts(place.organizationId)).toMatchObject([{ id, state: "proposed" }]);
    const confirmed = await Promise.all(
      [place.approver, place.second, place.approver].map((user) =>
        confirmBankAccount(acting(place, user, id)),
      ),
    );
    expect(confirmed.map((one) => one.ok && one.repeated).sort()).toEqual([false, true, true]);
    const closed = await Promise.all(
      [place.approver, place.second].map((user) => closeBankAccount(acting(place, user, id))),
    );
    expect(closed.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
    expect(await actKinds(place)).toEqual(["proposed", "confirmed", "closed"]);
  });

  it("is not confirmed by who proposed it, by a clerk, or by a stranger; the database refuses too", async () => {
    const place = await newCharity();
    const other = await newCharity();
    const id = await proposed(place, place.approver);
    const tries = [
      [place.approver, "same-person"],
      [place.clerk, "not-permitted"],
      [other.approver, "not-permitted"],
    ] as const;
    for (const [user, reason] of tries)
      expect(await confirmBankAccount(acting(place, user, id))).toEqual({ ok: false, reason });
    expect(await confirmBankAccount(acting(other, other.approver, id))).toMatchObject({
      reason: "not-found",
    });
    expect(await closeBankAccount(acting(other, other.approver, id))).toMatchObject({ reason: "not-found" });
    expect(await propose(place, other.clerk)).toEqual({ ok: false, reason: "not-permitted" });
    await expect(
      db.run("update bank_account set confirmed_at = now(), confirmed_by_id = proposed_by_id where id = $1", [
        id,
      ]),
    ).rejects.toThrow(/bank_account_two_people/);
    await expect(db.run("update bank_account set confirmed_at = now() where id = $1", [id])).rejects.toThrow(
      /bank_account_two_people/,
    );
    expect(await isOffered(place)).toBe(false);
    expect(await confirmBankAccount(acting(place, place.second, id))).toMatchObject({ ok: true });
  });

  it("stands once on the platform; two charities that claim it at once do not both get it", async () => {
    const [place, other] = [await newCharity(), await newCharity()];
    const same = { ...other, accountNo: place.accountNo };
    const results = await Promise.all([
      propose(place, place.clerk),
      propose(same, other.clerk, { bank: "ICBC" }),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toEqual({
      ok: false,
      reason: "invalid",
      errors: { accountNo: "noTaken" },
    });
  });

  it("that was closed is proposed again and needs a second person anew; one in use is not proposed again", async () => {
    const place = await newCharity();
    const id = await proposed(place, place.clerk);
    expect(await propose(place, place.approver)).toMatchObject({ errors: { accountNo: "noKnown" } });
    await confirmBankAccount(acting(place, place.approver, id));
    expect(await propose(place, place.clerk)).toMatchObject({ errors: { accountNo: "noKnown" } });
    await closeBankAccount(acting(place, place.approver, id));
    expect(await propose(place, place.approver)).toEqual({ ok: true, accountId: id, repeated: false });
    expect(await confirmBankAccount(acting(place, place.approver, id))).toMatchObject({
      reason: "same-person",
    });
    expect(await isOffered(place)).toBe(false);
    expect(await closeBankAccount(acting(place, place.clerk, id))).toMatchObject({ ok: true });
    expect(await confirmBankAccount(acting(place, place.second, id))).toMatchObject({ reason: "closed" });
  });

  it("is not confirmed under a name the organization no longer has", async () => {
    const place = await newCharity();
    const id = await proposed(place, place.clerk);
    await db.run("update organization set name = '另一个名称' where id = $1", [place.organizationId]);
    expect(await confirmBankAccount(acting(place, place.approver, id))).toMatchObject({
      reason: "other-name",
    });
  });
});

describe("the settings page", () => {
  const send = async (userId: string, form: Record<string, string>) =>
    action({
      request: await requestOf(userId, "/workspace/settings", {
        method: "POST",
        body: new URLSearchParams(form),
      }),
      context: {},
      params: {},
    });
  const open = async (userId: string, query = "") =>
    loader({ request: await requestOf(userId, `/workspace/settings${query}`), context: {}, params: {} });
  const sentTo = (answer: unknown) =>
    answer instanceof Response ? answer.headers.get("location") : JSON.stringify(answer);

  it("takes a proposal, full-width digits and spaces too, and the second person's word", async () => {
    const place = await newCharity();
    const accountNo = place.accountNo
      .replace(/(.{4})/g, "$1 ")
      .replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    const typed = typedOf(place, {
      bank: "other",
      otherBank: " 建设银行 ",
      accountName: " 演示慈善会　",
      accountNo,
    });
    expect(sentTo(await send(place.clerk, { intent: "bank-propose", ...typed }))).toBe(
      "/workspace/settings?done=bankProposed",
    );
    const page = await open(place.approver, "?done=bankProposed");
    expect(page).toMatchObject({
      done: "bankProposed",
      userId: place.approver,
      bank: { accounts: [{ bank: "CCB", accountName: "演示慈善会", accountNo: place.accountNo }] },
    });
    const form = { bankAccount: page.bank.accounts[0]?.id ?? "" };
    expect(await send(place.clerk, { intent: "bank-confirm", ...form })).toMatchObject({
      data: { bank: { kind: "refused", reason: "not-permitted" } },
      init: { status: 409 },
    });
    expect(sentTo(await send(place.approver, { intent: "bank-confirm", ...form }))).toMatch(/bankConfirmed$/);
    expect(await isOffered(place)).toBe(true);
    expect(sentTo(await send(place.approver, { intent: "bank-close", ...form }))).toMatch(/bankClosed$/);
    expect(await isOffered(place)).toBe(false);
  });

  it.each([
    [
      { bank: "", accountName: " ", accountNo: "" },
      { bank: "bankMissing", accountName: "nameMissing", accountNo: "noFormat" },
    ],
    [{ bank: "NOPE" }, { bank: "bankMissing" }],
    [{ bank: "other" }, { otherBank: "otherBankMissing" }],
    [{ otherBank: "桐庐农商银行" }, { otherBank: "otherBankBoth" }],
    [{ accountName: "王会计" }, { accountName: "nameOther" }],
    [{ accountNo: "1234567" }, { accountNo: "noFormat" }],
    [{ accountNo: "1".repeat(33) }, { accountNo: "noFormat" }],
    [{ accountNo: "12345678x" }, { accountNo: "noFormat" }],
  ])(
    "refuses %j beside its fields and keeps what was typed",
    async (over: Partial<TypedBankAccount>, errors) => {
      const place = await newCharity();
      const typed = typedOf(place, over);
      const answer = await send(place.clerk, { intent: "bank-propose", ...typed });
      expect(answer).toMatchObject({ data: { bank: { kind: "form", typed } }, init: { status: 422 } });
      expect(answer).toHaveProperty("data.bank.errors", errors);
      for (const key of Object.values(errors))
        for (const lng of ["zh", "en"])
          expect(dictionary.exists(String(key), { ns: "bankAccounts", lng }), String(key)).toBe(true);
      expect(await listBankAccounts(place.organizationId)).toEqual([]);
    },
  );
});

it("banks are known by their short names, however they are written", () => {
  for (const code of BANK_CODES)
    for (const written of [code, bankName(code, "zh"), bankName(code, "en").toUpperCase()])
      expect(bankCodeOf(written)).toBe(code);
  expect(bankCodeOf("建设银行")).toBe("CCB");
  expect(bankCodeOf("桐庐农商银行")).toBe("桐庐农商银行");
});
