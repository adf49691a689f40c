import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { State } from "#app/ui/state.tsx";
import { exactYuan } from "../rules/exact-yuan.ts";
import { plainYuan } from "../rules/rule-text.ts";
import type { TillAnswer } from "./order-form.server.ts";
import type { OpenTill, TillData } from "./till-data.server.ts";
import { TillFrame } from "./till-frame.tsx";

/** Served as they are from public/, in this order. */
const SCRIPTS = ["/till-gift.js", "/till-queue.js", "/till-page.js"] as const;

/** The counter's page: a price, one large button, and what it gives. */
export function TillPage({ data, answer }: { data: TillData; answer: TillAnswer | null }) {
  const t = useT("till");
  const { desk, place } = data;
  return (
    <TillFrame shop={place.name} back={false}>
      {desk ? (
        <div id="till" data-till={desk.script}>
          {answer ? null : <Booked desk={desk} />}
          <p className="done" id="till-done" role="status" hidden />
          <div className="unsent" id="till-waiting" role="status" hidden />
          <p className="unsent" id="till-nostore" role="alert" hidden>
            {t("noStore")}
          </p>
          <section className="unsent" id="till-rejected" aria-labelledby="rejected-title" hidden>
            <h2 id="rejected-title">{t("rejectedTitle")}</h2>
            <ul id="till-rejected-list" />
          </section>
          <OrderForm desk={desk} answer={answer} />
          <RuleInWords desk={desk} />
          <Today desk={desk} />
          <nav className="acts" aria-label={t("actions")}>
            <a className="btn quiet" href="/till/return">
              {t("returnLink")}
            </a>
            <a className="btn quiet" href="/till/today">
              {t("todayLink")}
            </a>
            <a className="btn quiet" href="/till/card.pdf">
              {t("cardLink")}
            </a>
          </nav>
          <p className="note">{t("offlineNote")}</p>
          <noscript>
            <p className="note">{t("paperNote")}</p>
          </noscript>
          <p className="note">
            {t("filing", { charity: desk.charity })}{" "}
            {desk.filingNo ? (
              <>
                {t("filingNo")} <span className="code">{desk.filingNo}</span>
              </>
            ) : null}
          </p>
          {desk.canChange ? (
            <p>
              <a href="/till/setup">{t("change")}</a>
            </p>
          ) : null}
          {SCRIPTS.map((src) => (
            <script key={src} src={src} defer />
          ))}
        </div>
      ) : (
        <>
          <h1>{t("noAgreementTitle")}</h1>
          <p>{t("noAgreement")}</p>
          <p className="acts">
            <a className="btn quiet" href="/workspace/sales/agreements">
              {t("toAgreements")}
            </a>
          </p>
        </>
      )}
    </TillFrame>
  );
}

/** What a form without scripts has just booked. */
function Booked({ desk }: { desk: OpenTill }) {
  const t = useT("till");
  const { done } = desk;
  if (!done) return null;
  const isUndone = done.returnedFen >= done.amountFen;
  const gift = desk.isShopperFunded ? t("shopperMay") : t("orderGives", { gift: exactYuan(done.giftE4) });
  return (
    <div className="done" role="status" id="till-booked">
      <State tone="done">{t(isUndone ? "reversed" : "booked")}</State>{" "}
      {t("orderSaid", { price: formatYuan(done.amountFen), gift })}{" "}
      <a href={`/till/orders/${encodeURIComponent(done.orderNo)}`}>{t("showShopper")}</a>
      {isUndone ? null : (
        <form method="post" action={`/till/orders/${encodeURIComponent(done.orderNo)}`}>
          <input type="hidden" name="returnNo" value={desk.returnNo} />
          <input type="hidden" name="how" value="all" />
          <button type="submit" className="linklike">
            {t("undo")}
          </button>
        </form>
      )}
    </div>
  );
}

function OrderForm({ desk, answer }: { desk: OpenTill; answer: TillAnswer | null }) {
  const t = useT("till");
  const error = answer ? t(`why_${answer.error}`) : t("why_bad-amount");
  return (
    <form method="post" action="/till" id="till-form" noValidate>
      <input type="hidden" name="orderNo" value={desk.orderNo} />
      <h1>
        <label htmlFor="amount">{t("amountLabel")}</label>
      </h1>
      <p className="err" id="till-error" role="alert" hidden={answer === null}>
        {error}
      </p>
      <input
        className="input amt"
        id="amount"
        name="amount"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        enterKeyHint="done"
        maxLength={12}
        defaultValue={answer?.amount}
        aria-invalid={answer ? true : undefined}
        aria-describedby="till-error till-gift"
      />
      <Counts skus={desk.skus} />
      <output className="gives" id="till-gift" htmlFor="amount" />
      <button type="submit" className="btn full rec">
        {t("book")}
      </button>
      {desk.usual.length > 0 ? (
        <fieldset className="quick">
          <legend>{t("quick")}</legend>
          {desk.usual.map((fen) => (
            <button
              key={fen.toString()}
              type="submit"
              className="btn quiet"
              name="quick"
              value={fen.toString()}
            >
              {formatYuan(fen)}
            </button>
          ))}
        </fieldset>
      ) : null}
    </form>
  );
}

/** Only where the rule counts things. */
function Counts({ skus }: { skus: readonly string[] | null }) {
  const t = useT("till");
  if (skus === null) return null;
  const fields = skus.length === 0 ? [{ id: "count", label: t("count"), value: "1" }] : [];
  const bySku = skus.map((sku, index) => ({
    id: `count-${index}`,
    label: t("countOf", { sku }),
    value: "0",
  }));
  return (
    <div className="counts">
      {[...fields, ...bySku].map(({ id, label, value }) => (
        <p key={id}>
          <label htmlFor={id}>{label}</label>
          <input className="input" id={id} name={id} inputMode="numeric" defaultValue={value} maxLength={5} />
        </p>
      ))}
    </div>
  );
}

function RuleInWords({ desk }: { desk: OpenTill }) {
  const { campaign, rule, limits } = desk;
  return (
    <div className="rule" id="rule">
      <p>
        <Phrase
          ns="till"
          k={desk.isShopperFunded ? "ruleShopper" : "rule"}
          values={{ campaign, rule }}
          parts={{ b: <b /> }}
        />
      </p>
      {limits.length > 0 ? <p className="note">{limits.join(" · ")}</p> : null}
    </div>
  );
}

function Today({ desk }: { desk: OpenTill }) {
  const t = useT("till");
  const lang = useLang();
  const { today, month, campaignCapFen } = desk;
  return (
    <section aria-labelledby="today">
      <h2 id="today">{t("today", { day: today.day.slice(5) })}</h2>
      <Pairs
        items={[
          { term: t("sold"), value: <Count id="today-orders" count={today.orderCount} /> },
          { term: t("returned"), value: <Count id="today-returns" count={today.returnCount} /> },
          {
            term: t("todayGift"),
            value: <span id="today-gift">¥{exactYuan(today.giftE4)}</span>,
            total: true,
          },
        ]}
      />
      <p className="note" id="today-stale" hidden>
        {t("todayStale")}
      </p>
      <p className="so-far">
        <span>
          {t("month", { month: Number(month.month.slice(5)) })}{" "}
          <b className="num">¥{exactYuan(month.giftE4)}</b>
        </span>
        {campaignCapFen === null ? null : (
          <span className="note">{t("monthCap", { amount: plainYuan(campaignCapFen, lang) })}</span>
        )}
      </p>
      <p className="note">
        {t("monthAll", { orders: month.orderCount, returns: month.returnCount })} {t("todayNote")}
      </p>
    </section>
  );
}

function Count({ id, count }: { id: string; count: bigint }) {
  const t = useT("till");
  return (
    <>
      <span id={id}>{count.toString()}</span> {t("unit")}
    </>
  );
}
