import { applicationSchema, type TypedApplication } from "#app/features/aid/schema.ts";
import { Draw } from "./random.ts";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const SURNAMES = ["演示甲", "演示乙", "演示丙", "演示丁", "演示戊", "演示己", "演示庚", "演示辛"];
const NEEDS = [
  "屋顶漏了两处，下雨要接水。",
  "台风掀了瓦，还没有钱补。",
  "老屋的梁朽了，村里说要先撑住。",
  "冬天进风，老人咳得厉害。",
];
const CLASSES = ["低保家庭", "低保边缘家庭", "特困人员"] as const;
export const AID_CLASSES = CLASSES;

/** Somebody who does not exist: the name says 演示, and the ID number belongs to a county and day alone. */
export function inventedApplicant(number: number, town: string, isUrgent: boolean): TypedApplication {
  const draw = new Draw("aid", String(number));
  const year = 1938 + draw.whole(0, 30);
  const digits = `330122${year}${String(1 + draw.whole(0, 11)).padStart(2, "0")}11${String(number).padStart(3, "0")}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  const name = `${draw.pick(SURNAMES)}${number}`;
  return applicationSchema.parse({
    name,
    idNumber: `${digits}${"10X98765432"[sum % 11]}`,
    phone: `1990000${String(1_000 + number)}`,
    town,
    address: "演示村",
    householdClass: draw.pick(CLASSES),
    need: draw.pick(NEEDS),
    ...(isUrgent ? { urgent: "yes" } : {}),
    bank: "演示农商银行",
    accountNo: `62280000000${String(10_000 + number)}`,
    accountHolder: name,
  });
}
