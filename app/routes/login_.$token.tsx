import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { isLinkOpen, redeemSignInLink } from "#app/features/identity/redeem-link.server.ts";
import { safePath } from "#app/features/identity/safe-path.ts";
import { sessionCookie } from "#app/features/identity/session-cookie.server.ts";
import { SpentLink } from "#app/features/identity/spent-link.tsx";
import { useT } from "#app/lib/i18n-react.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import { SubmitButton } from "#app/ui/submit-button.tsx";

export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("identity")("linkUseTitle"));
export const headers = privatePageHeaders;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const next = safePath(new URL(request.url).searchParams.get("next"));
  const isOpen = await isLinkOpen(params.token ?? "", "sign-in", new Date());
  return data({ next, isOpen }, { status: isOpen ? 200 : 410 });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const used = await redeemSignInLink(params.token ?? "", new Date());
  if (!used.ok) return data({ isSpent: true }, { status: 410 });
  const next = safePath(String(form.get("next") ?? ""));
  return redirect(next, { headers: { "Set-Cookie": sessionCookie(used.sessionToken) } });
}

export default function LoginByLink() {
  const t = useT("identity");
  const { next, isOpen } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!isOpen || answer?.isSpent)
    return <SpentLink againHref={`/login?next=${encodeURIComponent(next)}#by-mail`} />;
  return (
    <div className="wrap form-page">
      <h1>{t("linkUseTitle")}</h1>
      <p className="lead">{t("linkUseLead")}</p>
      <form method="post">
        <input type="hidden" name="next" value={next} />
        <SubmitButton full>{t("linkUse")}</SubmitButton>
      </form>
    </div>
  );
}
