import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { I18nProvider, Phrase, useT } from "#app/lib/i18n-react.tsx";

function Search() {
  return <p>{useT("ui")("search")}</p>;
}

describe("sentences in a page", () => {
  it("are Chinese unless a provider says otherwise", () => {
    expect(renderToStaticMarkup(<Search />)).toBe("<p>查找</p>");
    expect(
      renderToStaticMarkup(
        <I18nProvider lang="en">
          <Search />
        </I18nProvider>,
      ),
    ).toBe("<p>Search</p>");
  });

  it("keep their links inside, each language in its own order", () => {
    const html = renderToStaticMarkup(
      <I18nProvider lang="en">
        <Phrase ns="frame" k="demo" parts={{ b: <b />, a: <a href="/guide" /> }} />
      </I18nProvider>,
    );
    expect(html).toMatch(
      /^<b>Demo\.<\/b> .*designated by the Ministry.* <a href="\/guide">Take the tour<\/a>$/,
    );
  });
});
