import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { Mark } from "#app/ui/mark.tsx";

/** Every page of the till: a narrow column under the shop's name, no site around it. */
export function TillFrame({
  shop,
  back = true,
  children,
}: {
  shop: string;
  back?: boolean;
  children: ReactNode;
}) {
  const t = useT("till");
  return (
    <div className="till">
      <header className="shop">
        <p>
          <Mark />
          <b>{shop}</b>
        </p>
        {back ? (
          <a href="/till">{t("backToTill")}</a>
        ) : (
          <form method="post" action="/logout" id="till-leave">
            <button type="submit" className="linklike">
              {t("leave")}
            </button>
          </form>
        )}
      </header>
      {children}
    </div>
  );
}
