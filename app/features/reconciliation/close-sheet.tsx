import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { CloseFormAnswer } from "./close-form.ts";
import type { ClosePageData } from "./load-close.server.ts";

/** The one next act: sign, close, or wait for somebody; on a closed day, to open it again. */
export function CloseSheet({ data, answer }: { data: ClosePageData; answer: CloseFormAnswer | undefined }) {
  const t = useT("close");
  const { reader, may, live, obstacles } = data;
  if (!reader.mayUpload) return <p>{t("readOnly")}</p>;
  if (may.reopen) return <ReopenForm data={data} answer={answer} />;
  if (live?.closedAt) return <p>{t("publicClosed")}</p>;
  if (obstacles.length > 0) return <p>{t("blockedHelp")}</p>;
  if (may.sign) {
    return (
      <CloseForm data={data} intent="sign">
        {may.isStale ? (
          <p>
            <State tone="warn">{t("signAgain")}</State>
          </p>
        ) : null}
        <p>{t("signHelp")}</p>
        <p className="field">
          <SubmitButton full>{t("signSubmit")}</SubmitButton>
        </p>
      </CloseForm>
    );
  }
  if (may.close) {
    return (
      <CloseForm data={data} intent="close">
        <p>{t("closeHelp", { who: live?.signedByName ?? "" })}</p>
        <p className="field">
          <SubmitButton full>{t("closeSubmit")}</SubmitButton>
        </p>
      </CloseForm>
    );
  }
  return (
    <p>
      <State tone="wait">{may.isSigner ? t("waitHelp") : t("waitRole")}</State>
    </p>
  );
}

function CloseForm(props: { data: ClosePageData; intent: "sign" | "close" | "reopen"; children: ReactNode }) {
  const { data, intent, children } = props;
  return (
    <form method="post" action={`/workspace/reconciliation/close/${data.day}${data.reader.query}`}>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="attempt" value={data.attempt} />
      {children}
    </form>
  );
}

function ReopenForm({ data, answer }: { data: ClosePageData; answer: CloseFormAnswer | undefined }) {
  const t = useT("close");
  return (
    <CloseForm data={data} intent="reopen">
      <p>{t("reopenHelp")}</p>
      <TextArea
        name="note"
        label={t("reopenNote")}
        error={answer ? t(`refuse_${answer.refusal}`) : undefined}
        defaultValue={answer?.note}
        rows={2}
        maxLength={500}
        required
      />
      <p className="field">
        <SubmitButton quiet>{t("reopenSubmit")}</SubmitButton>
      </p>
    </CloseForm>
  );
}
