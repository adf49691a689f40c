import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { type BarPart, FundBar } from "#app/ui/fund-bar.tsx";
import { formatYuan, headlineYuan } from "#app/ui/money-text.ts";
import { costsFen, type FundFigures, inflowFen } from "./figures.ts";
import type { FundReconciliation } from "./fund-books.server.ts";
import { inLang } from "./fund-text.ts";
import type { FundKind } from "./kinds.ts";
import type { PublicFund } from "./queries.server.ts";

/** The page's answer: one sentence with figures, one bar, and when it was true. */
export function FundAnswer(props: {
  fund: PublicFund;
  figures: FundFigures;
  reconciliation: FundReconciliation;
}) {
  const { fund, figures, reconciliation } = props;
  const t = useT("funds");
  const lang = useLang();
  const lead = inLang(lang, fund.lead, fund.leadEn);
  const count = Number(figures.donationCount);
  return (
    <div className="answer">
      <h1>
        <span className="name">
          {inLang(lang, fund.title, fund.titleEn)} {lead === "" ? null : <small>{lead}</small>}
        </span>
      </h1>
      <p className="say">
        <FundSay figures={figures} kind={fund.kind} />
      </p>
      <FundBar
        totalLabel={figures.otherInFen > 0n ? t("barTotalOther", { count }) : t("barTotal", { count })}
        total={inflowFen(figures)}
        parts={useBarParts(figures, fund.kind)}
      />
      <AsOf at={figures.asOf}>
        <ReconciledTo fund={fund} reconciliation={reconciliation} />
      </AsOf>
    </div>
  );
}

/** The sentence, in pieces that do not break inside. */
function FundSay({ figures, kind }: { figures: FundFigures; kind: FundKind }) {
  const t = useT("funds");
  const lang = useLang();
  const amount = (fen: bigint) => ({ amount: headlineYuan(fen, lang) });
  if (inflowFen(figures) === 0n) return <span>{t("sayNothing")}</span>;
  const isUsed = figures.disbursedFen > 0n;
  const gap = lang === "en" ? " " : null;
  return (
    <>
      <span>{t("sayRaised", amount(figures.raisedFen))}</span>
      {gap}
      <span>{isUsed ? t("sayUsed", amount(figures.disbursedFen)) : t("sayUnused")}</span>
      <br className="wide" />
      {gap}
      {figures.committedFen > 0n ? <span>{t("sayCommitted", amount(figures.committedFen))}</span> : null}
      {gap}
      {figures.heldFen > 0n ? (
        <span>{t(kind === "trust" ? "sayPrincipal" : "sayHeld", amount(figures.heldFen))}</span>
      ) : null}
      {gap}
      <span>{t("sayLeft", amount(figures.availableFen))}</span>
    </>
  );
}

/** The parts of a fund's bar in the order used, committed, held, left, costs; they sum to all that came in. */
export function useBarParts(figures: FundFigures, kind: FundKind | null): BarPart[] {
  const t = useT("funds");
  const held: BarPart[] =
    figures.heldFen === 0n
      ? []
      : [{ kind: "held", label: t(kind === "project" ? "held" : "heldTrust"), fen: figures.heldFen }];
  const costParts = [figures.feesFen, figures.refundedFen, figures.otherOutFen].filter((fen) => fen !== 0n);
  return [
    { kind: "used", label: t("used"), fen: figures.disbursedFen },
    { kind: "committed", label: t("committed"), fen: figures.committedFen },
    ...held,
    { kind: "left", label: t("left"), fen: figures.availableFen },
    {
      kind: "costs",
      label: t(figures.otherOutFen === 0n ? "costs" : "costsMoved"),
      fen: costsFen(figures),
      note:
        costParts.length < 2
          ? undefined
          : costParts.map((fen) => formatYuan(fen, { symbol: false })).join(" + "),
    },
  ];
}

/** How far the statements of the fund are matched with its books; continues the line of `AsOf`. */
export function ReconciledTo({
  fund,
  reconciliation,
}: {
  fund: PublicFund;
  reconciliation: FundReconciliation;
}) {
  const t = useT("funds");
  const { throughDay, openCount, openFen } = reconciliation;
  if (throughDay === null) return <>{t("notReconciled")}</>;
  if (openCount === 0n) return <>{t("reconciledClear", { day: throughDay })}</>;
  return (
    <>
      {t("reconciledOpen", { day: throughDay, count: Number(openCount), amount: formatYuan(openFen) })}{" "}
      <a href={`/organizations/${fund.organizationSlug}/reconciliation`}>{t("seeBreaks")}</a>
    </>
  );
}
