import { GiveQuestion } from "#app/features/donations/give-question.tsx";
import type { GiftView } from "#app/features/donations/queries.server.ts";
import { VISIBILITIES } from "#app/features/donations/schema.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { ruleWords } from "../rules/rule-text.ts";
import type { OrderGiftAnswer, ShopperInvitation } from "./order-page.server.ts";
import { returnedFenOf } from "./order-sums.ts";
import type { ShopperOrder } from "./shopper-order.server.ts";

interface OrderGiftProps {
  order: ShopperOrder;
  gift: GiftView | null;
  invitation: ShopperInvitation;
  answer: OrderGiftAnswer | null;
}

/** Where the shopper may give: the gift that is there, else the invitation, said without pressure. */
export function OrderGift({ order, gift, invitation, answer }: OrderGiftProps) {
  const t = useT("shoppers");
  const lang = useLang();
  const mayBegin = gift === null || gift.status === "closed";
  const canGive = invitation.isOpen && invitation.sums.length > 0 && invitation.ways.length > 0;
  return (
    <Section title={t(gift ? "giftTitle" : "giveTitle")}>
      {gift ? <GiftState gift={gift} /> : null}
      {gift?.status === "pending" && canGive ? <GoOn gift={gift} answer={answer} /> : null}
      {mayBegin && canGive ? (
        <>
          <p>{t("giveLead", { rule: ruleWords(order.terms, lang) })}</p>
          <GiftForm order={order} invitation={invitation} answer={answer} />
        </>
      ) : null}
      {gift === null && !canGive ? <p>{t(whyNothing(order, invitation))}</p> : null}
    </Section>
  );
}

function whyNothing(order: ShopperOrder, { isOpen, sums }: ShopperInvitation) {
  if (returnedFenOf(order) > 0n) return "nothingReturned" as const;
  if (!isOpen) return "closedGive" as const;
  return sums.length === 0 ? ("nothingAsked" as const) : ("noWay" as const);
}

function GiftState({ gift }: { gift: GiftView }) {
  const t = useT("shoppers");
  const { status } = gift;
  const known = status === "pending" || status === "paid" || status === "settled" || status === "closed";
  const isPaid = status === "paid" || status === "settled";
  return (
    <p className="section-body">
      <State tone={isPaid ? "done" : "wait"}>{formatYuan(gift.amountFen)}</State>{" "}
      {t(known ? `giftState_${status}` : "giftState_changed")}{" "}
      <a href={`/donations/${gift.id}`}>{t("seeGift")}</a>
    </p>
  );
}

/** Back to the payment that is open: the same sum the same way, so that it stays one. */
function GoOn({ gift, answer }: { gift: GiftView; answer: OrderGiftAnswer | null }) {
  const t = useT("shoppers");
  return (
    <form method="post">
      {answer?.refusal ? (
        <ErrorSummary errors={[{ id: "go-on", message: t(`refused_${answer.refusal}`) }]} />
      ) : null}
      <input type="hidden" name="amount" value={gift.amountFen.toString()} />
      <input type="hidden" name="provider" value={gift.provider} />
      <p className="field">
        <SubmitButton full id="go-on">
          {t("goOn")}
        </SubmitButton>
      </p>
    </form>
  );
}

function GiftForm({ order, invitation, answer }: Omit<OrderGiftProps, "gift">) {
  const t = useT("shoppers");
  const give = useT("give");
  const lang = useLang();
  const typed = answer?.typed ?? {};
  const errors = answer?.errors ?? {};
  const said = (name: string) => {
    if (!errors[name]) return undefined;
    // The giving form's words for an amount also offer to type one; here there are only those listed.
    return name === "other" ? t("refused_other-amount") : give(errors[name] as "amountMissing");
  };
  const [only] = invitation.sums;
  const fields = ["other", "provider", "name", "pseudonym", "email", "words", "form"] as const;
  const problems = fields.flatMap((name) => {
    const message = said(name);
    return message ? [{ id: name === "other" || name === "form" ? "amount" : name, message }] : [];
  });
  const refused = answer?.refusal ? [{ id: "amount", message: t(`refused_${answer.refusal}`) }] : [];
  const charity = lang === "en" ? order.charityNameEn : order.charityName;
  return (
    <form method="post" noValidate>
      <ErrorSummary errors={[...refused, ...problems]} />
      <RadioList
        legend={t("giveAmount")}
        name="amount"
        value={typed.amount ?? (invitation.sums.length === 1 ? only?.toString() : null)}
        error={said("other")}
        options={invitation.sums.map((fen) => ({ value: fen.toString(), label: formatYuan(fen) }))}
      />
      <RadioList
        legend={give("provider")}
        name="provider"
        value={typed.provider ?? (invitation.ways.length === 1 ? invitation.ways[0] : null)}
        error={said("provider")}
        options={invitation.ways.map((way) => ({
          value: way,
          label: give(`provider_${way}`),
          help: give(`provider_${way}_help`),
        }))}
      />
      <RadioList
        legend={give("visibility")}
        name="visibility"
        value={typed.visibility ?? "anonymous"}
        options={VISIBILITIES.map((visibility) => ({
          value: visibility,
          label: give(`visibility_${visibility}`),
        }))}
      />
      <div className="only-pseudonym">
        <TextField
          label={give("pseudonym")}
          name="pseudonym"
          optional
          defaultValue={typed.pseudonym}
          error={said("pseudonym")}
        />
      </div>
      <div className="only-public">
        <TextField label={give("name")} name="name" optional defaultValue={typed.name} error={said("name")} />
      </div>
      <TextField
        label={give("email")}
        help={give("email_help")}
        name="email"
        type="email"
        optional
        defaultValue={typed.email}
        error={said("email")}
      />
      {typed.challenge ? (
        <GiveQuestion token={typed.challenge} words={typed.words} error={said("words")} />
      ) : null}
      <p className="field">
        <SubmitButton full>{t("giveButton")}</SubmitButton>
      </p>
      <p className="help">{t("giveAfter", { charity })}</p>
    </form>
  );
}
