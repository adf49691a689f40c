import type { ReactNode } from "react";
import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { FormNotes } from "./form-notes.tsx";
import type { FormState } from "./form-state.ts";
import type { WorkProject } from "./queries.server.ts";
import { workListOf } from "./work-list.ts";

interface SubPageProps {
  project: WorkProject;
  title: string;
  lead: string;
  state: FormState;
  isDone: boolean;
  children: ReactNode;
}

/** One part of a project at work, under the way back to it. */
export function SubPage({ project, title, lead, state, isDone, children }: SubPageProps) {
  const t = useT("projects");
  const lang = useLang();
  return (
    <div className="wrap">
      <Crumbs
        items={[
          workListOf(project.kind, t),
          { href: `/workspace/projects/${project.id}`, label: inLang(lang, project.title, project.titleEn) },
        ]}
      />
      <h1>{title}</h1>
      <p className="lead">{lead}</p>
      <FormNotes state={state} isDone={isDone} />
      {children}
    </div>
  );
}
