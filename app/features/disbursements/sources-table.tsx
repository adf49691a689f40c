import type { Translate } from "#app/lib/i18n.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { say } from "./form-state.ts";
import type { DisbursementSource } from "./trace-queries.server.ts";

/** The gifts that paid for a disbursement, with the sum of what is shown. */
export function SourcesTable({ sources, isAll }: { sources: readonly DisbursementSource[]; isAll: boolean }) {
  const t = useT("disbursements");
  const shownFen = sources.reduce((sum, source) => sum + source.amountFen, 0n);
  return (
    <CardsTable
      caption={t("sourcesCaption")}
      variant="headed"
      rows={sources}
      rowKey={(source) => source.fromFen.toString()}
      columns={[
        {
          key: "source",
          head: t("source"),
          cell: (source) =>
            source.donationId ? (
              <>
                <a href={`/donations/${source.donationId}`}>
                  {t("sourceGift", { name: donorText(t, source) })}
                </a>
                {source.originKind === "gift" ? null : <small>{originText(t, source.originKind)}</small>}
              </>
            ) : source.returnedOf ? (
              <a href={`/disbursements/${source.returnedOf}`}>{originText(t, source.originKind)}</a>
            ) : (
              originText(t, source.originKind)
            ),
          foot: t(isAll ? "total" : "sourcesTraced"),
        },
        {
          key: "day",
          head: t("givenOn"),
          className: "num",
          cell: (source) => (source.givenAt ? <DateText value={source.givenAt} /> : null),
          foot: "",
        },
        {
          key: "used",
          head: t("used"),
          label: t("amountLabel"),
          right: true,
          st: true,
          cell: (source) => <Money fen={source.amountFen} symbol={false} />,
          foot: <Money fen={shownFen} symbol={false} />,
        },
      ]}
    />
  );
}

function donorText(t: Translate<"disbursements">, source: DisbursementSource): string {
  if (!source.shownName) return t("anonymous");
  return source.visibility === "pseudonym" ? t("pseudonym", { name: source.shownName }) : source.shownName;
}

const ORIGINS = new Set([
  "refund-failed",
  "dispute-won",
  "provider-fee-returned",
  "cover-promised",
  "income-received",
  "trust-principal-released",
  "suspense-to-fund",
  "disbursement-returned",
  "fund-move",
]);

const originText = (t: Translate<"disbursements">, kind: string): string =>
  say(t, ORIGINS.has(kind) ? `origin_${kind}` : "origin_unknown");
