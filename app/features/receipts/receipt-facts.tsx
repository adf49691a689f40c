import { useT } from "#app/lib/i18n-react.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { capitalAmount } from "./capital-amount.ts";
import type { Receipt } from "./queries.server.ts";

/** Every field of a recorded bill, in the order of 财综〔2024〕1号 Art. 6. */
export function ReceiptFacts({ receipt }: { receipt: Receipt }) {
  const t = useT("receipts");
  const filled = [
    { term: t("billName"), value: receipt.billName },
    { term: t("supervisedBy"), value: receipt.supervisedBy },
    { term: t("billCode"), value: receipt.billCode },
    { term: t("billNo"), value: receipt.billNo },
    { term: t("checkCode"), value: receipt.checkCode },
    { term: t("payerHead"), value: receipt.payer },
    { term: t("payerUscc"), value: receipt.payerUscc ?? "" },
    { term: t("issuedOn"), value: receipt.issuedOn },
    { term: t("itemCode"), value: receipt.itemCode },
    { term: t("itemName"), value: receipt.itemName },
    { term: t("unit"), value: receipt.unit },
    { term: t("quantity"), value: String(receipt.quantity) },
    { term: t("standard"), value: receipt.standard },
    { term: t("amountCapital"), value: capitalAmount(receipt.amountFen) },
    { term: t("amountFigure"), value: formatYuan(receipt.amountFen) },
    { term: t("note"), value: receipt.note },
    { term: t("other"), value: receipt.other },
    { term: t("payee"), value: receipt.payee },
    { term: t("reviewer"), value: receipt.reviewer },
    { term: t("cashier"), value: receipt.cashier },
    {
      term: t("voidNumbers"),
      value: receipt.voidBillNo ? `${receipt.voidBillCode} ${receipt.voidBillNo}` : "",
    },
  ];
  return <Pairs items={filled.filter(({ value }) => value !== "")} />;
}
