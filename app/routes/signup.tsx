import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import {
  EmailField,
  FormErrors,
  NameField,
  PasswordField,
} from "#app/features/identity/credential-fields.tsx";
import {
  complaintsOf,
  EMPTY_FORM,
  type FormState,
  typedText,
  waitComplaint,
} from "#app/features/identity/form-state.ts";
import { currentUser } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { safePath } from "#app/features/identity/safe-path.ts";
import { signUpSchema } from "#app/features/identity/schema.ts";
import { sessionCookie } from "#app/features/identity/session-cookie.server.ts";
import { signUp } from "#app/features/identity/sign-up.server.ts";
import { startSession } from "#app/features/identity/start-session.server.ts";
import { clientAddressOf } from "#app/lib/client-address.ts";
import { Phrase, useT } from "#app/lib/i18n-react.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import { SubmitButton } from "#app/ui/submit-button.tsx";

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("identity")("signUpTitle"));
export const headers = privatePageHeaders;

export async function loader({ request }: LoaderFunctionArgs) {
  const next = safePath(new URL(request.url).searchParams.get("next"));
  if (await currentUser(request)) throw redirect(next);
  return { next };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const next = safePath(String(form.get("next") ?? ""));
  const refuse = (errors: FormState["errors"], status: number) =>
    data({ next, state: { typed: typedText(form), errors } satisfies FormState }, { status });
  const given = signUpSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return refuse(complaintsOf(given.error), 422);
  const now = new Date();
  const result = await signUp({ ...given.data, address: clientAddressOf(context) }, now);
  if (result.ok) {
    const token = await startSession(result.userId, now);
    return redirect(next, { headers: { "Set-Cookie": sessionCookie(token) } });
  }
  if (result.reason === "email-taken") return refuse({ email: { key: "errEmailTaken" } }, 422);
  return refuse({ email: waitComplaint("errTooMany", result.retryAfterSeconds) }, 429);
}

export default function SignUp() {
  const t = useT("identity");
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const next = answer?.next ?? loaded.next;
  const state = answer?.state ?? EMPTY_FORM;
  return (
    <div className="wrap form-page">
      <h1>{t("signUpTitle")}</h1>
      <p className="lead">{t("signUpLead")}</p>
      <FormErrors state={state} />
      <form method="post" action="/signup">
        <input type="hidden" name="next" value={next} />
        <NameField state={state} />
        <EmailField state={state} />
        <PasswordField state={state} isNew />
        <SubmitButton full>{t("signUp")}</SubmitButton>
      </form>
      <p>
        <Phrase
          ns="identity"
          k="haveAccount"
          parts={{ a: <a href={`/login?next=${encodeURIComponent(next)}`} /> }}
        />
      </p>
    </div>
  );
}
