import { useT } from "#app/lib/i18n-react.tsx";
import { Money } from "#app/ui/money.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { BatchFormState } from "./batch-form-state.ts";
import type { BatchPageProps } from "./batch-page.tsx";
import { batchState } from "./batch-state.ts";

type SheetProps = BatchPageProps & { state: BatchFormState };

const pathOf = ({ id }: { id: string }): string => `/workspace/payment-batches/${id}`;

/** The one thing to do next with a batch. */
export function BatchSheet(props: SheetProps) {
  const { batch } = props;
  const t = useT("payouts");
  switch (batchState(batch)) {
    case "prepared":
      return <ReleaseSheet {...props} />;
    case "released":
      return <HandOverSheet {...props} />;
    case "sent":
    case "partly-failed":
      if (batch.settledAt) return <CameBack />;
      return batch.channel === "bank" ? (
        <ResultSheet {...props} />
      ) : (
        <>
          <h2 id="do">{t("transferringTitle")}</h2>
          <p>{t("transferringText")}</p>
        </>
      );
    default:
      return null;
  }
}

function ReleaseSheet({ batch, userId, mayRelease }: SheetProps) {
  const t = useT("payouts");
  const isOwn = batch.preparedById === userId;
  return (
    <>
      <h2 id="do">
        {t("releaseTitle")} <Money fen={batch.totalFen} />
      </h2>
      {isOwn || !mayRelease ? (
        <p>{t("releaseWaits")}</p>
      ) : (
        <form method="post" action={pathOf(batch)}>
          <input type="hidden" name="intent" value="release" />
          <p>{t(`releaseText_${batch.channel}`)}</p>
          <p className="field">
            <SubmitButton full>{t("releaseButton", { count: batch.lineCount })}</SubmitButton>
          </p>
        </form>
      )}
      <CancelForm batch={batch} />
    </>
  );
}

function HandOverSheet({ batch, state }: SheetProps) {
  const t = useT("payouts");
  const error = state.errors.bankReference;
  return (
    <>
      <h2 id="do">{t("handOverTitle")}</h2>
      <p>{t("handOverText")}</p>
      <ul>
        <li>
          <a href={`${pathOf(batch)}/file?encoding=gb18030`}>{t("fileGb")}</a>
        </li>
        <li>
          <a href={`${pathOf(batch)}/file?encoding=utf-8`}>{t("fileUtf8")}</a>
        </li>
      </ul>
      <form method="post" action={pathOf(batch)}>
        <input type="hidden" name="intent" value="sent" />
        <TextField
          label={t("bankBatchNo")}
          help={t("bankBatchNoHelp", { id: batch.id })}
          optional
          name="bankReference"
          maxLength={64}
          autoComplete="off"
          defaultValue={state.typed.bankReference}
          error={error === undefined ? undefined : t(error)}
        />
        <p className="field">
          <SubmitButton full>{t("sentButton")}</SubmitButton>
        </p>
      </form>
      <CancelForm batch={batch} />
    </>
  );
}

function ResultSheet({ batch, state, today }: SheetProps) {
  const t = useT("payouts");
  const errorOf = (name: string) => {
    const key = state.errors[name];
    return key === undefined ? undefined : t(key);
  };
  return (
    <>
      <h2 id="do">{t("resultTitle")}</h2>
      <p>{t("resultText")}</p>
      <p className="plain">
        <a href={`${pathOf(batch)}/file?encoding=gb18030`}>{t("fileGb")}</a>
      </p>
      <details open={state.typed.intent === "result"}>
        <summary>{t("resultSummary")}</summary>
        <form method="post" action={pathOf(batch)}>
          <input type="hidden" name="intent" value="result" />
          <TextField
            label={t("paidOnField")}
            type="date"
            max={today}
            name="paidOn"
            defaultValue={state.typed.paidOn ?? today}
            error={errorOf("paidOn")}
          />
          <TextField
            label={t("refusedField")}
            help={t("refusedHelp")}
            optional
            name="refused"
            autoComplete="off"
            defaultValue={state.typed.refused}
            error={errorOf("refused")}
          />
          <p className="field">
            <SubmitButton quiet>{t("resultButton")}</SubmitButton>
          </p>
        </form>
      </details>
    </>
  );
}

function CameBack() {
  const t = useT("payouts");
  return (
    <>
      <h2 id="do">{t("cameBackTitle")}</h2>
      <p>{t("cameBackText")}</p>
      <p className="plain">
        <a href="/workspace/payment-batches#queue">{t("toQueue")}</a>
      </p>
    </>
  );
}

function CancelForm({ batch }: { batch: { id: string } }) {
  const t = useT("payouts");
  return (
    <details>
      <summary>{t("cancelSummary")}</summary>
      <form method="post" action={pathOf(batch)}>
        <input type="hidden" name="intent" value="cancel" />
        <p>{t("cancelText")}</p>
        <p className="field">
          <SubmitButton quiet>{t("cancelButton")}</SubmitButton>
        </p>
      </form>
    </details>
  );
}
