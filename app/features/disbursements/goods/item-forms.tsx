import { useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { GoodsAnswer } from "./goods-pages.server.ts";
import { GOODS_MOVES } from "./goods-rules.ts";
import { fieldsOf } from "./goods-words.ts";
import type { ItemProps } from "./item-page.tsx";
import type { GoodsMove } from "./queries.server.ts";

/** Hands out, moves or writes off part of what lies in store. */
export function MoveForm({ item, attempt, answer }: ItemProps) {
  const t = useT("goods");
  const { field, error, summary } = fieldsOf(t, answer);
  return (
    <Section title={t("moveTitle")}>
      <div className="form-page">
        <form method="post" noValidate>
          <ErrorSummary
            errors={summary(["kind", "fromPlace", "quantity", "people", "toPlace", "reason", "attempt"])}
          />
          <input type="hidden" id="attempt" name="attempt" value={answer?.typed.attempt ?? attempt} />
          <RadioList
            legend={t("moveField")}
            name="kind"
            value={answer?.typed.kind ?? "issued"}
            error={error("kind")}
            options={GOODS_MOVES.map((kind) => ({
              value: kind,
              label: t(`move_${kind}`),
              help: t(`moveHelp_${kind}`),
            }))}
          />
          <Select
            label={t("fromField")}
            options={item.stock
              .filter(({ quantity }) => quantity > 0)
              .map(({ place, quantity }) => ({
                value: place,
                label: t("stockAt", { place, quantity, unit: item.unit }),
              }))}
            {...field("fromPlace")}
          />
          <TextField label={t("quantityField")} inputMode="numeric" {...field("quantity")} />
          <TextField
            label={t("peopleField")}
            help={t("peopleHelp")}
            optional
            inputMode="numeric"
            {...field("people")}
          />
          <TextField label={t("toField")} help={t("toHelp")} optional maxLength={60} {...field("toPlace")} />
          <TextField label={t("reasonField")} help={t("reasonHelp")} maxLength={200} {...field("reason")} />
          <p className="field">
            <SubmitButton full name="intent" value="ask">
              {t("ask")}
            </SubmitButton>
          </p>
        </form>
      </div>
    </Section>
  );
}

/** The people have it: the day and their signatures. */
export function HandOverForm(props: { move: GoodsMove; today: string; answer: GoodsAnswer | undefined }) {
  const { move, today, answer } = props;
  const t = useT("goods");
  const isShown = answer?.typed.move === move.id;
  const { field, error } = fieldsOf(t, isShown ? answer : undefined);
  return (
    <details open={isShown}>
      <summary>{t("handOver")}</summary>
      <form method="post" encType="multipart/form-data">
        <input type="hidden" name="move" value={move.id} />
        <TextField
          id={`day-${move.id}`}
          label={t("handedOverField")}
          type="date"
          max={today}
          {...field("handedOverOn", today)}
        />
        <FileField
          id={`file-${move.id}`}
          label={t("signedField")}
          help={t("signedHelp")}
          name="file"
          accept=".pdf,.png,.jpg,.jpeg,.webp"
          error={error("file")}
        />
        <p className="field">
          <SubmitButton name="intent" value="hand-over">
            {t("handOverButton")}
          </SubmitButton>
        </p>
      </form>
    </details>
  );
}
