import type { ReactNode } from "react";
import { accountId } from "#app/features/ledger/accounts.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import type { FundFigures } from "./figures.ts";
import type { FundCounts } from "./fund-books.server.ts";
import { fundHref } from "./kinds.ts";
import type { PublicFund } from "./queries.server.ts";

type SumLine = { key: string; name: ReactNode; link?: ReactNode; note?: ReactNode; fen: bigint };

type FundSumsProps = { fund: PublicFund; figures: FundFigures; counts: FundCounts; hasGiftRows: boolean };

/** Every term of the fund, from what came in to what is left, each with a way to the rows it sums. */
export function FundSums(props: FundSumsProps) {
  const t = useT("funds");
  const { figures } = props;
  const lines = useLines(props);
  return (
    <Section title={t("sums")} first>
      <table className="figures">
        <caption className="vh">{t("sumsCaption")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("sumsItem")}</th>
            <th scope="col" className="r">
              {t("sumsYuan")}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <th scope="row">
                {line.name} {line.link}
                {line.note ? <small>{line.note}</small> : null}
              </th>
              <td className="r">
                <Money fen={line.fen} symbol={false} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              {t("sumsLeft")}
              {figures.unsettledFen > 0n ? (
                <small>
                  {t("sumsUnsettled", { amount: formatYuan(figures.unsettledFen, { symbol: false }) })}
                </small>
              ) : null}
            </th>
            <td className="r">
              <Money fen={figures.availableFen} symbol={false} />
            </td>
          </tr>
        </tfoot>
      </table>
    </Section>
  );
}

function useLines({ fund, figures, counts, hasGiftRows }: FundSumsProps) {
  const t = useT("funds");
  const rows = (account: "available" | "held", kind: string, text: string) => (
    <a href={`/ledger/accounts/${accountId(account, fund.id, fund.currency)}?kind=${kind}`}>{text}</a>
  );
  const base = fundHref(fund);
  const raisedRows = `/ledger/accounts/${accountId(fund.kind === "trust" ? "held" : "available", fund.id, fund.currency)}`;
  const plain = (fen: bigint) => formatYuan(fen, { symbol: false });
  const lines: SumLine[] = [
    {
      key: "raised",
      name: t("sumsRaised"),
      link: (
        <a href={hasGiftRows ? `${base}/gifts` : raisedRows}>
          {t("sumsGifts", { count: Number(figures.donationCount) })}
        </a>
      ),
      fen: figures.raisedFen,
    },
    {
      key: "used",
      name: t("sumsUsed"),
      link: <a href={`${base}/spending`}>{t("sumsPaid", { count: Number(counts.paidCount) })}</a>,
      note:
        figures.disbursedFen > 0n
          ? t("sumsDelivered", {
              delivered: plain(figures.deliveredFen),
              waiting: plain(figures.disbursedFen - figures.deliveredFen),
            })
          : null,
      fen: -figures.disbursedFen,
    },
    {
      key: "committed",
      name: t("sumsCommitted"),
      link: <a href={`${base}/spending`}>{t("sumsRows", { count: Number(counts.committedCount) })}</a>,
      fen: -figures.committedFen,
    },
    {
      key: "fees",
      name: t("sumsFees"),
      link: figures.feesFen === 0n ? null : rows("available", "provider-fee", t("sumsFeeRows")),
      fen: -figures.feesFen,
    },
    {
      key: "refunded",
      name: t("sumsRefunded"),
      link:
        figures.refundedFen === 0n
          ? null
          : rows("available", "refund-promised", t("sumsRows", { count: Number(counts.refundCount) })),
      fen: -figures.refundedFen,
    },
  ];
  if (figures.otherInFen !== 0n) {
    lines.splice(1, 0, {
      key: "other-in",
      name: t("sumsOtherIn"),
      note: t("sumsOtherInNote"),
      fen: figures.otherInFen,
    });
  }
  if (figures.heldFen !== 0n) {
    const isTrust = fund.kind === "trust";
    lines.push({
      key: "held",
      name: t(isTrust ? "sumsPrincipal" : "sumsHeld"),
      link: <a href={`/ledger/accounts/${accountId("held", fund.id, fund.currency)}`}>{t("sumsFeeRows")}</a>,
      fen: -figures.heldFen,
    });
  }
  if (figures.otherOutFen !== 0n) {
    lines.push({
      key: "moved",
      name: t("sumsMoved"),
      link: rows("available", "fund-move", t("sumsFeeRows")),
      fen: -figures.otherOutFen,
    });
  }
  return lines;
}
