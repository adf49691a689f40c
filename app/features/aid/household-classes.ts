/**
 * What a programme begins with; the charity writes its own. The last two come with 社会救助法 (2026-04-30), whose
 * text was not seen, so the list is configurable and not a rule.
 */
export const USUAL_HOUSEHOLD_CLASSES = [
  "特困人员",
  "低保家庭",
  "低保边缘家庭",
  "刚性支出困难家庭",
  "其他困难家庭",
] as const;
