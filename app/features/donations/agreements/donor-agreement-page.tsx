import { fundHref } from "#app/features/funds/kinds.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { AgreementText } from "./agreement-text.tsx";
import type { loadDonorAgreement } from "./donor-page.server.ts";
import { AgreementNotes } from "./form-notes.tsx";
import { type AgreementFormState, fieldError } from "./form-state.ts";

type Loaded = Awaited<ReturnType<typeof loadDonorAgreement>>;
type PageProps = Loaded & { state: AgreementFormState };

/** The donor's side of an agreement: ask for it, read it, confirm it. */
export function DonorAgreementPage(props: PageProps) {
  const { gift, asked, latest, inForce, ownQuery, state, isDone } = props;
  const t = useT("agreements");
  const isEnglish = useLang() === "en";
  const fundTitle = isEnglish ? gift.fund.titleEn : gift.fund.title;
  return (
    <div className="wrap form-page">
      <Crumbs
        items={[
          { href: fundHref(gift.fund), label: fundTitle },
          { href: `/donations/${gift.id}${ownQuery}`, label: t("giftCrumb") },
          { label: t("title") },
        ]}
      />
      <h1>{titleOf(props, t)}</h1>
      <p className="lead">{t("donorLead", { amount: formatYuan(gift.amountFen), fund: fundTitle })}</p>
      <AgreementNotes state={state} isDone={isDone} />
      {asked ? null : <AskForm giftId={gift.id} ownQuery={ownQuery} state={state} />}
      {asked && !latest ? <Waiting asked={asked} /> : null}
      {latest ? (
        <Section title={t("versionTitle", { version: latest.version })}>
          <AgreementText version={latest} />
          <p className="acts">
            <a href={`/donations/${gift.id}/agreement.pdf${ownQuery}`}>{t("pdf")}</a>
          </p>
          {latest.donorConfirmedAt ? null : (
            <SignForm giftId={gift.id} ownQuery={ownQuery} seen={latest.version} state={state} />
          )}
          {inForce && inForce.version !== latest.version ? (
            <p className="note">{t("stillInForce", { version: inForce.version })}</p>
          ) : null}
        </Section>
      ) : null}
    </div>
  );
}

function titleOf({ asked, latest }: PageProps, t: ReturnType<typeof useT<"agreements">>): string {
  if (!asked) return t("askTitle");
  if (!latest) return t("waitingTitle");
  return latest.donorConfirmedAt ? t("concludedTitle") : t("yourTurnTitle");
}

function Waiting({ asked }: { asked: NonNullable<Loaded["asked"]> }) {
  const t = useT("agreements");
  return (
    <Section title={t("askedTitle")}>
      <Pairs
        items={[
          { term: t("partyName"), value: asked.partyName },
          ...(asked.wishes ? [{ term: t("wishes"), value: asked.wishes }] : []),
          { term: t("askedAt"), value: <DateText value={asked.at} precision="minute" /> },
        ]}
      />
      <p className="note">{t("waitingNote")}</p>
    </Section>
  );
}

type FormProps = { giftId: string; ownQuery: string; state: AgreementFormState };

function AskForm({ giftId, ownQuery, state }: FormProps) {
  const t = useT("agreements");
  return (
    <form method="post" action={`/donations/${giftId}/agreement${ownQuery}`}>
      <input type="hidden" name="intent" value="ask" />
      <TextField
        label={t("partyName")}
        help={t("partyNameHelp")}
        name="partyName"
        maxLength={100}
        autoComplete="name"
        defaultValue={state.typed.partyName}
        error={fieldError(t, state, "partyName")}
      />
      <TextField
        label={t("partyUscc")}
        help={t("partyUsccHelp")}
        name="partyUscc"
        optional
        maxLength={18}
        defaultValue={state.typed.partyUscc}
        error={fieldError(t, state, "partyUscc")}
      />
      <TextArea
        label={t("wishes")}
        help={t("wishesHelp")}
        name="wishes"
        optional
        maxLength={500}
        defaultValue={state.typed.wishes}
        error={fieldError(t, state, "wishes")}
      />
      <p className="field">
        <SubmitButton>{t("ask")}</SubmitButton>
      </p>
      <p className="note">{t("askNote")}</p>
    </form>
  );
}

function SignForm({ giftId, ownQuery, seen, state }: FormProps & { seen: number }) {
  const t = useT("agreements");
  return (
    <form method="post" action={`/donations/${giftId}/agreement${ownQuery}`}>
      <input type="hidden" name="intent" value="sign" />
      <input type="hidden" name="seen" value={seen} />
      <TextField
        label={t("signature")}
        help={t("signatureHelp")}
        name="signature"
        maxLength={100}
        autoComplete="name"
        defaultValue={state.typed.signature}
        error={fieldError(t, state, "signature")}
      />
      <p className="field">
        <SubmitButton>{t("sign")}</SubmitButton>
      </p>
    </form>
  );
}
