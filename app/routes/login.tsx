import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
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
import { linkRequestSchema, signInSchema } from "#app/features/identity/schema.ts";
import { sendLink } from "#app/features/identity/send-link.server.ts";
import { sessionCookie } from "#app/features/identity/session-cookie.server.ts";
import { signIn } from "#app/features/identity/sign-in.server.ts";
import { SignInPage } from "#app/features/identity/sign-in-page.tsx";
import { startSession } from "#app/features/identity/start-session.server.ts";
import { clientAddressOf } from "#app/lib/client-address.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("identity")("signInTitle"));
export const headers = privatePageHeaders;

export async function loader({ request }: LoaderFunctionArgs) {
  const next = safePath(new URL(request.url).searchParams.get("next"));
  if (await currentUser(request)) throw redirect(next);
  return { next };
}

type Answer = { next: string; password: FormState; link: FormState; sentTo?: string };

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const next = safePath(String(form.get("next") ?? ""));
  const address = clientAddressOf(context);
  const typed = typedText(form);
  const now = new Date();
  if (form.get("intent") === "link") {
    const refuse = (errors: FormState["errors"], status: number) =>
      data<Answer>({ next, password: EMPTY_FORM, link: { typed, errors } }, { status });
    const asked = linkRequestSchema.safeParse(Object.fromEntries(form));
    if (!asked.success) return refuse(complaintsOf(asked.error), 422);
    const { lang } = preferencesOf(request, context);
    const sent = await sendLink({ email: asked.data.email, purpose: "sign-in", address, next, lang }, now);
    if (!sent.ok) return refuse({ email: waitComplaint("errTooManyMails", sent.retryAfterSeconds) }, 429);
    return data<Answer>({ next, password: EMPTY_FORM, link: EMPTY_FORM, sentTo: asked.data.email });
  }
  const refuse = (errors: FormState["errors"], status: number) =>
    data<Answer>({ next, password: { typed, errors }, link: EMPTY_FORM }, { status });
  const given = signInSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return refuse(complaintsOf(given.error), 422);
  const result = await signIn({ ...given.data, address }, now);
  if (result.ok) {
    const token = await startSession(result.userId, now);
    return redirect(next, { headers: { "Set-Cookie": sessionCookie(token) } });
  }
  if (result.reason === "wrong") return refuse({ email: { key: "errWrong" } }, 422);
  return refuse({ email: waitComplaint("errTooMany", result.retryAfterSeconds) }, 429);
}

export default function Login() {
  const { next } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <SignInPage
      next={answer?.next ?? next}
      password={answer?.password ?? EMPTY_FORM}
      link={answer?.link ?? EMPTY_FORM}
      sentTo={answer?.sentTo}
    />
  );
}
