import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { I18nProvider } from "#app/lib/i18n-react.tsx";
import { ErrorPage, errorTitle } from "#app/ui/error-page.tsx";
import { currentNav, Frame } from "#app/ui/frame.tsx";
import { langOfMatches, pageMeta } from "#app/ui/page-meta.ts";
import { mergeHandles } from "#app/ui/route-handle.ts";

function frame(props: {
  large?: boolean;
  demo?: boolean;
  bare?: boolean;
  lang?: "zh" | "en";
  path?: string;
}): string {
  const { large = false, demo = true, bare = false, lang = "zh", path = "/projects" } = props;
  return renderToStaticMarkup(
    <I18nProvider lang={lang}>
      <Frame
        nav={[{ key: "projects", href: "/projects", label: "项目" }]}
        current="projects"
        footLinks={[]}
        path={path}
        search="?q=1"
        large={large}
        demo={demo}
        bare={bare}
      >
        <h1>正文</h1>
      </Frame>
    </I18nProvider>,
  );
}

describe("Frame", () => {
  it("leads past itself first, and says that this is a demo", () => {
    const html = frame({});
    expect(html).toMatch(/^<a class="skip" href="#main">/);
    expect(html).toContain("由民政部指定");
    expect(html).toContain('href="/guide"');
    expect(html).toContain('<main id="main"><h1>正文</h1></main>');
    expect(html).toContain('href="/projects" aria-current="page"');
  });

  it("is the same for every reader: one link to the account, no name", () => {
    expect(frame({})).toContain('<a href="/account">登录</a>');
    expect(frame({ path: "/workspacefair" })).toContain('<a href="/account">登录</a>');
    // Only somebody who is signed in comes to these.
    expect(frame({ path: "/workspace/gifts" })).toContain('<a href="/account">我的账号</a>');
  });

  it("changes text size and language in place, keeping the query", () => {
    expect(frame({})).toContain('href="/projects?q=1&amp;large=1"');
    expect(frame({ large: true })).toContain('href="/projects?q=1&amp;large=0"');
    expect(frame({ lang: "en" })).toContain('href="/projects?q=1&amp;lang=zh" lang="zh-Hans"');
  });

  it("has no banner where the money is real, and no header where it is bare", () => {
    expect(frame({ demo: false })).not.toContain("demo");
    expect(frame({ bare: true })).not.toContain("<header");
    expect(frame({ bare: true })).toContain("demo");
  });
});

describe("what routes say about their page", () => {
  it("lets the deepest route decide and ships scripts if any needs them", () => {
    const matches = [
      { handle: { hydrate: true, bodyClass: "p-a" } },
      { handle: undefined },
      { handle: { bodyClass: "p-b" } },
    ];
    expect(mergeHandles(matches)).toEqual({ hydrate: true, bodyClass: "p-b" });
    expect(mergeHandles([{ handle: { hydrate: "yes" } }]).hydrate).toBe(false);
  });

  it("knows the place in the header from the address", () => {
    const items = [{ key: "projects", href: "/projects" }];
    expect(currentNav(items, "/projects/hot-meals")).toBe("projects");
    expect(currentNav(items, "/projectsx")).toBeUndefined();
  });

  it("titles a page in the reader's language", () => {
    const english = [{ data: { lang: "en" } }];
    expect(langOfMatches([])).toBe("zh");
    expect(pageMeta(english, (t) => t("frame")("projects"))[0]).toEqual({ title: "Projects · Mingshan" });
  });
});

describe("ErrorPage", () => {
  it("says what happened, what was not lost and what to do, for any status", () => {
    for (const status of [400, 401, 403, 404, 410, 422, 429, 500, 502, 503]) {
      const html = renderToStaticMarkup(<ErrorPage status={status} />);
      expect(html).toContain("没有丢的");
      expect(html).toContain("可以做的");
      expect(html).not.toMatch(/err(What|Kept|Todo)/);
    }
    expect(errorTitle("zh", 404)).toBe("没有找到这一页");
    expect(errorTitle("en", 599)).toBe("Something went wrong on our side");
  });
});
