import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { expect, it } from "vitest";
import { allows } from "#app/features/aid/consent.ts";
import { recordConsent } from "#app/features/aid/record-consent.server.ts";
import {
  emptyExpiredStories,
  mayPublish,
  publishStory,
  withdrawConsent,
} from "#app/features/aid/stories.server.ts";
import { storiesOf, storyPicture } from "#app/features/aid/story-queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { type AidPlace, makeAidPlace } from "#tests/factories/aid.ts";
import { NOW } from "#tests/factories/books.ts";

const YEAR_MS = 366 * 86_400_000;
const consentOf = (place: AidPlace, over: Partial<Parameters<typeof recordConsent>[0]> = {}) => ({
  id: randomUUID(),
  organizationId: place.organizationId,
  fundId: place.fundId,
  userId: place.clerkId,
  person: { name: "演示老人", guardianName: "" },
  isMinor: false,
  scopes: ["story", "name", "picture"] as const,
  channels: ["site"] as const,
  givenOn: "2026-11-20",
  expiresOn: "2027-11-20",
  evidence: { fileName: "signed.pdf", bytes: Buffer.from("%PDF-1.7 signed") },
  now: NOW,
  ...over,
});
const storyOf = (
  place: AidPlace,
  consentId: string,
  over: { shownName?: string; picture?: Buffer | null } = {},
) => ({
  id: randomUUID(),
  organizationId: place.organizationId,
  userId: place.clerkId,
  consentId,
  title: "过冬的棉衣",
  body: "谢谢大家。",
  shownName: "",
  picture: null,
  now: NOW,
  ...over,
});
const shown = (place: AidPlace, now = NOW) => storiesOf(place.fundId, now, 10);

it("shows a story as far as the consent goes, and nothing from the moment it is withdrawn", async () => {
  const place = await makeAidPlace();
  const consent = consentOf(place);
  const twice = await Promise.all([recordConsent(consent), recordConsent(consent)]);
  expect(twice.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
  const picture = await sharp({ create: { width: 900, height: 700, channels: 3, background: "#888" } })
    .jpeg()
    .toBuffer();
  const story = storyOf(place, consent.id, { shownName: "演示老人", picture });
  expect(await publishStory(story)).toEqual({ ok: true, repeated: false });
  expect(await publishStory(story)).toEqual({ ok: true, repeated: true });
  expect(await shown(place)).toMatchObject([
    { title: "过冬的棉衣", shownName: "演示老人", picture: { width: 640 } },
  ]);
  expect((await storyPicture(story.id, NOW))?.type).toBe("image/jpeg");
  const acting = { id: consent.id, organizationId: place.organizationId, userId: place.clerkId, now: NOW };
  const both = await Promise.all([withdrawConsent(acting), withdrawConsent(acting)]);
  expect(both.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
  expect(await shown(place)).toEqual([]);
  expect(await storyPicture(story.id, NOW)).toBeNull();
  expect(await mayPublish(consent.id, "story", NOW)).toBe(false);
  expect(await db.rows("select title, body, shown_name, picture, unpublish_reason from aid_story")).toEqual([
    { title: null, body: null, shown_name: null, picture: null, unpublish_reason: "withdrawn" },
  ]);
  expect(await publishStory(storyOf(place, consent.id))).toMatchObject({ reason: "no-consent" });
});

it("hides a story from the day after its consent ends, and empties it", async () => {
  const place = await makeAidPlace();
  const consent = consentOf(place);
  await recordConsent(consent);
  await publishStory(storyOf(place, consent.id));
  const lastDay = new Date("2027-11-20T10:00:00Z");
  expect(await shown(place, lastDay)).toHaveLength(1);
  const after = new Date(NOW.getTime() + YEAR_MS);
  expect(await shown(place, after)).toEqual([]);
  expect(await emptyExpiredStories(lastDay)).toBe(0);
  expect(await emptyExpiredStories(after)).toBe(1);
  expect(await emptyExpiredStories(after)).toBe(0);
});

it("never names a child, wants the guardian, and the database refuses a child's name too", async () => {
  const place = await makeAidPlace();
  const child = { isMinor: true, scopes: ["story", "picture"] as const };
  expect(await recordConsent(consentOf(place, { ...child, scopes: ["story", "name"] }))).toMatchObject({
    reason: "minor-named",
  });
  expect(await recordConsent(consentOf(place, child))).toMatchObject({ reason: "guardian-needed" });
  const consent = consentOf(place, { ...child, person: { name: "演示孩子", guardianName: "演示母亲" } });
  expect(await recordConsent(consent)).toMatchObject({ ok: true });
  expect(await publishStory(storyOf(place, consent.id, { shownName: "演示孩子" }))).toMatchObject({
    reason: "minor-named",
  });
  expect(await publishStory(storyOf(place, consent.id))).toMatchObject({ ok: true });
  expect(await shown(place)).toMatchObject([{ shownName: null }]);
  await expect(db.run("update aid_consent set scopes = '{name}'")).rejects.toThrow(/only moves forward/);
  const [row] = await db.rows<{ sealed: Buffer }>("select person_sealed as sealed from aid_consent");
  expect(row?.sealed.includes(Buffer.from("演示孩子"))).toBe(false);
});

it.each([
  ["story", "site", "2026-11-20", true],
  ["story", "site", "2027-11-20", true],
  ["story", "site", "2027-11-21", false],
  ["story", "site", "2026-11-19", false],
  ["story", "press", "2026-11-22", false],
  ["voice", "site", "2026-11-22", false],
] as const)("%s on %s on %s: %s", (scope, channel, day, is) => {
  const terms = { isMinor: false, givenOn: "2026-11-20", expiresOn: "2027-11-20", withdrawnAt: null };
  expect(allows({ ...terms, scopes: ["story", "name"], channels: ["site"] }, scope, channel, day)).toBe(is);
});
