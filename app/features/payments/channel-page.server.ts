import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { type ChannelErrors, saveChannel } from "./channel-form.server.ts";
import { PROVIDER_NAMES, type ProviderName } from "./providers/provider.ts";
import { STRIPE_EVENTS } from "./providers/stripe-events.ts";

/** Fields that are given back after a mistake: no secret among them. */
const SHOWN = ["appId", "sellerId", "alipayPublicKey", "accountId", "appCert", "alipayCert", "rootCert"];

async function approver({ params, request }: LoaderFunctionArgs | ActionFunctionArgs) {
  const provider = PROVIDER_NAMES.find((name) => name === params.provider);
  if (!provider) throw new Response(null, { status: 404 });
  const { user, memberships } = await requireRole(request, ["charity-approver"]);
  return { provider, userId: user.id, organizationId: memberships[0].organizationId };
}

/** What the form of one channel shows: the account's own numbers, never a key. */
export async function loadChannel(args: LoaderFunctionArgs) {
  const { provider, organizationId } = await approver(args);
  const [row] = await db.rows<{ id: string; account: string }>(
    `select id, provider_account as account from payment_credential
     where organization_id = $1 and provider = $2 and disabled_at is null order by created_at, id limit 1`,
    [organizationId, provider],
  );
  return {
    provider,
    known: row ? numbersOf(provider, row.account) : null,
    webhookEvents: provider === "stripe" ? STRIPE_EVENTS : [],
    webhookUrl: row ? `${env().PUBLIC_URL}/webhooks/${provider}/${row.id}` : null,
  };
}

function numbersOf(provider: ProviderName, account: string): Record<string, string> {
  if (provider === "stripe") return { accountId: account };
  const [appId = "", sellerId = ""] = account.split("/");
  return { appId, sellerId };
}

export interface ChannelAnswer {
  typed: Record<string, string>;
  errors: ChannelErrors;
}

export async function actOnChannel(args: ActionFunctionArgs) {
  const { provider, organizationId, userId } = await approver(args);
  const form = await args.request.formData();
  const typed = Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const result = await saveChannel({ organizationId, userId, provider, typed, now: new Date() });
  if (result.ok) return redirect(`/workspace/settings?done=${result.isTested ? "saved" : "savedUntested"}`);
  const shown = Object.fromEntries(Object.entries(typed).filter(([name]) => SHOWN.includes(name)));
  return data<ChannelAnswer>({ typed: shown, errors: result.errors }, { status: 422 });
}
