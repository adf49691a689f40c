import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { FormErrors, PasswordField } from "#app/features/identity/credential-fields.tsx";
import { complaintsOf, EMPTY_FORM, type FormState } from "#app/features/identity/form-state.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { isLinkOpen, redeemResetLink } from "#app/features/identity/redeem-link.server.ts";
import { safePath } from "#app/features/identity/safe-path.ts";
import { newPasswordFormSchema } from "#app/features/identity/schema.ts";
import { sessionCookie } from "#app/features/identity/session-cookie.server.ts";
import { SpentLink } from "#app/features/identity/spent-link.tsx";
import { useT } from "#app/lib/i18n-react.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import { SubmitButton } from "#app/ui/submit-button.tsx";

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("identity")("resetUseTitle"));
export const headers = privatePageHeaders;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const next = safePath(new URL(request.url).searchParams.get("next"));
  const isOpen = await isLinkOpen(params.token ?? "", "reset", new Date());
  return data({ next, isOpen }, { status: isOpen ? 200 : 410 });
}

type Answer = { isSpent: boolean; state: FormState };

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const given = newPasswordFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) {
    const state = { typed: {}, errors: complaintsOf(given.error) };
    return data<Answer>({ isSpent: false, state }, { status: 422 });
  }
  const used = await redeemResetLink(params.token ?? "", given.data.password, new Date());
  if (!used.ok) return data<Answer>({ isSpent: true, state: EMPTY_FORM }, { status: 410 });
  const next = safePath(String(form.get("next") ?? ""));
  return redirect(next, { headers: { "Set-Cookie": sessionCookie(used.sessionToken) } });
}

export default function ResetByLink() {
  const t = useT("identity");
  const { next, isOpen } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!isOpen || answer?.isSpent) return <SpentLink againHref={`/reset?next=${encodeURIComponent(next)}`} />;
  const state = answer?.state ?? EMPTY_FORM;
  return (
    <div className="wrap form-page">
      <h1>{t("resetUseTitle")}</h1>
      <p className="lead">{t("resetUseLead")}</p>
      <FormErrors state={state} />
      <form method="post">
        <input type="hidden" name="next" value={next} />
        <PasswordField state={state} isNew />
        <SubmitButton full>{t("resetUse")}</SubmitButton>
      </form>
    </div>
  );
}
