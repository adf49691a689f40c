/** Digits as people copy them: full-width forms and spaces do not make another number. */
export const plainDigits = (text: string): string => text.normalize("NFKC").replace(/[\s-]/g, "");

/**
 * Whether code and number are those of an invoice: a fully digital one (数电发票) has 20 digits and no code;
 * the older ones have 8 digits and a code of 10 or 12 (国家税务总局公告2024年第11号).
 */
export function isInvoiceNumber(code: string, number: string): boolean {
  return code === "" ? /^\d{20}$/.test(number) : /^(\d{10}|\d{12})$/.test(code) && /^\d{8}$/.test(number);
}
