import { useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { PublicOrganizationKind } from "./kinds.ts";
import { ROLES_OF_KIND } from "./member-roles.ts";
import type { MemberRow, MembersAnswer } from "./members-page.server.ts";

interface MembersPageProps {
  members: MemberRow[];
  kind: PublicOrganizationKind;
  name: string;
  /** An approver or the bureau; others read. */
  mayChange: boolean;
  done: "granted" | "ended" | null;
  answer: MembersAnswer | undefined;
}

/** Who may do what in an organization, with the forms to give and end a role. */
export function MembersPage(props: MembersPageProps) {
  const { members, kind, name, mayChange, done, answer } = props;
  const t = useT("register");
  const hasApprover = members.some(({ role }) => role === "charity-approver");
  return (
    <div className="wrap">
      <h1>{t("membersTitle")}</h1>
      <p className="lead">
        {name} {t("membersLead")}
      </p>
      {done ? <Flash tone="done" title={t(done === "granted" ? "doneGranted" : "doneEnded")} /> : null}
      {answer ? <Flash tone="bad" title={t(`grant_${answer.refusal}`)} /> : null}
      {kind === "charity" && !hasApprover ? <Callout>{t("membersNoApprover")}</Callout> : null}
      <MemberTable members={members} mayChange={mayChange} />
      {mayChange ? <GrantForm kind={kind} answer={answer} /> : null}
    </div>
  );
}

function MemberTable({ members, mayChange }: { members: MemberRow[]; mayChange: boolean }) {
  const t = useT("register");
  const ti = useT("identity");
  return (
    <CardsTable
      caption={t("membersTitle")}
      variant="headed"
      rows={members}
      rowKey={(member) => `${member.userId}/${member.role}`}
      empty={<p className="note">{t("membersNone")}</p>}
      columns={[
        {
          key: "person",
          head: t("person"),
          cell: (member) => (
            <>
              {member.name} <small>{member.email}</small>
            </>
          ),
        },
        { key: "role", head: t("role"), cell: (member) => ti(`role-${member.role}`) },
        { key: "since", head: t("roleSince"), cell: (member) => <DateText value={member.since} /> },
        ...(mayChange
          ? [
              {
                key: "end",
                head: t("endRole"),
                hideHead: true,
                label: null,
                cell: (member: MemberRow) => (
                  <form method="post">
                    <input type="hidden" name="userId" value={member.userId} />
                    <input type="hidden" name="role" value={member.role} />
                    <button type="submit" className="btn quiet" name="intent" value="end">
                      {t("endRole")}
                      <span className="vh"> {`${member.name} ${ti(`role-${member.role}`)}`}</span>
                    </button>
                  </form>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

function GrantForm({ kind, answer }: { kind: PublicOrganizationKind; answer: MembersAnswer | undefined }) {
  const t = useT("register");
  const ti = useT("identity");
  const wrong = answer?.refusal === "no-account" || answer?.refusal === "self";
  return (
    <Section title={t("grantTitle")} id="grant">
      <form method="post" className="narrow">
        <TextField
          name="email"
          type="email"
          label={t("email")}
          help={t("emailHelp")}
          required
          autoComplete="off"
          defaultValue={answer?.email ?? ""}
          error={answer && wrong ? t(`grant_${answer.refusal}`) : undefined}
        />
        <Select
          name="role"
          label={t("role")}
          defaultValue={answer?.role}
          options={ROLES_OF_KIND[kind].map((value) => ({ value, label: ti(`role-${value}`) }))}
        />
        <p className="field">
          <SubmitButton name="intent" value="grant">
            {t("grant")}
          </SubmitButton>
        </p>
      </form>
    </Section>
  );
}
