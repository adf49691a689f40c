import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { Expiry, ItemState } from "./goods-page.tsx";
import type { GoodsAnswer, loadGoodsItem } from "./goods-pages.server.ts";
import { say } from "./goods-words.ts";
import { HandOverForm, MoveForm } from "./item-forms.tsx";
import type { GoodsMove, StockedItem } from "./queries.server.ts";

export type ItemProps = Awaited<ReturnType<typeof loadGoodsItem>> & { answer: GoodsAnswer | undefined };

/** One item with its history, and what can be done with it next. */
export function GoodsItemPage(props: ItemProps) {
  const { item, moves, userId, isApprover, today, done, answer } = props;
  const t = useT("goods");
  const lang = useLang();
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/workspace/goods", label: t("title") }]} />
      <h1>{item.name}</h1>
      <p className="lead">
        {t("itemLead", {
          quantity: item.quantity,
          unit: item.unit,
          project: inLang(lang, item.fundTitle, item.fundTitleEn),
        })}
      </p>
      <p>
        <ItemState item={item} />
      </p>
      {answer?.refusal ? <Flash tone="bad" title={say(t, answer.refusal)} /> : null}
      {done && !answer ? <Flash title={say(t, `done_${done}`)} /> : null}
      <ItemFacts item={item} today={today} />
      {item.decision === null ? (
        <CountForm item={item} isOwn={item.recordedById === userId} isApprover={isApprover} />
      ) : null}
      <Section title={t("historyTitle")}>
        <CardsTable
          caption={t("historyTitle")}
          variant="stated"
          rows={moves}
          rowKey={(move) => move.id}
          empty={<p className="note">{t("historyNone")}</p>}
          columns={[
            {
              key: "what",
              head: t("col_move"),
              cell: (move) => (
                <>
                  {t(`move_${move.kind}`)} {t("amountOf", { quantity: move.quantity, unit: item.unit })}
                  <small>
                    {move.toPlace
                      ? t("fromTo", { from: move.fromPlace, to: move.toPlace })
                      : t("from", { from: move.fromPlace })}{" "}
                    · {move.reason}
                  </small>
                  <small>
                    {t("askedBy", { name: move.askedBy })} <DateText value={move.askedAt} />
                  </small>
                </>
              ),
            },
            {
              key: "state",
              head: t("col_state"),
              st: true,
              label: null,
              cell: (move) => <MoveState move={move} />,
            },
            { key: "people", head: t("col_people"), right: true, cell: (move) => move.people },
            {
              key: "acts",
              head: t("col_acts"),
              hideHead: true,
              label: null,
              cell: (move) => <MoveActs {...props} move={move} />,
            },
          ]}
        />
      </Section>
      {item.stock.some(({ quantity }) => quantity > 0) ? <MoveForm {...props} /> : null}
    </div>
  );
}

function ItemFacts({ item, today }: { item: StockedItem; today: string }) {
  const t = useT("goods");
  return (
    <Facts
      plain
      items={[
        ...item.stock.map(({ place, quantity }) => ({
          term: t("inStoreAt", { place }),
          value: t("amountOf", { quantity, unit: item.unit }),
        })),
        {
          term: t("col_value"),
          value: `${formatYuan(item.valueFen)}（${t(`valuation_${item.valuation}`)}）`,
        },
        ...(item.batchNo ? [{ term: t("batchField"), value: item.batchNo }] : []),
        ...(item.expiresOn
          ? [{ term: t("col_expires"), value: <Expiry on={item.expiresOn} today={today} /> }]
          : []),
        { term: t("receivedField"), value: <DateText value={item.receivedOn} /> },
        ...(item.donorName ? [{ term: t("donorField"), value: item.donorName }] : []),
        { term: t("recordedBy"), value: item.recordedBy },
        ...(item.decidedBy ? [{ term: t("countedBy"), value: item.decidedBy }] : []),
        { term: t("fileField"), value: <a href={`/workspace/goods/files/${item.id}`}>{t("openFile")}</a> },
      ]}
    />
  );
}

function CountForm({ item, isOwn, isApprover }: { item: StockedItem; isOwn: boolean; isApprover: boolean }) {
  const t = useT("goods");
  return (
    <Section title={t("countTitle")}>
      <p>{isOwn ? t("ownEntry") : t("countText", { quantity: item.quantity, unit: item.unit })}</p>
      <form method="post" className="acts">
        {isOwn || !isApprover ? null : (
          <SubmitButton name="intent" value="count">
            {t("countButton")}
          </SubmitButton>
        )}
        {isOwn || isApprover ? (
          <SubmitButton quiet name="intent" value="send-back">
            {isOwn ? t("withdraw") : t("sendBack")}
          </SubmitButton>
        ) : null}
      </form>
    </Section>
  );
}

function MoveState({ move }: { move: GoodsMove }) {
  const t = useT("goods");
  if (move.decision === "rejected") return <State tone="wait">{t("moveState_rejected")}</State>;
  if (move.decision === null) return <State tone="warn">{t("moveState_asked")}</State>;
  if (move.kind === "issued" && move.handedOverOn === null)
    return <State tone="warn">{t("moveState_approved", { name: move.decidedBy ?? "" })}</State>;
  if (move.handedOverOn) return <State>{t("moveState_handedOver", { day: move.handedOverOn })}</State>;
  return <State>{t("moveState_done", { name: move.decidedBy ?? "" })}</State>;
}

function MoveActs({ move, userId, isApprover, today, answer }: ItemProps & { move: GoodsMove }) {
  const t = useT("goods");
  const isOwn = move.askedById === userId;
  if (move.decision === null) {
    if (!isOwn && !isApprover) return <span className="help">{t("approverDecides")}</span>;
    return (
      <form method="post" className="acts">
        <input type="hidden" name="move" value={move.id} />
        {isOwn ? null : (
          <SubmitButton name="intent" value="approve">
            {t("approve")}
          </SubmitButton>
        )}
        <SubmitButton quiet name="intent" value="refuse">
          {isOwn ? t("withdraw") : t("refuse")}
        </SubmitButton>
      </form>
    );
  }
  if (move.handedOverOn) return <a href={`/workspace/goods/files/${move.id}`}>{t("openSigned")}</a>;
  if (move.kind !== "issued" || move.decision !== "approved") return null;
  return <HandOverForm move={move} today={today} answer={answer} />;
}
