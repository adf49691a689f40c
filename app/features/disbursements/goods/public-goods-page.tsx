import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import type { PublicGoods } from "./queries.server.ts";

interface PublicGoodsProps {
  project: { slug: string; title: string; titleEn: string };
  goods: PublicGoods[];
}

/** What a project received in kind, what is left and what reached people: quantities, never names. */
export function PublicGoodsPage({ project, goods }: PublicGoodsProps) {
  const t = useT("goods");
  const lang = useLang();
  const amount = (quantity: number, unit: string) =>
    quantity === 0 ? null : t("amountOf", { quantity, unit });
  return (
    <div className="wrap">
      <Crumbs
        items={[
          { href: `/projects/${project.slug}`, label: inLang(lang, project.title, project.titleEn) },
          { label: t("publicTitle") },
        ]}
      />
      <h1>{t("publicTitle")}</h1>
      <p className="lead">{t("publicLead")}</p>
      <CardsTable
        caption={t("publicCaption")}
        variant="headed"
        rows={goods}
        rowKey={(row) => `${row.name} ${row.unit}`}
        empty={<EmptyState title={t("publicNone")}>{t("publicNoneText")}</EmptyState>}
        columns={[
          { key: "name", head: t("col_goods"), cell: (row) => row.name },
          {
            key: "received",
            head: t("publicReceived"),
            right: true,
            cell: (row) => amount(row.received, row.unit),
          },
          {
            key: "handed",
            head: t("publicHandedOver"),
            right: true,
            cell: (row) => amount(row.handedOver, row.unit),
          },
          {
            key: "store",
            head: t("publicStored"),
            right: true,
            cell: (row) => amount(row.inStore, row.unit),
          },
          {
            key: "lost",
            head: t("publicLost"),
            right: true,
            cell: (row) => amount(row.writtenOff, row.unit),
          },
          {
            key: "people",
            head: t("publicPeople"),
            right: true,
            cell: (row) => (row.handedOver === 0 ? null : (row.people ?? <small>{t("publicFew")}</small>)),
          },
          {
            key: "last",
            head: t("publicLast"),
            cell: (row) => (row.lastHandedOverOn ? <DateText value={row.lastHandedOverOn} /> : null),
          },
          {
            key: "value",
            head: t("col_value"),
            right: true,
            cell: (row) => <Money fen={row.valueFen} symbol={false} />,
          },
        ]}
      />
      <p className="note after">{t("publicLedger")}</p>
    </div>
  );
}
