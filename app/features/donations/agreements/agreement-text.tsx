import { useT } from "#app/lib/i18n-react.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Steps } from "#app/ui/steps.tsx";
import { agreementPairs } from "./agreement-pairs.ts";
import type { AgreementVersion } from "./agreement-terms.ts";

/** One version as both sides read it, and who has confirmed it. */
export function AgreementText({ version }: { version: AgreementVersion }) {
  const t = useT("agreements");
  const mark = (at: Date | null, isNext: boolean) => (at ? "done" : isNext ? "next" : undefined);
  return (
    <>
      <Pairs items={agreementPairs(t, version.terms)} />
      {version.changeReason ? <p>{t("changedBecause", { reason: version.changeReason })}</p> : null}
      <Steps
        label={t("stepsLabel")}
        items={[
          {
            title: t("stepDrafted"),
            at: <DateText value={version.draftedAt} precision="minute" />,
            mark: "done",
          },
          {
            title: t("stepCharity"),
            at: version.charityConfirmedAt ? (
              <DateText value={version.charityConfirmedAt} precision="minute" />
            ) : null,
            mark: mark(version.charityConfirmedAt, true),
          },
          {
            title: t("stepDonor"),
            at: version.donorConfirmedAt ? (
              <DateText value={version.donorConfirmedAt} precision="minute" />
            ) : null,
            mark: mark(version.donorConfirmedAt, version.charityConfirmedAt !== null),
          },
        ]}
      />
      <p className="note">
        {t("digest")} <span className="code">{version.sha256}</span>
      </p>
    </>
  );
}
