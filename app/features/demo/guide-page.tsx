import type { ReactNode } from "react";
import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { GuideSteps } from "#app/ui/guide-steps.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import type { GuideError } from "./guide.server.ts";
import { Act } from "./guide-act.tsx";
import { GUIDE_FUND } from "./guide-fund.ts";
import { GUIDE_STEPS, type GuideProgress, type GuideStepKey, stateOfStep } from "./guide-state.ts";
import {
  ApproveStep,
  CloseStep,
  GiveStep,
  LookStep,
  PayOutStep,
  PayStep,
  TraceStep,
} from "./guide-step-bodies.tsx";

export interface GuideView extends GuideProgress {
  toDo: GuideStepKey | null;
  closedAt: Date | null;
  /** The day was closed a moment ago. */
  isWaiting: boolean;
  spendableFen: bigint;
  sandboxUrl: string | null;
  title: string;
  titleEn: string;
}

/** The main job in seven steps, walked with the visitor's own gift. */
export function GuidePage({ error, ...view }: GuideView & { error?: GuideError }) {
  const t = useT("guide");
  const lang = useLang();
  const title = inLang(lang, view.title, view.titleEn);
  const bodies: Record<GuideStepKey, { body: ReactNode; action?: ReactNode }> = {
    give: GiveStep({ t, view, title }),
    pay: PayStep({ t, view }),
    look: LookStep({ t, view }),
    close: CloseStep({ t, view }),
    approve: ApproveStep({ t, view, lang }),
    payOut: PayOutStep({ t, view }),
    trace: TraceStep({ t, view, lang }),
  };
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <p className="note">{t("money")}</p>
      {error === undefined ? null : (
        <Flash tone="warn" title={t("errorTitle")}>
          {t(`error_${error}`)}
        </Flash>
      )}
      <GuideSteps
        items={GUIDE_STEPS.map((key) => ({
          key,
          title: <span id={key === view.toDo ? "now" : undefined}>{t(`${key}Title`)}</span>,
          state: stateOfStep(key, view.toDo),
          ...bodies[key],
        }))}
      />
      <More sandboxUrl={view.sandboxUrl} hasBegun={view.gift !== null} />
    </div>
  );
}

function More({ sandboxUrl, hasBegun }: { sandboxUrl: string | null; hasBegun: boolean }) {
  const t = useT("guide");
  return (
    <section aria-labelledby="more">
      <h2 id="more">{t("more")}</h2>
      <div className="acts">
        <ButtonLink href="/ledger" quiet>
          {t("moreLedger")}
        </ButtonLink>
        <ButtonLink href="/ledger/health" quiet>
          {t("moreHealth")}
        </ButtonLink>
        <ButtonLink href={`/organizations/${GUIDE_FUND.organization}`} quiet>
          {t("moreOrganization")}
        </ButtonLink>
        {sandboxUrl ? (
          <ButtonLink href={sandboxUrl} quiet>
            {t("moreSandbox")}
          </ButtonLink>
        ) : null}
        {hasBegun ? (
          <Act act="begin-again" quiet>
            {t("again")}
          </Act>
        ) : null}
      </div>
    </section>
  );
}
