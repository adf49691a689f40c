import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { AmountPicker } from "#app/ui/amount-picker.tsx";
import { CheckboxField, RadioList } from "#app/ui/choices.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { TextField } from "#app/ui/text-field.tsx";

describe("a field", () => {
  it("ties label, help and error to its control and keeps what was typed", () => {
    const html = renderToStaticMarkup(
      <TextField label="邮箱" name="email" help="只用来发收据" error="写上邮箱" defaultValue="不是邮箱" />,
    );
    expect(html).toContain('<div class="field bad"><label for="email">邮箱</label>');
    expect(html).toContain('aria-describedby="email-error email-help"');
    expect(html).toContain('aria-invalid="true"');
    expect(html).toContain('value="不是邮箱"');
    expect(html).toContain('<p class="err" id="email-error"><span class="vh">错误：</span>写上邮箱</p>');
  });

  it("has no wiring that points nowhere", () => {
    const html = renderToStaticMarkup(<TextField label="邮箱" name="email" />);
    expect(html).not.toContain("aria-");
  });

  it("opens the decimal keypad for an amount", () => {
    const html = renderToStaticMarkup(<MoneyInput label="金额" name="amount" defaultValue="１.5" />);
    expect(html).toContain('inputMode="decimal"');
    expect(html).toContain('value="１.5"');
    expect(html).toContain('type="text"');
  });
});

describe("AmountPicker", () => {
  it("chooses nothing for anybody", () => {
    const html = renderToStaticMarkup(
      <AmountPicker legend="金额" name="amount" otherName="other" amounts={[1_000n, 5_050n]} />,
    );
    expect(html).not.toContain("checked");
    expect(html).toContain('value="1000"');
    expect(html).toContain("¥10<");
    expect(html).toContain("¥50.50<");
  });

  it("keeps the choice and the typed amount", () => {
    const html = renderToStaticMarkup(
      <AmountPicker
        legend="金额"
        name="amount"
        otherName="other"
        amounts={[1_000n]}
        value="other"
        otherValue="36.505"
        otherError="最多两位小数"
      />,
    );
    expect(html).toMatch(/<input name="amount" type="radio" checked="" value="other"\/>/);
    expect(html).toContain('value="36.505"');
    expect(html).toContain('aria-describedby="other-error"');
  });
});

describe("choices", () => {
  it("check only what was chosen", () => {
    const options = [
      { value: "a", label: "甲" },
      { value: "b", label: "乙" },
    ];
    const html = renderToStaticMarkup(<RadioList legend="选" name="x" options={options} value="b" />);
    expect(html.match(/checked/g)).toHaveLength(1);
    expect(renderToStaticMarkup(<CheckboxField name="ok" label="同意" />)).toContain('type="checkbox"');
  });
});

describe("ErrorSummary", () => {
  it("links to every control, and is not there without errors", () => {
    expect(renderToStaticMarkup(<ErrorSummary errors={[]} />)).toBe("");
    const html = renderToStaticMarkup(<ErrorSummary errors={[{ id: "email", message: "写上邮箱" }]} />);
    expect(html).toContain('role="alert"');
    expect(html).toContain('<a href="#email">写上邮箱</a>');
  });
});
