import jsQR from "jsqr";
import sharp from "sharp";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import { donationToken, hashOfToken } from "#app/features/donations/donation-token.server.ts";
import type { Certificate } from "#app/features/receipts/certificate.ts";
import {
  certificatePdfAnswer,
  certificatePictureAnswer,
  loadCertificatePage,
} from "#app/features/receipts/certificate-answer.server.ts";
import {
  certificatesForDonors,
  EVERYBODY,
  findCertificate,
} from "#app/features/receipts/certificate-facts.server.ts";
import { certificatePdf } from "#app/features/receipts/certificate-files.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeFund, makeOrganization, makePendingGift, NOW, paidFact } from "#tests/factories/books.ts";
import { makeUser, requestOf } from "#tests/factories/people.ts";

async function makeGift(over: { visibility?: string; amountFen?: bigint; userId?: string } = {}) {
  const made = await makeOrganization();
  const fundId = await makeFund(made.organizationId);
  const gift = await makePendingGift({ ...made, fundId }, over.amountFen ?? 200_000n);
  await db.run(
    `update donation set donor_name = '欧阳喆', pseudonym = '山茶', visibility = $2, token_hash = $3, user_id = $4
     where id = $1`,
    [
      gift.donationId,
      over.visibility ?? "anonymous",
      hashOfToken(donationToken(gift.donationId)),
      over.userId ?? null,
    ],
  );
  return { ...gift, token: donationToken(gift.donationId) };
}

async function countedGift(over: Parameters<typeof makeGift>[0] = {}) {
  const gift = await makeGift(over);
  await confirmDonations([paidFact(gift)], NOW);
  return gift;
}

const argsOf = async (id: string, query = "", userId: string | null = null) => ({
  params: { id },
  context: {},
  request: await requestOf(userId, `/donations/${id}/certificate${query}`),
});

async function textOf(answer: Response | Buffer): Promise<string> {
  const bytes =
    answer instanceof Response ? new Uint8Array(await answer.arrayBuffer()) : new Uint8Array(answer);
  return (await extractText(await getDocumentProxy(bytes), { mergePages: true })).text;
}

describe("whose name a certificate bears", () => {
  it.each([
    ["anonymous", null],
    ["pseudonym", { name: "山茶", isPseudonym: true }],
    ["public", { name: "欧阳喆", isPseudonym: false }],
  ])("to everybody what a donor chose: %s", async (visibility, donor) => {
    const { donationId, token } = await countedGift({ visibility });
    expect((await findCertificate(donationId, EVERYBODY))?.donor).toEqual(donor);
    expect((await findCertificate(donationId, { token: "x".repeat(26), userId: null }))?.donor).toEqual(
      donor,
    );
    const own = { name: "欧阳喆", isPseudonym: false };
    expect((await findCertificate(donationId, { token, userId: null }))?.donor).toEqual(own);
  });

  it("to the account that gave its own name, to another account nothing", async () => {
    const userId = await makeUser();
    const { donationId } = await countedGift({ userId });
    const name = async (reader: string) =>
      (await loadCertificatePage(await argsOf(donationId, "", reader))).certificate.donor;
    expect(await name(userId)).toEqual({ name: "欧阳喆", isPseudonym: false });
    expect(await name(await makeUser())).toBeNull();
  });

  it("to an organization the donors of its own gifts alone", async () => {
    const { donationId, organizationId } = await countedGift();
    const other = await makeOrganization();
    const mine = await certificatesForDonors([donationId], organizationId);
    expect(mine.map(({ donor }) => donor?.name)).toEqual(["欧阳喆"]);
    expect(await certificatesForDonors([donationId], other.organizationId)).toEqual([]);
  });
});

describe("the files of a certificate", () => {
  it("hold the name only for the donor, and never the donor's link", async () => {
    const { donationId, token } = await countedGift();
    const shared = await certificatePdfAnswer(await argsOf(donationId));
    expect(shared.headers.get("Cache-Control")).toBe("no-store");
    const sharedText = await textOf(shared);
    expect(sharedText).toContain("人民币贰仟元整（¥2,000.00）");
    expect(sharedText).toContain("由演示慈善会收下");
    expect(sharedText).toContain("不是公益事业捐赠统一票据");
    expect(sharedText).not.toContain("喆");
    const own = await certificatePdfAnswer(await argsOf(donationId, `?token=${token}`));
    const ownText = await textOf(own);
    expect(ownText).toContain("欧阳喆");
    expect(ownText).not.toContain(token);
  });

  it("show a QR code that opens the public page, in the picture too", async () => {
    const { donationId, token } = await countedGift();
    const answer = await certificatePictureAnswer(await argsOf(donationId, `?token=${token}`));
    expect(answer.headers.get("Content-Type")).toBe("image/png");
    const { data, info } = await sharp(Buffer.from(await answer.arrayBuffer()))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const seen = jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data;
    expect(seen).toBe(`http://127.0.0.1:3000/donations/${donationId}`);
  });

  it("speak English when asked to", async () => {
    const { donationId } = await countedGift({ visibility: "pseudonym" });
    const text = await textOf(await certificatePdfAnswer(await argsOf(donationId, "?lang=en")));
    expect(text).toContain("Certificate of donation");
    expect(text).toContain("To 山茶 (pseudonym)");
    expect(text).toContain("On 22 November 2026 you gave");
  });

  it("are the same bytes for the same gift, small even with a long name", async () => {
    const { donationId } = await countedGift();
    const certificate = (await findCertificate(donationId, EVERYBODY)) as Certificate;
    const long = {
      ...certificate,
      organizationName: "一个名字很长很长的社会组织服务中心与慈善总会联合会（演示）",
    };
    expect((await certificatePdf(long, "zh")).equals(await certificatePdf(long, "zh"))).toBe(true);
    expect((await certificatePdf(long, "zh")).length).toBeLessThan(150_000);
  });
});

describe("which gifts have a certificate", () => {
  it("counted ones alone", async () => {
    const { donationId } = await makeGift();
    expect(await findCertificate(donationId, EVERYBODY)).toBeNull();
    await expect(loadCertificatePage(await argsOf("dnosuchgiftatall00000"))).rejects.toMatchObject({
      status: 404,
    });
  });

  it("says what went back, and is void once all of it did", async () => {
    const gift = await countedGift();
    const refund = (amountFen: bigint, objectId: string) =>
      paidFact(gift, { type: "refunded", amountFen, objectId, eventKey: objectId });
    await confirmDonations([refund(50_000n, "part")], NOW);
    expect(await findCertificate(gift.donationId, EVERYBODY)).toMatchObject({
      standing: "reduced",
      refundedFen: 50_000n,
    });
    expect(await textOf(await certificatePdfAnswer(await argsOf(gift.donationId)))).toContain(
      "¥500.00 已退回",
    );
    await confirmDonations([refund(150_000n, "rest")], NOW);
    expect(await findCertificate(gift.donationId, EVERYBODY)).toMatchObject({ standing: "void" });
    const text = await textOf(await certificatePdfAnswer(await argsOf(gift.donationId)));
    expect(text).toContain("作废");
    expect(text).toContain("本证书作废");
  });
});
