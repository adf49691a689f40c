import { randomUUID } from "node:crypto";
import { checkCase } from "#app/features/aid/check-case.server.ts";
import { answerDecision, proposeDecision } from "#app/features/aid/decide-case.server.ts";
import { openProgramme } from "#app/features/aid/open-programme.server.ts";
import { receiveApplication } from "#app/features/aid/receive-application.server.ts";
import { applicationSchema, programmeSchema, type TypedApplication } from "#app/features/aid/schema.ts";
import { db } from "#app/lib/db.server.ts";
import { NOW } from "./books.ts";
import { makeSpendingPlace, type SpendingPlace } from "./spending.ts";

export interface AidPlace extends SpendingPlace {
  programmeId: string;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** An invented ID number with a right check digit. */
export function idNumberOf(number: number, birthDay = "19540302"): string {
  const digits = `330122${birthDay}${String(number).padStart(3, "0")}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return `${digits}${"10X98765432"[sum % 11]}`;
}

/** A charity with a fund and an aid programme: 500 to 2,000 yuan, 3,000 a year. */
export async function makeAidPlace(): Promise<AidPlace> {
  const place = await makeSpendingPlace();
  await db.run(
    `insert into division (code, name, name_en, level, parent_code)
     values ('330122101', '富春江镇', 'Fuchunjiang', 'town', '330122'),
            ('330122102', '横村镇', 'Hengcun', 'town', '330122'),
            ('330122109', '分水镇', 'Fenshui', 'town', '330122') on conflict do nothing`,
  );
  const programmeId = randomUUID();
  const typed = programmeSchema.parse({
    fundId: place.fundId,
    purposeCode: "food",
    title: "急难救助",
    titleEn: "Emergency aid",
    qualifies: "因病因灾一时过不下去的家庭",
    criteria: "看病历和家里的收支",
    division: "330122",
    householdClasses: "低保家庭\n低保边缘家庭",
    low: "500",
    high: "2000",
    yearCap: "3000",
    takesUrgent: "yes",
    takesPublic: "yes",
  });
  const { organizationId, approverId } = place;
  const opened = await openProgramme({
    id: programmeId,
    organizationId,
    userId: approverId,
    typed,
    now: NOW,
  });
  if (!opened.ok) throw new Error(opened.reason);
  return { ...place, programmeId };
}

/** What somebody types; everything in it is invented. */
export function typedApplication(
  number: number,
  over: Partial<Record<keyof TypedApplication, string>> = {},
): TypedApplication {
  return applicationSchema.parse({
    name: `演示人${number}`,
    idNumber: idNumberOf(number),
    phone: `1390000${String(number).padStart(4, "0")}`,
    town: "330122101",
    address: "演示村 3 号",
    householdClass: "低保家庭",
    need: "住院花费大",
    bank: "演示农商银行",
    accountNo: `62280000000000${String(number).padStart(4, "0")}`,
    accountHolder: `演示人${number}`,
    ...over,
  });
}

export async function makeCase(
  place: AidPlace,
  number: number,
  over: Parameters<typeof typedApplication>[1] = {},
  now = NOW,
): Promise<string> {
  const id = randomUUID();
  const typed = typedApplication(number, over);
  const received = await receiveApplication({ id, programmeId: place.programmeId, typed, clerk: null, now });
  if (!received.ok) throw new Error(received.reason);
  return id;
}

/** A case that was checked and approved by two people. */
export async function makeApproved(
  place: AidPlace,
  number: number,
  over: Parameters<typeof typedApplication>[1] = {},
  amountFen = 100_000n,
  now = NOW,
): Promise<string> {
  const id = await makeCase(place, number, over, now);
  const { organizationId, clerkId, approverId } = place;
  await checkCase({ id, organizationId, userId: clerkId, ways: ["id-card"], now });
  const what = { decision: "approve", amountFen } as const;
  const proposed = await proposeDecision({ id, organizationId, userId: clerkId, what, note: "", now });
  const answered = await answerDecision({
    id,
    organizationId,
    userId: approverId,
    answer: "confirmed",
    note: "",
    now,
  });
  if (!proposed.ok || !answered.ok) throw new Error(JSON.stringify([proposed, answered]));
  return id;
}
