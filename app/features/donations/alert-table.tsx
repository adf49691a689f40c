import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Age } from "#app/ui/age.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Money } from "#app/ui/money.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type { GivingAlert } from "./alerts.server.ts";

/** What about giving a person should look at, each with what to do and a button that says it was done. */
export function AlertTable(props: {
  alerts: readonly GivingAlert[];
  /** Where the button's form goes. */
  action: string;
  /** Where a gift is seen, and refunded if that is the answer. */
  giftPath: (donationId: string) => string;
  now: Date;
  withOrganization?: boolean;
}) {
  const { alerts, action, giftPath, now, withOrganization = false } = props;
  const t = useT("alerts");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("title")}
      variant="duo headed"
      rows={alerts}
      rowKey={(alert) => alert.id}
      empty={<p className="note">{t("none")}</p>}
      columns={[
        {
          key: "kind",
          head: t("what"),
          cell: (alert) => (
            <>
              {t(`kind_${alert.kind}`)}
              <small>{t(`todo_${alert.kind}`)}</small>
              {withOrganization && alert.organizationName ? (
                <small>{lang === "en" ? alert.organizationNameEn : alert.organizationName}</small>
              ) : null}
            </>
          ),
        },
        {
          key: "amount",
          head: t("amount"),
          right: true,
          cell: ({ amountFen }) => (amountFen === null ? null : <Money fen={amountFen} symbol={false} />),
        },
        { key: "count", head: t("times"), right: true, cell: ({ seenCount }) => String(seenCount) },
        { key: "since", head: t("since"), cell: ({ openedAt }) => <Age since={openedAt} now={now} /> },
        {
          key: "gift",
          head: t("gift"),
          hideHead: true,
          label: null,
          cell: ({ donationId }) =>
            donationId === null ? null : <a href={giftPath(donationId)}>{t("seeGift")}</a>,
        },
        {
          key: "done",
          head: t("done"),
          hideHead: true,
          label: null,
          cell: (alert) => (
            <form method="post" action={action}>
              <input type="hidden" name="alert" value={alert.id} />
              <SubmitButton quiet aria-label={t("doneOf", { what: t(`kind_${alert.kind}`) })}>
                {t("done")}
              </SubmitButton>
            </form>
          ),
        },
      ]}
    />
  );
}
