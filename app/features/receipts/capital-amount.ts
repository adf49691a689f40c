import { invariant } from "#app/lib/invariant.ts";

const DIGITS = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"] as const;
const PLACES = ["", "拾", "佰", "仟"] as const;
const GROUPS = ["", "万", "亿", "万亿"] as const;

/** Four digits, "0409" → "肆佰零玖"; zeros at the end are silent, zeros between are one 零. */
function groupWords(group: string): string {
  let words = "";
  let isZeroWaiting = false;
  [...group].forEach((digit, index) => {
    if (digit === "0") {
      isZeroWaiting = words !== "";
      return;
    }
    if (isZeroWaiting) words += "零";
    isZeroWaiting = false;
    words += `${DIGITS[Number(digit)]}${PLACES[group.length - 1 - index]}`;
  });
  return words;
}

function yuanWords(yuan: string): string {
  const groups: string[] = [];
  for (let end = yuan.length; end > 0; end -= 4) groups.unshift(yuan.slice(Math.max(0, end - 4), end));
  let words = "";
  let isGap = false;
  groups.forEach((group, index) => {
    const own = groupWords(group);
    if (own === "") {
      isGap = words !== "";
      return;
    }
    // A place left out between two groups is heard: 壹拾万零柒佰, but 壹拾万柒仟.
    if (words !== "" && (isGap || group.startsWith("0"))) words += "零";
    isGap = false;
    words += own + GROUPS[groups.length - 1 - index];
  });
  return words;
}

/**
 * An amount in Chinese capitals, as bills write it: `200000n` → `人民币贰仟元整`
 * (支付结算办法 附一 正确填写票据和结算凭证的基本规定: 整 after 元 and 角, none after 分).
 */
export function capitalAmount(amountFen: bigint): string {
  invariant(amountFen >= 0n && amountFen < 10n ** 17n, "an amount that can be written in capitals");
  const digits = amountFen.toString().padStart(3, "0");
  const yuan = yuanWords(digits.slice(0, -2).replace(/^0+(?=\d)/, ""));
  const jiao = Number(digits.at(-2));
  const fen = Number(digits.at(-1));
  const whole = yuan === "" ? "" : `${yuan}元`;
  if (jiao === 0 && fen === 0) return `人民币${whole === "" ? "零元" : whole}整`;
  const zero = jiao === 0 && whole !== "" ? "零" : "";
  const jiaoWords = jiao === 0 ? "" : `${DIGITS[jiao]}角`;
  return `人民币${whole}${zero}${jiaoWords}${fen === 0 ? "整" : `${DIGITS[fen]}分`}`;
}
