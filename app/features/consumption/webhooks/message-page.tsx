import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { AttemptState, DeliveryState, useTypeText } from "./webhook-words.tsx";
import type { MessageData } from "./webhooks-work.server.ts";

const PATH = "/workspace/sales/webhooks";

/** One message to one address: every attempt, what was sent, and the button that sends it again. */
export function MessagePage({
  endpoint,
  delivery,
  attempts,
  isAsked,
  complaint,
}: MessageData & { complaint: "is-off" | null }) {
  const t = useT("webhooks");
  const typeText = useTypeText();
  const parent = `${PATH}/${endpoint.id}`;
  const name = typeText(delivery.type);
  return (
    <div className="wrap">
      <Crumbs
        items={[
          { href: PATH, label: t("title") },
          { href: parent, label: new URL(endpoint.url).host },
          { label: name },
        ]}
      />
      <h1>{name}</h1>
      <p className="lead">
        <DateText value={delivery.at} precision="second" />
      </p>
      <p>
        <DeliveryState delivery={delivery} />
      </p>
      {complaint === null ? null : <Flash tone="bad" title={t(`refused_${complaint}`)} />}
      {isAsked && complaint === null ? <Flash tone="done" title={t("done_resend")} /> : null}
      {delivery.nextAt === null ? null : (
        <p>
          {t("nextAt")} <DateText value={delivery.nextAt} precision="minute" />
        </p>
      )}
      <Section title={t("attempts")}>
        <CardsTable
          caption={t("attempts")}
          variant="stated"
          rows={attempts}
          rowKey={({ number }) => String(number)}
          empty={<p className="note">{t("noAttempt")}</p>}
          columns={[
            { key: "number", head: t("attempt"), cell: ({ number }) => t("attemptNo", { number }) },
            {
              key: "what",
              head: t("result"),
              st: true,
              cell: ({ outcome }) => <AttemptState outcome={outcome} />,
            },
            { key: "at", head: t("sentAt"), cell: ({ at }) => <DateText value={at} precision="second" /> },
            { key: "status", head: t("status"), right: true, cell: ({ status }) => status },
            { key: "ms", head: t("took"), right: true, cell: ({ durationMs }) => `${durationMs} ms` },
          ]}
        />
      </Section>
      <Section title={t("body")} intro={t("bodyIntro")}>
        <pre className="sample code">{JSON.stringify(JSON.parse(delivery.body), null, 2)}</pre>
        <form method="post" action={`${parent}/${delivery.eventId}`} className="acts">
          <SubmitButton quiet>{t("resend")}</SubmitButton>
        </form>
      </Section>
    </div>
  );
}
