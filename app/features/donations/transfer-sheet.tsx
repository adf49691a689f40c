import { bankName, groupedAccount } from "#app/features/payments/bank-names.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDay } from "#app/lib/time.ts";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { groupedReference } from "./gift-reference.ts";
import type { TransferDetails } from "./transfer-details.server.ts";

/** What a donor copies onto a transfer, large enough to be read at a counter; prints well. */
export function TransferSheet({ transfer }: { transfer: TransferDetails }) {
  const t = useT("ways");
  const lang = useLang();
  return (
    <Section title={t("transferBox")}>
      <dl className="sheet transfer">
        <div>
          <dt>{t("reference")}</dt>
          <dd className="reference">{groupedReference(transfer.reference)}</dd>
          <dd className="help">{t("referenceHelp")}</dd>
        </div>
        <div>
          <dt>{t("amount")}</dt>
          <dd className="copy">{formatYuan(transfer.amountFen)}</dd>
        </div>
        {transfer.accounts.map((account) => (
          <div key={`${account.bank} ${account.accountNo}`}>
            <dt>{t("accountName")}</dt>
            <dd className="copy">{account.accountName}</dd>
            <dt>{t("bank")}</dt>
            <dd className="copy">{bankName(account.bank, lang)}</dd>
            <dt>{t("accountNo")}</dt>
            <dd className="copy">{groupedAccount(account.accountNo)}</dd>
          </div>
        ))}
      </dl>
      {transfer.closesAt ? (
        <p className="note">{t("closesOn", { day: shanghaiDay(transfer.closesAt) })}</p>
      ) : null}
      <p className="note">
        {t("print")}
        {t("mailed")}
      </p>
    </Section>
  );
}
