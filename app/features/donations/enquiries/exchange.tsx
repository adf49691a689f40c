import { useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { DateText } from "#app/ui/date-text.tsx";
import { Rod } from "#app/ui/rod.tsx";
import { State } from "#app/ui/state.tsx";
import type { EnquiryMessage, EnquiryView } from "./queries.server.ts";

/** What was said on both sides, in order. */
export function Exchange({
  messages,
  organization,
}: {
  messages: readonly EnquiryMessage[];
  organization: string;
}) {
  const t = useT("enquiries");
  return (
    <Rod
      items={messages.map(({ number, side, body, by, at }) => ({
        key: String(number),
        when: <DateText value={at} precision="minute" />,
        tone: side === "charity" ? "done" : "next",
        body: (
          <>
            <b>
              {side === "charity" ? t("fromCharity", { organization }) : t("fromAsker")}
              {by ? ` · ${t("by", { name: by })}` : null}
            </b>
            <br />
            <span className="lines">{body}</span>
          </>
        ),
      }))}
    />
  );
}

/** Whether it waits, and how near its day is. */
export function EnquiryState({ enquiry, today }: { enquiry: EnquiryView; today: string }) {
  const t = useT("enquiries");
  if (enquiry.waitingSince === null) return <State>{t("stateAnswered")}</State>;
  const left = daysBetween(today, enquiry.dueOn);
  if (left < 0) return <State tone="bad">{t("stateLate", { count: -left })}</State>;
  return (
    <State tone={left <= 1 ? "warn" : "wait"}>
      {left === 0 ? t("dueToday") : t("dueIn", { count: left })}
    </State>
  );
}
