import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { batchTotals, shownCount } from "./beneficiary-counts.ts";
import type { BatchView } from "./queries.server.ts";

/** What reached whom, batch by batch; counts below five are not told, not even by subtraction. */
export function BatchesTable({ batches }: { batches: readonly BatchView[] }) {
  const t = useT("disbursements");
  const lang = useLang();
  if (batches.length === 0) return <p className="note">{t("batchesNone")}</p>;
  const totals = batchTotals(batches);
  const few = t("fewPeople");
  return (
    <>
      <CardsTable
        caption={t("batchesCaption")}
        variant="duo"
        rows={batches}
        rowKey={(batch) => batch.id}
        columns={[
          {
            key: "day",
            head: t("batchDay"),
            cell: (batch) => (
              <>
                <DateText value={batch.deliveredOn} />
                {batch.divisionName ? (
                  <small>{inLang(lang, batch.divisionName, batch.divisionNameEn ?? "")}</small>
                ) : null}
              </>
            ),
            foot: t("total"),
          },
          {
            key: "people",
            head: t("batchPeople"),
            right: true,
            cell: (batch) => shownCount(batch.people) ?? few,
            foot: totals.people ?? "",
          },
          {
            key: "times",
            head: t("batchTimes"),
            right: true,
            cell: (batch) => (shownCount(batch.people) === null ? few : batch.personTimes),
            foot: totals.personTimes ?? "",
          },
          {
            key: "fen",
            head: t("batchFen"),
            right: true,
            cell: (batch) => <Money fen={batch.deliveredFen} symbol={false} />,
            foot: <Money fen={totals.deliveredFen} symbol={false} />,
          },
        ]}
      />
      {totals.people === null ? <p className="note">{t("fewHelp")}</p> : null}
    </>
  );
}
