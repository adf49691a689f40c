import "#app/lib/load-context.ts";
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import { type ReactNode, useContext } from "react";
import { env } from "#app/lib/env.server.ts";
import { htmlLang, translator } from "#app/lib/i18n.ts";
import { I18nProvider, useT } from "#app/lib/i18n-react.tsx";
import { preferencesOf } from "#app/lib/preferences.ts";
import { ErrorPage, errorTitle } from "#app/ui/error-page.tsx";
import { currentNav, Frame } from "#app/ui/frame.tsx";
import { langOfMatches } from "#app/ui/page-meta.ts";
import { PageRequestContext } from "#app/ui/request-preferences.ts";
import { mergeHandles } from "#app/ui/route-handle.ts";
import styles from "#app/ui/style.css?url";

/** The header, in the order shown; the words are in the `frame` dictionaries. */
const NAVIGATION = [
  { key: "projects", href: "/projects" },
  { key: "consumption", href: "/consumption" },
  { key: "drives", href: "/drives" },
  { key: "trusts", href: "/trusts" },
  { key: "ledger", href: "/ledger" },
  { key: "verify", href: "/reconciliation" },
] as const;

const FOOT_LINKS = [
  { key: "footOrganizations", href: "/organizations" },
  { key: "footDisclosures", href: "/disclosures" },
  { key: "footLedger", href: "/ledger" },
  { key: "footHealth", href: "/ledger/health" },
  { key: "footReconciliation", href: "/reconciliation" },
  { key: "footDevelopers", href: "/developers" },
] as const;

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
  { rel: "manifest", href: "/manifest.webmanifest" },
];

export const meta: MetaFunction = ({ matches }) => {
  const t = translator(langOfMatches(matches))("frame");
  return [{ title: t("site") }, { name: "description", content: t("tagline") }];
};

/** Only what is the same for every reader of this address in this language: pages are kept as bytes. */
export function loader({ request, context }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  return {
    ...preferencesOf(request, context),
    demo: env().DEMO,
    path: url.pathname,
    search: url.search,
  };
}

export default function App() {
  return <Outlet />;
}

export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>("root");
  const request = useContext(PageRequestContext);
  const matches = useMatches();
  const error = useRouteError() ?? undefined;
  const failed = error !== undefined;
  const handle = mergeHandles(matches);
  const lang = data?.lang ?? request?.lang ?? "zh";
  const large = data?.large ?? request?.large ?? false;
  const path = data?.path ?? request?.path ?? "/";
  const t = translator(lang)("frame");
  return (
    <html lang={htmlLang(lang)} className={large ? "large" : undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#fbfaf5" />
        {failed ? <title>{t("title", { page: errorTitle(lang, statusOf(error)) })}</title> : <Meta />}
        <Links />
      </head>
      <body className={failed ? "p-error" : handle.bodyClass}>
        <I18nProvider lang={lang}>
          <Frame
            nav={NAVIGATION.map((item) => ({ ...item, label: t(item.key) }))}
            current={handle.nav ?? currentNav(NAVIGATION, path)}
            footLinks={FOOT_LINKS.map((link) => ({ href: link.href, label: t(link.key) }))}
            path={path}
            search={data?.search ?? request?.search ?? ""}
            large={large}
            demo={data?.demo ?? request?.demo ?? false}
            bare={!failed && handle.frame === "bare"}
          >
            {children}
          </Frame>
        </I18nProvider>
        {handle.hydrate ? (
          <>
            <ScrollRestoration nonce={request?.nonce} />
            <Scripts nonce={request?.nonce} />
          </>
        ) : null}
      </body>
    </html>
  );
}

export function ErrorBoundary() {
  const t = useT("frame");
  const error = useRouteError();
  const field = fieldOf(error);
  return (
    <ErrorPage
      status={statusOf(error)}
      todo={field === null ? undefined : t("unreadableField", { field })}
      more={<a href="/projects">{t("seeProjects")}</a>}
    />
  );
}

/** The field of a form that could not be read at all, see lib/http/refuse-nul. */
function fieldOf(error: unknown): string | null {
  if (!isRouteErrorResponse(error) || error.status !== 400) return null;
  const { data } = error;
  return typeof data === "object" && data !== null && typeof data.field === "string" ? data.field : null;
}

/** A thrown response says what happened in its status; anything else is a fault of ours. */
function statusOf(error: unknown): number {
  return isRouteErrorResponse(error) ? error.status : 500;
}
