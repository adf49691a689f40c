import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { CHALLENGE_WORDS } from "./challenge-words.ts";

/**
 * The question after suspicion: plain words to write down, no picture, no sound, no script. It stands where
 * the form ends, and everything typed above is still there.
 */
export function GiveQuestion({ token, words, error }: { token: string; words?: string; error?: string }) {
  const t = useT("give");
  const right = CHALLENGE_WORDS[useLang()];
  return (
    <Callout tone="attention" title={t("questionTitle")}>
      <p>{t("questionWhy")}</p>
      <input type="hidden" name="challenge" value={token} />
      <TextField
        label={t("questionLabel", { words: right })}
        help={t("questionHelp")}
        name="words"
        autoComplete="off"
        defaultValue={words}
        error={error}
      />
    </Callout>
  );
}
