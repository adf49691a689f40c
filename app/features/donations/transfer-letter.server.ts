import { randomUUID } from "node:crypto";
import { bankName, groupedAccount } from "#app/features/payments/bank-names.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { formatFen } from "#app/lib/money.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { donationToken } from "./donation-token.server.ts";
import { groupedReference } from "./gift-reference.ts";
import { transferDetails } from "./transfer-details.server.ts";

/** Sends what is needed for the transfer to a donor who left an address, in the transaction that starts the gift. */
export async function writeTransferLetter(tx: Sql, donationId: string, now: Date): Promise<void> {
  const [gift] = await tx.rows<{ email: string; title: string; titleEn: string }>(
    `select d.email, f.title, f.title_en as "titleEn" from donation d join fund f on f.id = d.fund_id
     where d.fund_id = $1 and d.id = $2 and d.email is not null`,
    [fundIdOf(donationId, "d"), donationId],
  );
  if (!gift) return;
  const details = await transferDetails(donationId, tx);
  if (!details) return;
  const id = randomUUID();
  const reference = groupedReference(details.reference);
  const amount = `¥${formatFen(details.amountFen)}`;
  const link = `${env().PUBLIC_URL}/donations/${donationId}?token=${donationToken(donationId)}`;
  const accounts = (lang: "zh" | "en"): string[] =>
    details.accounts.map(
      ({ bank, accountName, accountNo }) =>
        `${accountName} · ${bankName(bank, lang)} · ${groupedAccount(accountNo)}`,
    );
  const text = [
    `您要捐给“${gift.title}”的 ${amount}，请转到慈善组织自己的账户：`,
    ...accounts("zh"),
    `转账附言只写：${reference}`,
    `金额请一分不差。银行账单到了，会自动对上，再写信告诉您。看它走到哪一步：${link}`,
    "",
    `To give ${amount} to “${gift.titleEn}”, please transfer it to the charity’s own account:`,
    ...accounts("en"),
    `Write as the reference, and nothing else: ${reference}`,
    `Please send exactly this amount. We write again once the bank statement shows it. Follow it here: ${link}`,
  ].join("\n");
  await tx.run(
    "insert into outgoing_mail (id, recipient, subject, text, created_at) values ($1, $2, $3, $4, $5)",
    [id, gift.email, `转账附言 ${reference} · Your transfer reference`, text, now],
  );
  await requestJobs(tx, "send-mail", [{ mailId: id }]);
}
