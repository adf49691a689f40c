import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { CardsTable, type Column } from "#app/ui/cards-table.tsx";

type Row = { id: string; name: string; amount: string | null };

const COLUMNS: Column<Row>[] = [
  { key: "name", head: "项目", cell: (row) => row.name, foot: "合计" },
  { key: "amount", head: "金额（元）", label: "金额", right: true, cell: (row) => row.amount, foot: "3.00" },
  {
    key: "both",
    head: "凭证",
    cell: () => (
      <>
        <a href="/a">甲</a>，<a href="/b">乙</a>
      </>
    ),
  },
];
const ROWS: Row[] = [
  { id: "1", name: "食材", amount: "3.00" },
  { id: "2", name: "餐具", amount: null },
];

describe("CardsTable", () => {
  const html = renderToStaticMarkup(
    <CardsTable caption="各用途" columns={COLUMNS} rows={ROWS} rowKey={(row) => row.id} variant="duo" />,
  );

  it("keeps its roles where rows become cards, and labels each value for a phone", () => {
    expect(html).toContain('<table role="table" class="cards duo"><caption class="vh">各用途</caption>');
    expect(html).toContain('<th role="rowheader" scope="row">食材</th>');
    expect(html).toContain('<td role="cell" class="r" data-l="金额">3.00</td>');
  });

  it("leaves an empty cell empty, and wraps a cell of several pieces into one", () => {
    expect(html).toContain('<td role="cell" class="r"></td>');
    expect(html).toContain('<td role="cell" data-l="凭证"><span><a href="/a">甲</a>');
  });

  it("closes with a total only where a column has one", () => {
    expect(html).toContain('<tr role="row" class="total"><th role="rowheader" scope="row">合计</th>');
    const plain = COLUMNS.map(({ foot: _, ...column }) => column);
    const without = renderToStaticMarkup(
      <CardsTable caption="各用途" columns={plain} rows={ROWS} rowKey={(row) => row.id} />,
    );
    expect(without).not.toContain("tfoot");
  });

  it("says why it is empty", () => {
    const empty = renderToStaticMarkup(
      <CardsTable caption="x" columns={COLUMNS} rows={[]} rowKey={(row) => row.id} empty={<p>还没有</p>} />,
    );
    expect(empty).toBe("<p>还没有</p>");
  });
});
