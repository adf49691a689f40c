import { useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { type Place, RecordForm } from "./record-form.tsx";
import type { RecordAnswer } from "./record-pages.server.ts";

interface NewOrganizationProps {
  places: Place[];
  /** The site is one charity's own and has it: a second is refused. */
  isFull: boolean;
  changeId: string;
  answer: RecordAnswer | undefined;
}

/** The form of a registration. */
export function NewOrganizationPage({ places, isFull, changeId, answer }: NewOrganizationProps) {
  const t = useT("register");
  const tf = useT("identity");
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: "/account", label: tf("accountTitle") }]} />
      <h1>{t("newTitle")}</h1>
      <p className="lead">{t("newLead")}</p>
      {isFull ? <Callout>{t("secondCharity")}</Callout> : null}
      {answer?.refusal ? <Flash tone="bad" title={t(`refused_${answer.refusal}`)} /> : null}
      <RecordForm
        changeId={answer?.typed.changeId ?? changeId}
        typed={answer?.typed ?? {}}
        errors={answer?.errors ?? {}}
        places={places}
        isCharity
        submit={t("send")}
      />
    </div>
  );
}
