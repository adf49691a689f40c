import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { ConfirmButton } from "#app/ui/confirm-button.tsx";
import { Menu } from "#app/ui/menu.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { Steps } from "#app/ui/steps.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { Trail } from "#app/ui/trail.tsx";

describe("interactive parts where no script runs", () => {
  it("a menu is a disclosure with the same links", () => {
    const html = renderToStaticMarkup(<Menu items={[{ href: "/a", label: "甲" }]} />);
    expect(html).toMatch(
      /^<details class="menu"><summary>更多<\/summary>.*<a class="menu-item" href="\/a">甲<\/a>/,
    );
  });

  it("tabs show everything, with a link to each part", () => {
    const html = renderToStaticMarkup(
      <Tabs
        label="看法"
        items={[
          { id: "a", label: "甲", content: "甲的内容" },
          { id: "b", label: "乙", content: "乙的内容" },
        ]}
      />,
    );
    expect(html).toContain('<a href="#b">乙</a>');
    expect(html).toContain('<section id="b" class="tabpanel">');
    expect(html).toContain("甲的内容");
    expect(html).toContain("乙的内容");
  });

  it("a confirmation is one more step that sends the same form", () => {
    const html = renderToStaticMarkup(
      <ConfirmButton
        form="f"
        name="intent"
        value="withdraw"
        label="撤回"
        title="要撤回吗"
        body="不能再改"
        confirm="撤回"
      />,
    );
    expect(html).toContain("<summary>撤回</summary>");
    expect(html).toContain('<button type="submit" class="btn" form="f" name="intent" value="withdraw">');
  });
});

describe("small parts", () => {
  it("pages step only where there is somewhere to go", () => {
    expect(renderToStaticMarkup(<Pagination next={null} />)).toBe("");
    expect(renderToStaticMarkup(<Pagination next="?cursor=x" />)).toContain('href="?cursor=x" rel="next"');
  });

  it("steps say how far each is", () => {
    const html = renderToStaticMarkup(
      <Steps
        label="四步"
        items={[
          { title: "付款" },
          { title: "用出", mark: "part", note: "两笔" },
          { title: "送达", mark: "next" },
        ]}
      />,
    );
    expect(html).toContain(
      '<li><b>付款</b></li><li class="part"><b>用出</b><span>两笔</span></li><li class="next">',
    );
  });

  it("a trail draws a bead for each step, counted ones solid", () => {
    const html = renderToStaticMarkup(<Trail beads={["done", "part", "next", "next"]} />);
    expect(html).toContain('width="102"');
    expect(html.match(/fill="#0a5c50"/g)).toHaveLength(2);
    expect(html.match(/fill="#fbfaf5"/g)).toHaveLength(3);
  });
});
