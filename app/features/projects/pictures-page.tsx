import { useT } from "#app/lib/i18n-react.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type { FormState } from "./form-state.ts";
import type { ShownPicture } from "./parts.server.ts";
import { PictureFields } from "./picture-fields.tsx";
import { Picture } from "./picture-list.tsx";
import type { WorkProject } from "./queries.server.ts";
import { SubPage } from "./sub-page.tsx";

export interface PicturesPageProps {
  project: WorkProject;
  pictures: ShownPicture[];
  formId: string;
  isDone: boolean;
  state: FormState;
}

/** The pictures of a project's story and of its entries: add one, take one off. */
export function PicturesPage(props: PicturesPageProps) {
  const { pictures, state, formId, project } = props;
  const t = useT("projects");
  return (
    <SubPage {...props} title={t("pictures")} lead={t("picturesLead")}>
      {pictures.map((picture) => (
        <figure key={picture.id} className="picture-row">
          <Picture picture={picture} />
          <figcaption>
            {picture.alt}
            <small>
              {t(`consent_${picture.consent as "no-people" | "not-recognizable" | "consent-kept"}`)}
            </small>
            <form method="post">
              <input type="hidden" name="formId" value={picture.id} />
              <SubmitButton quiet name="intent" value="remove">
                {t("removePicture")}
              </SubmitButton>
            </form>
          </figcaption>
        </figure>
      ))}
      {project.state === "ended" ? null : (
        <Section title={t("addPicture")}>
          <form method="post" encType="multipart/form-data" className="form-page">
            <input type="hidden" name="formId" value={state.typed.formId ?? formId} />
            <PictureFields state={state} />
            <p className="field">
              <SubmitButton full name="intent" value="add">
                {t("addPicture")}
              </SubmitButton>
            </p>
          </form>
        </Section>
      )}
    </SubPage>
  );
}
