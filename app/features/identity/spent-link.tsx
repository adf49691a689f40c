import { useT } from "#app/lib/i18n-react.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";

/** A link that was used or is too old, and where to get another. */
export function SpentLink({ againHref }: { againHref: string }) {
  const t = useT("identity");
  return (
    <div className="wrap form-page">
      <h1>{t("errLinkTitle")}</h1>
      <p className="lead">{t("errLink")}</p>
      <p className="acts">
        <ButtonLink href={againHref}>{t("again")}</ButtonLink>
      </p>
    </div>
  );
}
