import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { endSession } from "#app/features/identity/end-session.server.ts";
import { endedSessionCookie, sessionTokenOf } from "#app/features/identity/session-cookie.server.ts";

/** Signing out changes something, so a link or a picture cannot do it. */
export function loader() {
  return redirect("/account");
}

export async function action({ request }: ActionFunctionArgs) {
  const token = sessionTokenOf(request);
  if (token !== null) await endSession(token);
  return redirect("/", { headers: { "Set-Cookie": endedSessionCookie() } });
}
