import type { DeadLetter } from "#app/lib/dead-letters.server.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";

/** Jobs that failed for good, each with a button that sends it again. */
export function DeadLetterTable({ letters }: { letters: readonly DeadLetter[] }) {
  const t = useT("operations");
  return (
    <CardsTable
      caption={t("deadLetters")}
      className="ops"
      variant="duo headed"
      rows={letters}
      rowKey={(letter) => letter.id}
      empty={<p className="note">{t("deadLettersNone")}</p>}
      columns={[
        {
          key: "job",
          head: t("job"),
          cell: (letter) => (
            <>
              {letter.job} <small className="code">{JSON.stringify(letter.payload)}</small>
            </>
          ),
        },
        { key: "error", head: t("error"), cell: (letter) => <span className="code">{letter.error}</span> },
        {
          key: "attempts",
          head: t("attempts"),
          cell: (letter) => t("attemptsTimes", { count: letter.attempts }),
        },
        {
          key: "failed",
          head: t("failedAt"),
          cell: (letter) => <DateText value={letter.failedAt} precision="second" />,
        },
        {
          key: "retry",
          head: t("retry"),
          hideHead: true,
          label: null,
          cell: (letter) => (
            <form method="post" action="/operations">
              <input type="hidden" name="id" value={letter.id} />
              <SubmitButton quiet aria-label={t("retryOf", { job: letter.job })}>
                {t("retry")}
              </SubmitButton>
            </form>
          ),
        },
      ]}
    />
  );
}
