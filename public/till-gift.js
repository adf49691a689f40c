/*
 * What an order gives, reckoned on the phone for the person at the counter. The site reckons again and its figure
 * counts (app/features/consumption/rules/compute-gift.ts); a test holds the two against each other. ES5, because
 * tills are old phones. Amounts are whole fen, or ten-thousandths of a fen, far below 2^53.
 */
(function (scope) {
  /** Fen of what was typed in yuan, or null. Full-width digits and "。" come from Chinese keyboards. */
  function parseYuan(typed) {
    var text = String(typed)
      .replace(/[０-９]/g, function (digit) {
        return String.fromCharCode(digit.charCodeAt(0) - 0xfee0);
      })
      .replace(/[\s,，¥￥元]/g, "")
      .replace(/[。．]/g, ".");
    var match = /^(\d{1,8})(?:\.(\d{0,2}))?$/.exec(text);
    if (!match) return null;
    var fen = Number(match[1]) * 100 + Number(((match[2] || "") + "00").slice(0, 2));
    return fen > 0 ? fen : null;
  }

  function roundUp(unit, fen) {
    return (unit - (fen % unit)) % unit;
  }

  function counted(skus, items) {
    if (typeof items === "number") return skus.length === 0 ? items : 0;
    if (!items) return skus.length === 0 ? 1 : 0;
    return items.reduce(function (sum, item) {
      return skus.length === 0 || skus.indexOf(item.sku) >= 0 ? sum + item.quantity : sum;
    }, 0);
  }

  function byRule(rule, fen, items) {
    if (rule.kind === "fixed-per-order") return Number(rule.amountFen) * 10000;
    if (rule.kind === "fixed-per-item") return Number(rule.amountFen) * counted(rule.skus, items) * 10000;
    if (rule.kind === "percent") return rule.bp * fen;
    if (rule.kind === "round-up") return roundUp(Number(rule.unitFen), fen) * 10000;
    if (rule.kind !== "tiers") return 0;
    var best = null;
    rule.tiers.forEach(function (tier) {
      var from = Number(tier.fromFen);
      if (fen >= from && (best === null || from > best.from)) best = { from: from, bp: tier.bp };
    });
    return best === null ? 0 : best.bp * fen;
  }

  /** Ten-thousandths of a fen; `terms` as the agreement stores them, `items` a count, a list or null. */
  function giftE4(terms, fen, items) {
    if (terms.giver === "shopper") return 0;
    var gift = byRule(terms.rule, fen, items);
    return terms.perOrderCapFen === null ? gift : Math.min(gift, Number(terms.perOrderCapFen) * 10000);
  }

  /** What a shopper is invited to give, in fen: up to the next whole unit; 0 where there is nothing to round. */
  function invitedFen(terms, fen) {
    return terms.rule.kind === "round-up" ? roundUp(Number(terms.rule.unitFen), fen) : 0;
  }

  /** Exact, at least two decimals: 5200 → "0.0052". */
  function exactYuan(e4) {
    var size = Math.abs(e4);
    var decimals = ("000000" + (size % 1000000)).slice(-6).replace(/0{1,4}$/, "");
    return (e4 < 0 ? "−" : "") + Math.floor(size / 1000000) + "." + decimals;
  }

  function yuan(fen) {
    return exactYuan(fen * 10000);
  }

  scope.TillGift = {
    parseYuan: parseYuan,
    giftE4: giftE4,
    invitedFen: invitedFen,
    exactYuan: exactYuan,
    yuan: yuan,
  };
})(typeof window === "undefined" ? this : window);
