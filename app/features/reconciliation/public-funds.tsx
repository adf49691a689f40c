import { fundHref } from "#app/features/funds/kinds.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { Section } from "#app/ui/section.tsx";
import type { FundCheckView } from "./fund-queries.server.ts";
import { FundCheckTable, isClear } from "./funds-page.tsx";

/** Whether each fund's payments agree with the bank, for everybody: sums alone, never a payee or a row. */
export function PublicFunds({ funds }: { funds: readonly FundCheckView[] }) {
  const t = useT("matching");
  if (funds.length === 0) return null;
  const closed = funds.filter(isClear).length;
  const checkedAt = new Date(Math.max(...funds.map((fund) => fund.checkedAt.getTime())));
  return (
    <Section
      title={t("publicTitle")}
      intro={
        closed === funds.length
          ? t("publicClosed", { count: funds.length })
          : t("publicOpen", { total: funds.length, closed })
      }
    >
      <AsOf at={checkedAt} />
      <FundCheckTable funds={funds} caption={t("publicCaption")} hrefOf={fundHref} />
    </Section>
  );
}
