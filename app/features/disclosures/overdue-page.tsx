import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { dutyArticle, dutyTitle } from "./duty-text.ts";
import type { OfficerActResult, OverdueDuty } from "./overdue.server.ts";

interface OverdueProps {
  duties: readonly OverdueDuty[];
  count: number;
  organizationCount: number;
  today: string;
  refusal: Extract<OfficerActResult, { ok: false }>["reason"] | null;
  isDone: boolean;
}

/** What organizations in the officer's places should have published: the officer may note and remind, not extend. */
export function OverduePage({ duties, count, organizationCount, today, refusal, isDone }: OverdueProps) {
  const t = useT("clock");
  return (
    <div className="wrap">
      <div className="answer">
        <h1>{t("overdueTitle")}</h1>
        <p className="lead">
          {count > 0 ? t("overdueLead", { count, organizations: organizationCount }) : t("overdueNone")}
        </p>
      </div>
      {isDone ? <Flash tone="done" title={t("overdueDone")} /> : null}
      {refusal ? <Flash tone="bad" title={t(`overdueRefused_${refusal}`)} /> : null}
      {duties.length === 0 ? (
        <EmptyState title={t("overdueNone")}>{t("overdueNoneText")}</EmptyState>
      ) : (
        <ul className="rows section-body">
          {duties.map((duty) => (
            <li key={duty.id} id={duty.id}>
              <OverdueItem duty={duty} today={today} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function OverdueItem({ duty, today }: { duty: OverdueDuty; today: string }) {
  const t = useT("clock");
  const td = useT("disclosures");
  const lang = useLang();
  const organization = inLang(lang, duty.organizationName, duty.organizationNameEn);
  const fund = duty.fundTitle === null ? "" : ` · ${inLang(lang, duty.fundTitle, duty.fundTitleEn ?? "")}`;
  return (
    <>
      <h2>
        <a href={`/disclosures/${duty.id}`}>{dutyTitle(lang, duty)}</a>
      </h2>
      <p>
        <a href={`/organizations/${duty.organizationSlug}`}>{organization}</a>
        {fund}
      </p>
      <p>
        <State tone="bad">{td("overdue", { days: daysBetween(duty.dueOn, today) })}</State>{" "}
        <span className="note">
          {t("dueWas")} <DateText value={duty.dueOn} /> · {dutyArticle(lang, duty)}
        </span>
      </p>
      {duty.notes.length === 0 ? null : (
        <ul className="plain">
          {duty.notes.map((note) => (
            <li key={note.at.toISOString()}>
              <DateText value={note.at} precision="minute" /> {note.userName} {t(`note_${note.kind}`)}
              {note.text === "" ? "" : `：${note.text}`}
            </li>
          ))}
        </ul>
      )}
      <div className="acts">
        <form method="post">
          <input type="hidden" name="task" value={duty.id} />
          <SubmitButton quiet name="intent" value="remind">
            {t("remind")}
          </SubmitButton>
        </form>
      </div>
      <details>
        <summary>{t("writeNote")}</summary>
        <form method="post">
          <input type="hidden" name="task" value={duty.id} />
          <TextArea
            name="text"
            id={`text-${duty.id}`}
            label={t("noteText")}
            rows={2}
            maxLength={1_000}
            required
          />
          <SubmitButton quiet name="intent" value="note">
            {t("noteSave")}
          </SubmitButton>
        </form>
      </details>
    </>
  );
}
