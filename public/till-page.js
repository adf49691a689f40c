/*
 * The till's page: says at once what an order gives, keeps orders while there is no net and sends them again
 * (till-queue.js). Without this script the form is an ordinary one. All words come from the page, in its language.
 */
(function () {
  var root = document.getElementById("till");
  if (!root || !window.TillQueue) return;
  var config = JSON.parse(root.getAttribute("data-till"));
  var words = config.words;
  var form = document.getElementById("till-form");
  var amount = document.getElementById("amount");
  var gift = window.TillGift;

  /** The order that the page speaks about: the last one booked here. */
  var last = null;

  function at(id) {
    return document.getElementById(id);
  }

  function fill(text, values) {
    return text.replace(/%([a-z])/g, function (whole, name) {
      return Object.hasOwn(values, name) ? values[name] : whole;
    });
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function button(text, press) {
    var made = element("button", "btn quiet", text);
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  }

  /** "10:02", or with its day where that is another. */
  function clock(iso) {
    var then = new Date(Date.parse(iso) + 28800000).toISOString();
    var today = new Date(window.TillQueue.now().getTime() + 28800000).toISOString().slice(0, 10);
    return (then.slice(0, 10) === today ? "" : then.slice(5, 10) + " ") + then.slice(11, 16);
  }

  function show(node, visible) {
    if (node) node.hidden = !visible;
  }

  var queue = new window.TillQueue.Queue(
    { merchant: config.merchant, place: config.place, sendTo: "/till/send" },
    draw,
  );

  function draw(told) {
    drawLast(told);
    drawWaiting(told);
    drawRejected(told.rejected);
    show(at("today-stale"), told.state !== "idle");
    if (told.answer && told.answer.today) drawToday(told.answer.today);
  }

  function drawLast(told) {
    if (!last) return;
    var isWaiting = told.waiting.some(function (entry) {
      return entry.orderNo === last.orderNo;
    });
    var isRejected = told.rejected.some(function (entry) {
      return entry.orderNo === last.orderNo;
    });
    var box = at("till-done");
    box.textContent = "";
    show(box, !isRejected);
    if (isRejected) return;
    var said = !isWaiting ? words.booked : told.isSending ? words.sending : words.kept;
    var state = element("span", isWaiting ? "state wait" : "state", said);
    box.appendChild(state);
    box.appendChild(document.createTextNode(" " + last.said + " "));
    if (!isWaiting) {
      var link = element("a", "", last.type === "order" ? words.showShopper : words.seeOrder);
      link.href = "/till/orders/" + encodeURIComponent(last.returnOf || last.orderNo);
      box.appendChild(link);
      box.appendChild(document.createTextNode(" "));
    }
    if (last.type === "order") box.appendChild(undoLink(last));
  }

  function undoLink(order) {
    var undo = element("button", "linklike", words.undo);
    undo.type = "button";
    undo.addEventListener("click", function () {
      book({ type: "return", amountFen: order.amountFen, returnOf: order.orderNo, campaign: order.campaign });
    });
    return undo;
  }

  function drawWaiting(told) {
    var box = at("till-waiting");
    var isAlarm = told.state !== "idle" || told.others > 0;
    show(box, (told.waiting.length > 0 && !(told.waiting.length === 1 && told.state === "idle")) || isAlarm);
    box.textContent = "";
    if (told.waiting.length > 0) {
      var since = clock(told.waiting[0].occurredAt);
      box.appendChild(element("b", "", fill(words.unsent, { n: told.waiting.length, t: since })));
    }
    var key = { offline: "offline", "signed-out": "signedOut", "not-yours": "notYours", refused: "refused" }[
      told.state
    ];
    if (key) box.appendChild(element("p", "", words[key]));
    if (told.others > 0) box.appendChild(element("p", "", fill(words.others, { n: told.others })));
    if (told.state === "signed-out") {
      var signIn = element("a", "btn quiet", words.signIn);
      signIn.href = "/login?next=%2Ftill";
      box.appendChild(signIn);
    } else if (told.waiting.length > 0) {
      box.appendChild(
        button(words.sendNow, function () {
          queue.retryNow();
        }),
      );
    }
  }

  function drawRejected(rejected) {
    var box = at("till-rejected");
    var list = at("till-rejected-list");
    show(box, rejected.length > 0);
    list.textContent = "";
    rejected.forEach(function (entry) {
      var item = element("li");
      item.appendChild(
        element(
          "b",
          "",
          clock(entry.occurredAt) + " ¥" + gift.yuan(entry.amountFen) + " " + entry.orderNo.slice(-8),
        ),
      );
      item.appendChild(element("p", "", entry.reason));
      item.appendChild(
        button(words.dismiss, function () {
          queue.dismiss(entry.orderNo);
        }),
      );
      list.appendChild(item);
    });
  }

  function drawToday(today) {
    ["orders", "returns", "gift"].forEach(function (name) {
      var place = at("today-" + name);
      if (place) place.textContent = today[name];
    });
  }

  /** How many things, or how many of each, where the rule counts them; null where it does not. */
  function itemsOf() {
    if (config.skus === null) return null;
    if (config.skus.length === 0) return countOf("count") || 1;
    return config.skus
      .map(function (sku, index) {
        return { sku: sku, quantity: countOf("count-" + index) };
      })
      .filter(function (item) {
        return item.quantity > 0;
      });
  }

  function countOf(id) {
    var field = at(id);
    var count = field ? Number(field.value) : 0;
    return count > 0 && count <= 10000 && Math.floor(count) === count ? count : 0;
  }

  function giftWords(fen) {
    if (config.terms.giver === "shopper") {
      var invited = gift.invitedFen(config.terms, fen);
      return invited > 0 ? fill(words.shopperGift, { g: gift.yuan(invited) }) : words.shopperMay;
    }
    return fill(words.orderGives, { g: gift.exactYuan(gift.giftE4(config.terms, fen, itemsOf())) });
  }

  function preview() {
    var fen = gift.parseYuan(amount.value);
    at("till-gift").textContent = fen === null ? "" : giftWords(fen);
  }

  /** Keeps an order or a return and sends it. False where this phone keeps nothing. */
  function book(entry) {
    entry.orderNo = window.TillQueue.newNumber(config.code);
    entry.occurredAt = window.TillQueue.now().toISOString();
    var price = "¥" + gift.yuan(entry.amountFen);
    if (!queue.add(entry)) {
      show(at("till-nostore"), true);
      return false;
    }
    last = entry;
    last.said =
      entry.type === "order"
        ? fill(words.orderSaid, { p: price, g: giftWords(entry.amountFen) })
        : fill(words.returnSaid, { p: price });
    queue.send();
    queue.tell();
    return true;
  }

  function refuse(fen) {
    var error = at("till-error");
    show(error, fen === null);
    amount.setAttribute("aria-invalid", fen === null ? "true" : "false");
    if (fen === null) amount.focus();
    return fen === null;
  }

  function bookOrder(fen) {
    var entry = { type: "order", amountFen: fen, campaign: config.campaign };
    var items = itemsOf();
    if (items !== null && (typeof items === "number" || items.length > 0)) entry.items = items;
    return book(entry);
  }

  if (form && amount) {
    form.addEventListener("submit", function (event) {
      var fen = gift.parseYuan(amount.value);
      if (refuse(fen) || bookOrder(fen)) event.preventDefault();
      else return;
      if (fen !== null) {
        amount.value = "";
        preview();
      }
    });
    Array.prototype.forEach.call(form.querySelectorAll('button[name="quick"]'), function (quick) {
      quick.addEventListener("click", function (event) {
        if (bookOrder(Number(quick.value))) event.preventDefault();
      });
    });
    form.addEventListener("input", preview);
    preview();
  }

  window.addEventListener("online", function () {
    queue.retryNow();
  });
  window.addEventListener("storage", function () {
    queue.tell();
  });
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden && queue.waiting().length > 0) queue.retryNow();
  });
  queue.tell();
  queue.send();

  var leave = at("till-leave");
  if (leave && window.caches)
    leave.addEventListener("submit", function () {
      window.caches.delete("till-1");
    });

  if (!navigator.serviceWorker || !window.caches) return;
  navigator.serviceWorker.register("/till-worker.js", { scope: "/till" }).then(keepPage, function () {
    // Without it the till works as long as it stays open.
  });

  /** At the first visit the worker has seen nothing of this page yet: it is put by from here. */
  function keepPage() {
    if (navigator.serviceWorker.controller) return;
    var parts = ["/till"];
    Array.prototype.forEach.call(
      document.querySelectorAll('link[rel="stylesheet"], script[src]'),
      function (node) {
        parts.push(node.href || node.src);
      },
    );
    window.caches.open("till-1").then(function (cache) {
      parts.forEach(function (part) {
        // One that cannot be had keeps none of the others back; the worker puts it by when it is next asked for.
        cache.add(part).catch(function () {});
      });
    });
  }
})();
