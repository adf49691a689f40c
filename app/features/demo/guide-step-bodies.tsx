import type { ReactNode } from "react";
import { inLang } from "#app/features/funds/fund-text.ts";
import type { Lang, Translate } from "#app/lib/i18n.ts";
import { Phrase } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { ProgressBar } from "#app/ui/progress-bar.tsx";
import { ButtonLink, SubmitButton } from "#app/ui/submit-button.tsx";
import { Act } from "./guide-act.tsx";
import type { GuideView } from "./guide-page.tsx";

interface Given {
  t: Translate<"guide">;
  view: GuideView;
}
interface Step {
  body: ReactNode;
  action?: ReactNode;
}

/** What the visitor should see on the page that the button leads to. */
function Watch({ t, children }: { t: Translate<"guide">; children: ReactNode }) {
  return (
    <p>
      <b>{t("watch")}</b> {children}
    </p>
  );
}

export function GiveStep({ t, view, title }: Given & { title: string }): Step {
  const { gift, payment, spendableFen, toDo } = view;
  if (gift) {
    return {
      body: (
        <p>
          <Phrase
            ns="guide"
            k="gaveBody"
            values={{ amount: formatYuan(gift.amountFen) }}
            parts={{ b: <b /> }}
          />
        </p>
      ),
    };
  }
  const isShort = payment && !payment.approvedAt && spendableFen < payment.amountFen;
  return {
    body: (
      <>
        <p>{t("giveBody", { title })}</p>
        <p>
          {isShort
            ? t("giveHint", {
                proposal: formatYuan(payment.amountFen),
                free: formatYuan(spendableFen),
                missing: formatYuan(payment.amountFen - spendableFen),
              })
            : t("giveHintAny")}
        </p>
        <Watch t={t}>{t("giveWatch")}</Watch>
        {toDo === "give" ? <GiveForm t={t} /> : null}
      </>
    ),
  };
}

function GiveForm({ t }: Pick<Given, "t">) {
  return (
    <form method="post" action="/guide">
      <input type="hidden" name="act" value="give" />
      <MoneyInput label={t("amount")} name="amount" defaultValue="10" required />
      <p className="field">
        <SubmitButton>{t("giveButton")}</SubmitButton>
      </p>
    </form>
  );
}

export function PayStep({ t, view }: Given): Step {
  const { gift, toDo } = view;
  if (gift?.paidAt) return { body: <Moment k="paidBody" at={gift.paidAt} /> };
  if (gift?.quarantinedAt) {
    return { body: <p>{t("quarantined")}</p>, action: <Act act="begin-again">{t("giveAgain")}</Act> };
  }
  return {
    body: (
      <>
        <p>{t("payBody")}</p>
        <Watch t={t}>{t("payWatch")}</Watch>
        {toDo === "pay" && !gift?.payUrl ? <p>{t("payWaiting")}</p> : null}
      </>
    ),
    action:
      toDo === "pay" && gift?.payUrl ? (
        <ButtonLink href={gift.payUrl}>{t("payButton")}</ButtonLink>
      ) : undefined,
  };
}

function Moment({ k, at }: { k: "paidBody" | "closedBody"; at: Date }) {
  return (
    <p>
      <Phrase ns="guide" k={k} parts={{ time: <DateText value={at} precision="second" /> }} />
    </p>
  );
}

export function LookStep({ t, view }: Given): Step {
  const { gift, toDo } = view;
  return {
    body: (
      <>
        <p>{t("lookBody")}</p>
        {toDo === "look" ? <Watch t={t}>{t("lookWatch")}</Watch> : null}
      </>
    ),
    action: gift?.paidAt ? (
      <Act act="look" quiet={toDo !== "look"}>
        {t("lookButton")}
      </Act>
    ) : undefined,
  };
}

export function CloseStep({ t, view }: Given): Step {
  const { gift, toDo, closedAt, isWaiting } = view;
  if (gift?.settledAt) return { body: <Moment k="closedBody" at={gift.settledAt} /> };
  const done = 1 + Number(gift?.isOnStatement ?? false);
  return {
    body: (
      <>
        <p>{t("closeBody")}</p>
        <Watch t={t}>{t("closeWatch")}</Watch>
        {toDo === "close" && closedAt ? (
          isWaiting ? (
            <ProgressBar
              label={
                <Phrase
                  ns="guide"
                  k="closeWaiting"
                  parts={{ time: <DateText value={closedAt} precision="second" /> }}
                />
              }
              done={done}
              total={3}
            />
          ) : (
            <p>{t("closeLate")}</p>
          )
        ) : null}
      </>
    ),
    action:
      toDo === "close" && !(closedAt && isWaiting) ? (
        <Act act="close">{closedAt ? t("closeAgain") : t("closeButton")}</Act>
      ) : undefined,
  };
}

export function ApproveStep({ t, view, lang }: Given & { lang: Lang }): Step {
  const { payment, spendableFen, toDo } = view;
  const isNow = toDo === "approve";
  if (!payment) {
    return {
      body: <p>{t("approveNone", { free: formatYuan(spendableFen) })}</p>,
      action: isNow ? <Act act="propose">{t("proposeButton")}</Act> : undefined,
    };
  }
  const amount = formatYuan(payment.amountFen);
  const purpose = inLang(lang, payment.purpose, payment.purposeEn);
  if (payment.approvedAt) return { body: <p>{t("approvedBody", { purpose, amount })}</p> };
  if (isNow && payment.amountFen <= payment.aheadOfGiftFen) {
    const ahead = formatYuan(payment.aheadOfGiftFen);
    return {
      body: <p>{t("approveBehind", { ahead, amount, free: formatYuan(spendableFen) })}</p>,
      action: <Act act="propose">{t("proposeAgainButton")}</Act>,
    };
  }
  const missingFen = payment.amountFen - spendableFen;
  const isShort = isNow && missingFen > 0n;
  return {
    body: (
      <>
        <p>{t("approveBody", { purpose, amount })}</p>
        <Watch t={t}>{t("approveWatch")}</Watch>
        {isShort ? (
          <Callout>
            <p>{t("approveShort", { free: formatYuan(spendableFen), missing: formatYuan(missingFen) })}</p>
          </Callout>
        ) : null}
      </>
    ),
    action: !isNow ? undefined : isShort ? (
      <Act act="begin-again">{t("giveAgain")}</Act>
    ) : (
      <Act act="approve">{t("approveButton")}</Act>
    ),
  };
}

export function PayOutStep({ t, view }: Given): Step {
  const { payment, toDo } = view;
  const isDelivered = payment?.paidAt && payment.deliveredFen >= payment.amountFen && toDo !== "payOut";
  if (payment?.approvedAt && isDelivered) {
    return {
      body: (
        <p>
          <Phrase
            ns="guide"
            k="arrivedBody"
            parts={{ a: <a href={`/disbursements/${payment.id}`}>{payment.purpose}</a> }}
          />
        </p>
      ),
    };
  }
  return {
    body: (
      <>
        <p>{t("payOutBody")}</p>
        <Watch t={t}>{t("payOutWatch")}</Watch>
        {toDo === "payOut" && payment?.paidAt ? <p>{t("paidOutBody")}</p> : null}
      </>
    ),
    action:
      toDo !== "payOut" || !payment ? undefined : payment.paidAt ? (
        <Act act="arrived">{t("arrivedButton")}</Act>
      ) : (
        <Act act="pay-out">{t("payOutButton", { amount: formatYuan(payment.amountFen) })}</Act>
      ),
  };
}

export function TraceStep({ t, view, lang }: Given & { lang: Lang }): Step {
  const { gift, payment, toDo } = view;
  if (toDo === null && gift && payment) {
    const purpose = inLang(lang, payment.purpose, payment.purposeEn);
    const values = { gift: formatYuan(gift.amountFen), used: formatYuan(payment.fromGiftFen), purpose };
    return {
      body: (
        <>
          <p>
            {payment.fromGiftFen > 0n ? (
              <Phrase ns="guide" k="traceDone" values={values} parts={{ b: <b /> }} />
            ) : (
              t("traceBehind")
            )}
          </p>
          <Watch t={t}>{t("traceWatch")}</Watch>
        </>
      ),
      action: <Act act="look">{t("traceButton")}</Act>,
    };
  }
  return { body: <p>{t("traceBody")}</p> };
}
