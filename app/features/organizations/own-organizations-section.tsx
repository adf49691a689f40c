import { useT } from "#app/lib/i18n-react.tsx";
import { Section } from "#app/ui/section.tsx";
import type { OrganizationState } from "./kinds.ts";

interface OwnApplication {
  id: string;
  name: string;
  state: OrganizationState;
}

/** The organizations that a person applied for, and the way to apply for another. */
export function OwnOrganizationsSection({ applications }: { applications: readonly OwnApplication[] }) {
  const t = useT("register");
  return (
    <Section title={t("ownTitle")} id="organizations">
      {applications.length === 0 ? (
        <p className="note">{t("ownText")}</p>
      ) : (
        <>
          <p className="note">{t("ownLead")}</p>
          <ul className="plain">
            {applications.map(({ id, name, state }) => (
              <li key={id}>
                <a href={`/account/organizations/${id}`}>{t(`say_${state}`, { name })}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="field">
        <a href="/account/organizations/new">{t("ownRegister")}</a>
      </p>
    </Section>
  );
}
