import type { ReactNode } from "react";
import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { hrefWith } from "#app/lib/preferences.ts";
import { Mark, Wordmark } from "#app/ui/mark.tsx";

export type NavItem = { key: string; href: string; label: string };

/** Key of the item that an address belongs to. */
export function currentNav(items: readonly Omit<NavItem, "label">[], path: string): string | undefined {
  return items.find((item) => path === item.href || path.startsWith(`${item.href}/`))?.key;
}

type FrameProps = {
  nav: readonly NavItem[];
  /** Key of the current item, if any. */
  current?: string;
  footLinks: readonly { href: string; label: string }[];
  /** Address of this page, for the links that change language and text size. */
  path: string;
  search: string;
  large: boolean;
  demo: boolean;
  bare: boolean;
  children: ReactNode;
};

/** Everything around the page's own content. The same for every reader, so that pages can be kept as bytes. */
export function Frame(props: FrameProps) {
  const { demo, bare, children } = props;
  const t = useT("frame");
  return (
    <>
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      {demo ? <DemoBanner /> : null}
      {bare ? null : <Header {...props} />}
      <main id="main">{children}</main>
      {bare ? null : <Footer footLinks={props.footLinks} />}
    </>
  );
}

function DemoBanner() {
  const t = useT("frame");
  return (
    <aside className="demo" aria-label={t("demoLabel")}>
      <div className="wrap">
        <Phrase ns="frame" k="demo" parts={{ b: <b />, a: <a href="/guide" /> }} />
      </div>
    </aside>
  );
}

/** Pages that only somebody who is signed in sees: told by the address, so that public bytes stay the same. */
const OWN_PLACES = ["/account", "/workspace", "/supervision", "/operations"];
const isOwnPlace = (path: string): boolean =>
  OWN_PLACES.some((place) => path === place || path.startsWith(`${place}/`));

function Header({ nav, current, path, search, large }: FrameProps) {
  const t = useT("frame");
  const lang = useLang();
  const otherLang = lang === "zh" ? "en" : "zh";
  return (
    <header className="top">
      <div className="wrap">
        <a className="brand" href="/">
          <Mark />
          <Wordmark label={t("home")} />
        </a>
        <nav className="nav" aria-label={t("main")}>
          {nav.map((item) => (
            <a key={item.key} href={item.href} aria-current={item.key === current ? "page" : undefined}>
              {item.label}
            </a>
          ))}
        </nav>
        <div className="tools">
          <a href={hrefWith(path, search, "large", large ? "0" : "1")}>{large ? t("normal") : t("large")}</a>
          <a
            href={hrefWith(path, search, "lang", otherLang)}
            lang={otherLang === "zh" ? "zh-Hans" : "en"}
            hrefLang={otherLang === "zh" ? "zh-Hans" : "en"}
          >
            {t("otherLang")}
          </a>
          <a href="/account">{t(isOwnPlace(path) ? "ownAccount" : "account")}</a>
        </div>
      </div>
    </header>
  );
}

function Footer({ footLinks }: Pick<FrameProps, "footLinks">) {
  const t = useT("frame");
  return (
    <footer className="foot">
      <div className="wrap">
        <p className="motto">{t("motto")}</p>
        <p>{t("about")}</p>
        <ul>
          {footLinks.map((link) => (
            <li key={link.href}>
              <a href={link.href}>{link.label}</a>
            </li>
          ))}
        </ul>
      </div>
    </footer>
  );
}
