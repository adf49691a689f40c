import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang } from "#app/lib/i18n-react.tsx";
import type { ShownPicture } from "./parts.server.ts";

export const pictureHref = (sha256: string): string => `/pictures/${sha256}.jpg`;

/** One picture in the width that the reader's screen needs; its size is known before it is there. */
export function Picture({ picture, isFirst = false }: { picture: ShownPicture; isFirst?: boolean }) {
  const lang = useLang();
  const widest = picture.copies.at(-1);
  if (!widest) return null;
  return (
    <img
      className="picture"
      src={pictureHref(widest.sha256)}
      srcSet={picture.copies.map(({ sha256, width }) => `${pictureHref(sha256)} ${width}w`).join(", ")}
      sizes="(max-width: 60rem) 100vw, 40rem"
      width={widest.width}
      height={widest.height}
      alt={inLang(lang, picture.alt, picture.altEn)}
      loading={isFirst ? "eager" : "lazy"}
      decoding="async"
    />
  );
}

/** The pictures of a story or of an entry. */
export function PictureList({
  pictures,
  isFirst = false,
}: {
  pictures: readonly ShownPicture[];
  isFirst?: boolean;
}) {
  if (pictures.length === 0) return null;
  return (
    <div className={pictures.length > 1 ? "pictures many" : "pictures"}>
      {pictures.map((picture, at) => (
        <Picture key={picture.id} picture={picture} isFirst={isFirst && at === 0} />
      ))}
    </div>
  );
}
