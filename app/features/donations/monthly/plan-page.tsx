import { useActionData, useLoaderData } from "@remix-run/react";
import { fundHref } from "#app/features/funds/kinds.ts";
import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDay } from "#app/lib/time.ts";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import { ChargesSection } from "./charges-section.tsx";
import { ManageSection } from "./manage-section.tsx";
import type { actOnPlanPage, loadPlanPage, PlanErrors } from "./plan-page.server.ts";

export type PlanPageData = Awaited<ReturnType<typeof loadPlanPage>>["data"];

/** A monthly plan, for its donor alone: what comes next, what was taken, and every way to change it. */
export function PlanPage() {
  const { plan, now, done } = useLoaderData<typeof loadPlanPage>();
  const answer = useActionData<typeof actOnPlanPage>() as
    | { errors: PlanErrors; typed: Record<string, string> }
    | undefined;
  const t = useT("monthly");
  const title = useLang() === "en" ? plan.fund.titleEn : plan.fund.title;
  const isOver = now.state === "cancelled" || now.state === "signing";
  const errors = answer?.errors ?? {};
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: fundHref(plan.fund), label: title }, { label: t("crumb") }]} />
      <ErrorSummary
        errors={(["amount", "day", "form"] as const).flatMap((name) => {
          const key = errors[name];
          return key ? [{ id: name === "form" ? "manage" : name, message: t(key as "amountMissing") }] : [];
        })}
      />
      <PlanAnswer plan={plan} now={now} title={title} />
      {done && !answer ? <Flash title={t(`done_${done}`)} /> : null}
      <ChargesSection charges={plan.charges} />
      {isOver ? null : <ManageSection plan={plan} now={now} errors={errors} typed={answer?.typed ?? {}} />}
      <p className="note">{t("linkNote")}</p>
    </div>
  );
}

/** Where it stands in one sentence, and the next step where there is one. */
function PlanAnswer({ plan, now, title }: Pick<PlanPageData, "plan" | "now"> & { title: string }) {
  const t = useT("monthly");
  const provider = t(`provider_${plan.provider}` as "provider_alipay");
  const day = now.cancelledAt ? shanghaiDay(now.cancelledAt) : "";
  return (
    <>
      <h1>{t(`title_${now.state}`, { day: now.dayOfMonth, amount: formatYuan(now.amountFen) })}</h1>
      {now.state === "signing" ? (
        <>
          <p className="lead">{t("lead_signing", { provider })}</p>
          {plan.signUrl ? (
            <p className="acts">
              <ButtonLink href={plan.signUrl}>{t("toSign")}</ButtonLink>
            </p>
          ) : (
            <form method="post" className="acts">
              <button type="submit" className="btn" name="intent" value="sign">
                {t("toSign")}
              </button>
            </form>
          )}
        </>
      ) : null}
      {now.state === "cancelled" ? (
        <p className="lead">
          {now.cancelledBy ? t(`cancelledBy_${now.cancelledBy}`, { day }) : null} {t("leadCancelled")}
        </p>
      ) : null}
      {now.state === "cancelled" && plan.isEnding ? <p className="note">{t("ending")}</p> : null}
      {now.state === "cancelled" || now.state === "signing" ? null : (
        <p className="lead">
          <NextWords plan={plan} now={now} title={title} />
        </p>
      )}
    </>
  );
}

function NextWords({ plan, now, title }: Pick<PlanPageData, "plan" | "now"> & { title: string }) {
  const parts = { a: <a href={fundHref(plan.fund)} />, b: <b /> };
  const words = { fund: title, next: now.nextDueOn ?? "" };
  if (now.state === "paused" && now.pausedUntilPeriod) {
    const values = { ...words, period: now.pausedUntilPeriod };
    return <Phrase ns="monthly" k="leadPausedUntil" values={values} parts={parts} />;
  }
  if (now.state === "paused") return <Phrase ns="monthly" k="leadPaused" values={words} parts={parts} />;
  if (now.state === "past-due") {
    const values = { ...words, count: now.missedInARow };
    return <Phrase ns="monthly" k="leadPastDue" values={values} parts={parts} />;
  }
  return <Phrase ns="monthly" k={now.nextDueOn ? "leadNext" : "leadNone"} values={words} parts={parts} />;
}
