import { translator } from "#app/lib/i18n.ts";

/** The mail that tells who asked what the bureau decided: in Chinese, with the English below. */
export function decisionLetter(letter: {
  kind: "registration" | "correction";
  decision: "accepted" | "returned" | "refused";
  name: string;
  reason: string;
}): { subject: string; text: string } {
  const { kind, decision, name, reason } = letter;
  const parts = (["zh", "en"] as const).map((lang) => {
    const t = translator(lang)("register");
    const lines = [t(`letter_${kind}_${decision}`, { name })];
    if (reason !== "") lines.push(t("letterReason", { reason }));
    lines.push(t("letterWhere"));
    return { subject: t("letterSubject", { name }), text: lines.join("\n\n") };
  });
  return { subject: parts[0]?.subject ?? name, text: parts.map(({ text }) => text).join("\n\n— — —\n\n") };
}
