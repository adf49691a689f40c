import { useT } from "#app/lib/i18n-react.tsx";
import { CheckboxField } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { ChannelAnswer, loadChannel } from "./channel-page.server.ts";
import { sayChannel } from "./channel-words.ts";

type ChannelPageProps = Awaited<ReturnType<typeof loadChannel>> & { answer: ChannelAnswer | undefined };

const ORDER = {
  alipay: ["appId", "sellerId", "appPrivateKey", "alipayPublicKey", "appCert", "alipayCert", "rootCert"],
  stripe: ["accountId", "secretKey", "webhookSecret"],
} as const;

/** The keys of one channel. Stored secrets are never shown; a form that failed gives back what is not secret. */
export function ChannelPage({ provider, known, webhookUrl, webhookEvents, answer }: ChannelPageProps) {
  const t = useT("channels");
  const errors = answer?.errors ?? {};
  const error = (name: string) => (errors[name] === undefined ? undefined : sayChannel(t, errors[name]));
  const fields = ORDER[provider];
  const help = (name: "appId") => t(`${name}Help` as "appIdHelp");
  const shown = (name: string) => ({
    name,
    defaultValue: answer?.typed[name] ?? known?.[name] ?? "",
    error: error(name),
    autoComplete: "off",
    spellCheck: false,
  });
  const secret = (name: "appPrivateKey" | "secretKey" | "webhookSecret") => ({
    label: t(name),
    help: known ? `${t("keep")}。${help(name as "appId")}` : help(name as "appId"),
    name,
    error: error(name),
    autoComplete: "off",
    spellCheck: false,
  });
  return (
    <div className="wrap form-page">
      <Crumbs
        items={[{ href: "/workspace/settings", label: t("crumb") }, { label: t(`title_${provider}`) }]}
      />
      <h1>{t(`title_${provider}`)}</h1>
      <p className="lead">{t(known ? "replaceLead" : "lead")}</p>
      <form method="post" noValidate>
        <ErrorSummary
          errors={[...fields, "form"].flatMap((name) => {
            const message = error(name);
            return message ? [{ id: name === "form" ? "save" : name, message }] : [];
          })}
        />
        {provider === "alipay" ? (
          <>
            <TextField label={t("appId")} help={help("appId")} inputMode="numeric" {...shown("appId")} />
            <TextField
              label={t("sellerId")}
              help={help("sellerId" as "appId")}
              inputMode="numeric"
              {...shown("sellerId")}
            />
            <TextArea rows={4} {...secret("appPrivateKey")} />
            <TextArea
              rows={4}
              label={t("alipayPublicKey")}
              help={help("alipayPublicKey" as "appId")}
              {...shown("alipayPublicKey")}
            />
            <details open={["appCert", "alipayCert", "rootCert"].some((name) => errors[name] !== undefined)}>
              <summary>{t("certTitle")}</summary>
              <p className="help">{t("certHelp")}</p>
              {(["appCert", "alipayCert", "rootCert"] as const).map((name) => (
                <TextArea key={name} rows={3} optional label={t(name)} {...shown(name)} />
              ))}
            </details>
          </>
        ) : (
          <>
            <TextField label={t("accountId")} help={help("accountId" as "appId")} {...shown("accountId")} />
            <TextField type="password" {...secret("secretKey")} />
            <TextField type="password" {...secret("webhookSecret")} />
            {known ? <CheckboxField name="dropOld" label={t("dropOld")} /> : null}
          </>
        )}
        <p className="note">
          {t("webhookAddress")}
          <br />
          {webhookUrl ? <span className="code">{webhookUrl}</span> : t("webhookLater")}
        </p>
        {webhookEvents.length > 0 ? (
          <>
            <p className="note">{t("webhookEvents")}</p>
            <ul>
              {webhookEvents.map((type) => (
                <li key={type} className="code">
                  {type}
                </li>
              ))}
            </ul>
          </>
        ) : null}
        <p className="field">
          <SubmitButton full id="save">
            {t("save")}
          </SubmitButton>
        </p>
      </form>
    </div>
  );
}
