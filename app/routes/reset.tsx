import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EmailField, FormErrors } from "#app/features/identity/credential-fields.tsx";
import {
  complaintsOf,
  EMPTY_FORM,
  type FormState,
  typedText,
  waitComplaint,
} from "#app/features/identity/form-state.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { safePath } from "#app/features/identity/safe-path.ts";
import { linkRequestSchema } from "#app/features/identity/schema.ts";
import { sendLink } from "#app/features/identity/send-link.server.ts";
import { LinkSent } from "#app/features/identity/sign-in-page.tsx";
import { clientAddressOf } from "#app/lib/client-address.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { preferencesOf } from "#app/lib/preferences.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import { SubmitButton } from "#app/ui/submit-button.tsx";

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("identity")("resetTitle"));
export const headers = privatePageHeaders;

export function loader({ request }: LoaderFunctionArgs) {
  return { next: safePath(new URL(request.url).searchParams.get("next")) };
}

type Answer = { next: string; state: FormState; sentTo?: string };

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const next = safePath(String(form.get("next") ?? ""));
  const refuse = (errors: FormState["errors"], status: number) =>
    data<Answer>({ next, state: { typed: typedText(form), errors } }, { status });
  const asked = linkRequestSchema.safeParse(Object.fromEntries(form));
  if (!asked.success) return refuse(complaintsOf(asked.error), 422);
  const sent = await sendLink(
    {
      email: asked.data.email,
      purpose: "reset",
      address: clientAddressOf(context),
      next,
      lang: preferencesOf(request, context).lang,
    },
    new Date(),
  );
  if (!sent.ok) return refuse({ email: waitComplaint("errTooManyMails", sent.retryAfterSeconds) }, 429);
  return data<Answer>({ next, state: EMPTY_FORM, sentTo: asked.data.email });
}

export default function Reset() {
  const t = useT("identity");
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const state = answer?.state ?? EMPTY_FORM;
  return (
    <div className="wrap form-page">
      <h1>{t("resetTitle")}</h1>
      <p className="lead">{t("resetLead")}</p>
      {answer?.sentTo === undefined ? null : <LinkSent email={answer.sentTo} />}
      <FormErrors state={state} />
      <form method="post" action="/reset">
        <input type="hidden" name="next" value={answer?.next ?? loaded.next} />
        <EmailField state={state} />
        <SubmitButton full>{t("sendReset")}</SubmitButton>
      </form>
    </div>
  );
}
