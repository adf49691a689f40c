import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { type StepItem, Steps } from "#app/ui/steps.tsx";
import { sayAid } from "./form-state.ts";
import type { OwnView } from "./queries.server.ts";

/** Reference and secret as an applicant notes them down: in capitals, in groups of four. */
export const spacedToken = (token: string): string => (token.toUpperCase().match(/.{1,4}/g) ?? []).join(" ");

export interface OwnCase {
  view: OwnView;
  token: string;
  isNew: boolean;
  asOf: Date;
}

/** What an applicant sees: where it stands, each step with its time, and nothing that tells who they are. */
export function OwnCasePage({ view, token, isNew, asOf }: OwnCase) {
  const t = useT("aid");
  const lang = useLang();
  return (
    <div className="wrap form-page">
      {isNew ? <Flash tone="done" title={t("receivedTitle")} /> : null}
      <h1>{sayAid(t, `own_${view.state}`)}</h1>
      <p className="lead">{inLang(lang, view.programmeTitle, view.programmeTitleEn)}</p>
      <CaseSteps view={view} />
      {view.refusalReason ? (
        <Callout tone="attention" title={t("refusedTitle")}>
          <p>{sayAid(t, `reason_${view.refusalReason}`)}</p>
          <p>{t("refusedHelp")}</p>
        </Callout>
      ) : null}
      {view.decidedFen !== null && !view.stoppedAt ? (
        <p>{t("ownAmount", { amount: formatYuan(view.decidedFen) })}</p>
      ) : null}
      <Callout tone="calm" title={t("keepTitle")}>
        <p>
          {t("reference")} <b className="code">{view.reference}</b>
          <br />
          {t("secret")} <b className="code">{spacedToken(token)}</b>
        </p>
        <p>{t("keepHelp")}</p>
      </Callout>
      <p className="note">
        {t("askedAt")} <DateText value={asOf} precision="minute" />
      </p>
    </div>
  );
}

/** The steps of a case, each with its time. */
export function CaseSteps({ view }: { view: OwnView }) {
  const t = useT("aid");
  const at = (value: Date | null) => (value ? <DateText value={value} precision="minute" /> : undefined);
  const steps: { title: string; when: Date | null; note?: string }[] = [
    { title: t("step_received"), when: view.receivedAt },
    { title: t("step_checked"), when: view.checkedAt },
    { title: t("step_decided"), when: view.decidedAt },
  ];
  if (view.refusalReason === null && !(view.stoppedAt && !view.paidAt)) {
    steps.push({
      title: t("step_announced"),
      when: view.announcedAt,
      note: view.isUrgent ? t("urgentPostsAfter") : undefined,
    });
    steps.push({ title: t("step_paid"), when: view.paidAt });
    steps.push({ title: t("step_delivered"), when: view.deliveredAt });
  }
  if (view.stoppedAt) steps.push({ title: t("step_stopped"), when: view.stoppedAt });
  if (view.recoveredAt) steps.push({ title: t("step_recovered"), when: view.recoveredAt });
  const next = steps.findIndex(({ when }) => when === null);
  const items: StepItem[] = steps.map(({ title, when, note }, place) => ({
    title,
    at: at(when),
    note: note ?? (when === null && place === next ? t("waitsHere") : undefined),
    mark: when ? "done" : place === next ? "part" : "next",
  }));
  return <Steps label={t("stepsLabel")} items={items} />;
}
