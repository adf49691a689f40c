import type { ReactNode } from "react";
import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { State, type Tone } from "#app/ui/state.tsx";
import { groupedReference } from "../gift-reference.ts";
import type { RecordedGift } from "./queries.server.ts";

const TONES: Record<string, Tone> = {
  waiting: "warn",
  inHand: "wait",
  banked: "done",
  settled: "done",
  withdrawn: "wait",
  asked: "warn",
  reversed: "bad",
  owed: "warn",
};

function stateOf(gift: RecordedGift) {
  if (gift.withdrawnAt) return "withdrawn";
  if (!gift.countedAt) return "waiting";
  if (gift.reversedAt) return gift.isOwedBack ? "owed" : "reversed";
  if (gift.reversalReason) return "asked";
  if (gift.kind === "transfer") return "settled";
  return gift.bankedAt ? "banked" : "inHand";
}

type EntryTableProps = {
  caption: string;
  gifts: readonly RecordedGift[];
  /** The control to tick an entry with; null where it may not be ticked. */
  pick?: (gift: RecordedGift) => boolean;
  /** What can be done with one entry. */
  acts?: (gift: RecordedGift) => ReactNode;
  withState?: boolean;
  empty?: ReactNode;
};

/** Gifts that people typed; phones see them as cards. */
export function EntryTable({ caption, gifts, pick, acts, withState, empty }: EntryTableProps) {
  const t = useT("recorded");
  const lang = useLang();
  const nameOf = (gift: RecordedGift): string =>
    gift.receiptNo ? t("receipt", { no: gift.receiptNo }) : t(`kind_${gift.kind}`);
  return (
    <CardsTable
      caption={caption}
      variant="stated"
      rows={gifts}
      rowKey={(gift) => gift.id}
      empty={empty}
      columns={[
        {
          key: "gift",
          head: t("col_gift"),
          cell: (gift) => (
            <>
              {pick?.(gift) ? (
                <label className="plainpick">
                  <input type="checkbox" name="id" value={gift.id} />
                  <span>{nameOf(gift)}</span>
                </label>
              ) : (
                nameOf(gift)
              )}
              <small>
                <DateText value={gift.givenOn} /> · {gift.shownName ?? t("anonymous")} ·{" "}
                {t("by", { name: gift.recordedBy })}
              </small>
            </>
          ),
        },
        {
          key: "fund",
          head: t("col_fund"),
          cell: (gift) => {
            const title = inLang(lang, gift.fundTitle, gift.fundTitleEn);
            return gift.donationId ? <a href={`/donations/${gift.donationId}`}>{title}</a> : title;
          },
        },
        {
          key: "amount",
          head: t("col_amount"),
          label: t("amountLabel"),
          right: true,
          cell: (gift) => <Money fen={gift.amountFen} symbol={false} />,
        },
        ...(withState
          ? [
              {
                key: "state",
                head: t("col_state"),
                st: true,
                cell: (gift: RecordedGift) => {
                  const state = stateOf(gift);
                  return (
                    <>
                      <State tone={TONES[state]}>{t(`state_${state}`)}</State>
                      {state === "owed" && gift.reference ? (
                        <small>{t("owedBack", { reference: groupedReference(gift.reference) })}</small>
                      ) : null}
                    </>
                  );
                },
              },
            ]
          : []),
        ...(acts ? [{ key: "act", head: t("col_act"), label: null, cell: acts }] : []),
      ]}
    />
  );
}

export const sumText = (gifts: readonly RecordedGift[]): string =>
  formatYuan(gifts.reduce((sum, gift) => sum + gift.amountFen, 0n));
