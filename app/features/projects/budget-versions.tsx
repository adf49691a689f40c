import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import type { BudgetVersion } from "./parts.server.ts";

interface Compared {
  purposeCode: string;
  name: string;
  nameEn: string;
  firstFen: bigint;
  nowFen: bigint;
}

/** The budget as it was published beside the one of today, and why it changed each time. */
export function BudgetVersions({ versions }: { versions: readonly BudgetVersion[] }) {
  const t = useT("projects");
  const lang = useLang();
  const [first] = versions;
  const last = versions.at(-1);
  if (!first || !last || first === last) return null;
  const rows = compared(first, last);
  const money = (fen: bigint) => <Money fen={fen} symbol={false} />;
  return (
    <>
      <CardsTable
        caption={t("budgetVersionsCaption")}
        variant="duo"
        rows={rows}
        rowKey={(row) => row.purposeCode}
        columns={[
          {
            key: "line",
            head: t("lineName"),
            cell: (row) => inLang(lang, row.name, row.nameEn),
            foot: t("total"),
          },
          {
            key: "first",
            head: t("budgetFirst"),
            right: true,
            cell: (row) => money(row.firstFen),
            foot: money(first.totalFen),
          },
          {
            key: "now",
            head: t("budgetNow"),
            right: true,
            cell: (row) => money(row.nowFen),
            foot: money(last.totalFen),
          },
          {
            key: "change",
            head: t("budgetChange"),
            right: true,
            cell: (row) => <Money fen={row.nowFen - row.firstFen} symbol={false} plus />,
            foot: <Money fen={last.totalFen - first.totalFen} symbol={false} plus />,
          },
        ]}
      />
      <ul className="plain">
        {versions.slice(1).map((version) => (
          <li key={version.version}>
            <DateText value={version.changedAt} />{" "}
            {t("budgetReason", { why: version.reason, total: formatYuan(version.totalFen) })}
          </li>
        ))}
      </ul>
    </>
  );
}

function compared(first: BudgetVersion, last: BudgetVersion): Compared[] {
  const rows = new Map<string, Compared>();
  for (const { purposeCode, name, nameEn, plannedFen } of first.lines)
    rows.set(purposeCode, { purposeCode, name, nameEn, firstFen: BigInt(plannedFen), nowFen: 0n });
  for (const { purposeCode, name, nameEn, plannedFen } of last.lines)
    rows.set(purposeCode, {
      purposeCode,
      name,
      nameEn,
      firstFen: rows.get(purposeCode)?.firstFen ?? 0n,
      nowFen: BigInt(plannedFen),
    });
  return [...rows.values()];
}
