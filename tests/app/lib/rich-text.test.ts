import { describe, expect, it } from "vitest";
import { richText, richTextHtml, richTextWords } from "#app/lib/rich-text.server.ts";

describe("text that people write", () => {
  it.each([
    ["横山村\n的灶台", "<p>横山村<br />的灶台</p>"],
    ["第一段\n\n**粗** *斜*", "<p>第一段</p><p><strong>粗</strong> <em>斜</em></p>"],
    ["# 大\n### 小", "<h3>大</h3><h4>小</h4>"],
    ["- 米\n- 油", "<ul><li>米</li><li>油</li></ul>"],
    ["> 有人念书给我听", "<blockquote><p>有人念书给我听</p></blockquote>"],
    [
      "[年报](https://example.org/a?b=1&c=2)",
      '<p><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener noreferrer">年报</a></p>',
    ],
  ])("%j is %s", (source, html) => {
    expect(richTextHtml(source)).toBe(html);
  });

  it.each([
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "![x](https://example.org/track.png)",
    '[x](https://example.org "on\\" onmouseover=alert(1)")',
    "<https://example.org>",
    "&lt;script&gt;",
    `${">".repeat(400)} deep`,
  ])("%s brings nothing that runs, loads or leads astray", (source) => {
    const html = richTextHtml(source);
    expect(html).not.toMatch(/<(?!\/?(p|br|strong|em|ul|ol|li|blockquote|h3|h4|a)[\s/>])/);
    expect(html.replace(/&[a-z]+;/g, "")).not.toMatch(/<[^>]*(\son\w+=|javascript:|data:|title=)/i);
    expect(html).not.toMatch(/href="(?!https:\/\/example\.org|\/%5C)/);
    expect(JSON.stringify(richText(source))).not.toMatch(/"tag":"(?:script|img|iframe|style)"/);
  });

  it("keeps what it does not know as words", () => {
    expect(richTextWords("<b>1 < 2</b> | 表格\n\n第二段")).toBe("<b>1 < 2</b> | 表格 第二段");
  });
});
