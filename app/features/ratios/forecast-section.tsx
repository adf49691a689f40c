import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import type { RatioYear } from "./load-ratios.server.ts";

/** Where the year is heading, with the method in words; nothing for a year that is over. */
export function ForecastSection({ ratios }: { ratios: RatioYear }) {
  const t = useT("ratios");
  const { forecast } = ratios;
  if (!forecast) return null;
  const days = forecast.daysLeft;
  const rows = [
    { key: "low", label: t("forecastLow"), fen: forecast.lowFen },
    { key: "likely", label: t("forecastLikely"), fen: forecast.likelyFen },
    { key: "high", label: t("forecastHigh"), fen: forecast.highFen },
  ];
  return (
    <Section
      title={t("forecastTitle")}
      intro={
        forecast.months.length > 0
          ? t("forecastMethod", { count: forecast.months.length, days })
          : t("forecastMethodStart", { days })
      }
    >
      <CardsTable
        caption={t("forecastTitle")}
        variant="duo"
        className="narrow"
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { key: "case", head: t("forecastCase"), cell: (row) => row.label },
          {
            key: "fen",
            head: t("forecastAmount"),
            right: true,
            cell: (row) => <Money fen={row.fen} symbol={false} />,
          },
        ]}
      />
      {forecast.neededPerDayFen === null ? null : (
        <p className="note">{t("neededPerDay", { days, amount: formatYuan(forecast.neededPerDayFen) })}</p>
      )}
    </Section>
  );
}

/** Money on its way; who has it is for members alone, since a payee may be a person. */
export function TransitSection({ ratios, showPayees }: { ratios: RatioYear; showPayees: boolean }) {
  const t = useT("ratios");
  const { transit, transitFen } = ratios;
  const say =
    transit.length === 0
      ? t("transitNone")
      : t("transitSay", { count: transit.length, amount: formatYuan(transitFen) });
  return (
    <Section title={t("transitTitle")} intro={say}>
      {showPayees && transit.length > 0 ? (
        <CardsTable
          caption={t("transitTitle")}
          variant="headed"
          rows={transit}
          rowKey={(row) => row.payee}
          columns={[
            { key: "payee", head: t("transitPayee"), cell: (row) => row.payee },
            { key: "payments", head: t("transitPayments"), right: true, cell: (row) => row.payments },
            {
              key: "since",
              head: t("transitSince"),
              cell: (row) => <DateText value={row.oldestPaidAt} />,
            },
            {
              key: "fen",
              head: t("amount"),
              right: true,
              cell: (row) => <Money fen={row.fen} symbol={false} />,
            },
          ]}
        />
      ) : null}
    </Section>
  );
}
