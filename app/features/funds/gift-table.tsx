import type { Lang, Translate } from "#app/lib/i18n.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable, type Column } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Trail, type TrailBead } from "#app/ui/trail.tsx";
import { inLang } from "./fund-text.ts";
import type { GiftTrail } from "./gift-trails.server.ts";

/** Gifts with four beads each: paid, reconciled, used, delivered. Headed by the fund, or by who gave. */
export function GiftTable({ gifts, headedBy }: { gifts: readonly GiftTrail[]; headedBy: "fund" | "giver" }) {
  const t = useT("funds");
  const lang = useLang();
  const columns: Column<GiftTrail>[] = [
    {
      key: "head",
      head: t(headedBy === "fund" ? "giftTo" : "giver"),
      cell: (gift) => <GiftHead gift={gift} headedBy={headedBy} />,
    },
    {
      key: "amount",
      head: t("amount"),
      right: true,
      st: true,
      cell: (gift) => <Money fen={gift.amountFen} />,
    },
    {
      key: "stage",
      head: t("stage"),
      className: "at",
      cell: (gift) => (
        <span>
          <Trail beads={beadsOf(gift)} />
          <span>{stageText(gift, t)}</span>
        </span>
      ),
    },
    { key: "use", head: t("usedFor"), cell: (gift) => purposeText(gift, t, lang) },
  ];
  return (
    <CardsTable
      caption={t("giftsCaption")}
      variant="headed"
      className="recent"
      rows={gifts}
      rowKey={(gift) => gift.id}
      columns={columns}
      empty={<EmptyState title={t("noGifts")}>{t("noGiftsText")}</EmptyState>}
    />
  );
}

function GiftHead({ gift, headedBy }: { gift: GiftTrail; headedBy: "fund" | "giver" }) {
  const t = useT("funds");
  const lang = useLang();
  const giver =
    gift.name === null
      ? t("anonymousGiver")
      : gift.isPseudonym
        ? t("pseudonymGiver", { name: gift.name })
        : gift.name;
  const href = `/donations/${gift.id}`;
  const when = <DateText value={gift.paidAt} precision="minute" />;
  return headedBy === "fund" ? (
    <>
      <a href={href}>{inLang(lang, gift.fundTitle, gift.fundTitleEn)}</a>
      <small>
        {giver}
        {lang === "zh" ? "，" : ", "}
        {when}
      </small>
    </>
  ) : (
    <>
      <a href={href}>{giver}</a>
      <small>{when}</small>
    </>
  );
}

/** A bead is solid once all of the gift has come that far, half once a part has. */
export function beadsOf(gift: GiftTrail): TrailBead[] {
  const used: TrailBead =
    gift.usedFen === 0n ? "next" : gift.netFen !== null && gift.usedFen >= gift.netFen ? "done" : "part";
  const delivered: TrailBead =
    gift.deliveredFen === 0n
      ? "next"
      : used === "done" && gift.deliveredFen >= gift.usedFen
        ? "done"
        : "part";
  return ["done", gift.settledAt ? "done" : "next", used, delivered];
}

function stageText(gift: GiftTrail, t: Translate<"funds">): string {
  if (gift.refundedFen > 0n && gift.usedFen === 0n) {
    return t("stageRefunded", { amount: formatYuan(gift.refundedFen) });
  }
  const [, settled, used, delivered] = beadsOf(gift);
  if (settled !== "done")
    return t(
      `stagePaid_${gift.provider === "alipay" || gift.provider === "stripe" ? gift.provider : "offline"}`,
    );
  if (used === "next") return t("stageSettled");
  if (delivered === "done") return t("stageDelivered");
  const amount = formatYuan(gift.usedFen);
  if (delivered === "part")
    return t("stageDeliveredPart", { amount, delivered: formatYuan(gift.deliveredFen) });
  return used === "done" ? t("stageUsed") : t("stageUsedPart", { amount });
}

function purposeText(gift: GiftTrail, t: Translate<"funds">, lang: Lang): string {
  if (gift.purposes.length > 0) {
    return gift.purposes.map(({ zh, en }) => inLang(lang, zh, en)).join(lang === "zh" ? "、" : ", ");
  }
  if (gift.refundedFen >= gift.amountFen) return "";
  if (gift.aheadFen === null) return t("notUsed");
  return gift.aheadFen > 0n ? t("notUsedAhead", { amount: formatYuan(gift.aheadFen) }) : t("notUsedNext");
}
