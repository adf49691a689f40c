import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { OwnPlansSection } from "#app/features/donations/monthly/own-plans-section.tsx";
import { listOwnPlans } from "#app/features/donations/monthly/queries.server.ts";
import { OwnGiftsSection } from "#app/features/donations/own-gifts-section.tsx";
import { listOwnGifts } from "#app/features/donations/queries.server.ts";
import { ApiKeysSection } from "#app/features/identity/api-keys-section.tsx";
import { createApiKey } from "#app/features/identity/create-api-key.server.ts";
import { complaintsOf, EMPTY_FORM, type FormState, typedText } from "#app/features/identity/form-state.ts";
import { requireUser } from "#app/features/identity/guards.server.ts";
import { MembershipsSection } from "#app/features/identity/memberships-section.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { ProfileSection, ReadingSection } from "#app/features/identity/profile-section.tsx";
import { listApiKeys } from "#app/features/identity/queries.server.ts";
import { renameUser } from "#app/features/identity/rename-user.server.ts";
import { revokeApiKey } from "#app/features/identity/revoke-api-key.server.ts";
import { apiKeyFormSchema, profileSchema } from "#app/features/identity/schema.ts";
import { OwnOrganizationsSection } from "#app/features/organizations/own-organizations-section.tsx";
import { listApplications } from "#app/features/organizations/record-pages.server.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { preferencesOf } from "#app/lib/preferences.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import { SubmitButton } from "#app/ui/submit-button.tsx";

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("identity")("accountTitle"));
export const headers = privatePageHeaders;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const user = await requireUser(request);
  const keys = await listApiKeys(user.id);
  const { gifts, next } = await ownGifts(user.id, new URL(request.url).searchParams.get("before"));
  const [plans, applications] = await Promise.all([
    listOwnPlans(user.id, new Date()),
    listApplications(user.id),
  ]);
  return {
    user,
    keys,
    plans,
    applications,
    gifts,
    next,
    newKeyId: randomUUID(),
    isLarge: preferencesOf(request, context).large,
  };
}

const GIFTS_ON_A_PAGE = 20;

async function ownGifts(userId: string, before: string | null) {
  const from = before !== null && !Number.isNaN(Date.parse(before)) ? new Date(before) : null;
  const found = await listOwnGifts(userId, { before: from, limit: GIFTS_ON_A_PAGE + 1 });
  const gifts = found.slice(0, GIFTS_ON_A_PAGE);
  const last = found.length > GIFTS_ON_A_PAGE ? gifts.at(-1) : undefined;
  return { gifts, next: last ? `/account?before=${encodeURIComponent(last.createdAt.toISOString())}` : null };
}

type Answer = { profile?: FormState; isSaved?: boolean; apiKey?: FormState; madeKey?: string };

export async function action({ request }: ActionFunctionArgs) {
  const user = await requireUser(request);
  const form = await request.formData();
  switch (form.get("intent")) {
    case "rename":
      return rename(user.id, form);
    case "create-key":
      return createKey(user.id, form);
    case "revoke-key":
      await revokeApiKey({ id: String(form.get("id")), userId: user.id }, new Date());
      return data<Answer>({});
    default:
      throw new Response(null, { status: 422 });
  }
}

async function rename(userId: string, form: FormData) {
  const given = profileSchema.safeParse(Object.fromEntries(form));
  if (!given.success) {
    const profile = { typed: typedText(form), errors: complaintsOf(given.error) };
    return data<Answer>({ profile }, { status: 422 });
  }
  await renameUser(userId, given.data.name);
  return data<Answer>({ isSaved: true });
}

async function createKey(userId: string, form: FormData) {
  const refuse = (errors: FormState["errors"]) =>
    data<Answer>({ apiKey: { typed: typedText(form), errors } }, { status: 422 });
  const given = apiKeyFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return refuse(complaintsOf(given.error));
  const made = await createApiKey({ ...given.data, userId }, new Date());
  if (made.ok) return data<Answer>({ madeKey: made.key });
  if (made.reason === "already-made") return refuse({ name: { key: "errKeyAlreadyMade" } });
  return refuse({ organizationId: { key: "errKeyOrganization" } });
}

export default function Account() {
  const t = useT("identity");
  const { user, keys, plans, applications, gifts, next, newKeyId, isLarge } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const profile = answer?.profile ?? EMPTY_FORM;
  return (
    <div className="wrap form-page">
      <h1>{t("accountGreeting", { name: user.name })}</h1>
      {user.memberships.length > 0 ? <MembershipsSection memberships={user.memberships} /> : null}
      <OwnPlansSection plans={plans} />
      <OwnGiftsSection gifts={gifts} next={next} />
      <OwnOrganizationsSection applications={applications} />
      <ProfileSection
        email={user.email}
        name={user.name}
        state={profile}
        isSaved={answer?.isSaved === true}
      />
      <ReadingSection isLarge={isLarge} />
      {user.memberships.length > 0 ? (
        <ApiKeysSection
          keys={keys}
          memberships={user.memberships}
          newId={newKeyId}
          state={answer?.apiKey ?? EMPTY_FORM}
          made={answer?.madeKey}
        />
      ) : null}
      <form method="post" action="/logout" className="acts">
        <SubmitButton quiet>{t("signOut")}</SubmitButton>
      </form>
    </div>
  );
}
