import { describe, expect, it } from "vitest";
import { composeBody, fieldsOf, partsOf, sectionsOf } from "#app/features/disclosures/entry-text.ts";

describe("the text of an entry", () => {
  it("is composed of the parts that were filled in, and counts them", () => {
    const parts = { received: " 收到 100 元。\r\n都是小额。 ", used: "", next: "十二月再发一次。" };
    const { body, requiredFields, filledFields } = composeBody("progress", parts);
    expect(body).toBe("【收到多少】\n收到 100 元。\n都是小额。\n\n【接下来做什么】\n十二月再发一次。");
    expect({ requiredFields, filledFields }).toEqual({ requiredFields: 3, filledFields: 2 });
    expect(partsOf("progress", body)).toEqual({
      received: "收到 100 元。\n都是小额。",
      used: "",
      next: "十二月再发一次。",
    });
  });

  it("is nothing when nothing was filled in, and for a kind that is not ours", () => {
    expect(composeBody("progress", { received: "  " }).body).toBe("");
    expect(fieldsOf("poem")).toEqual([]);
  });

  it("is cut at its headings; text without any stays whole", () => {
    expect(sectionsOf("开头\n\n【一】\n甲\n乙\n【二】")).toEqual([
      { heading: null, text: "开头" },
      { heading: "一", text: "甲\n乙" },
      { heading: "二", text: "" },
    ]);
  });
});
