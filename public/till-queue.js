/*
 * Orders that a phone has not sent yet. They are written to localStorage before the first attempt, keep their number
 * and their time for good, and leave it only when the site has answered for each of them: accepted and duplicate are
 * done, rejected ones are kept apart with their reason. ES5, no dependencies but TillGift.
 */
(function (scope) {
  var WAITING = "till.waiting";
  var REJECTED = "till.rejected";
  var CLOCK = "till.clock";
  var BATCH = 100;
  var LONGEST_WAIT_MS = 60000;
  var ALPHABET = "0123456789abcdefghijkmnpqrstuvwxyz";

  function read(key) {
    try {
      var kept = JSON.parse(scope.localStorage.getItem(key) || "[]");
      return Array.isArray(kept) ? kept : [];
    } catch (_error) {
      return [];
    }
  }

  /** False where the phone keeps nothing: private windows, a full store. */
  function write(key, value) {
    try {
      scope.localStorage.setItem(key, JSON.stringify(value));
      return scope.localStorage.getItem(key) !== null;
    } catch (_error) {
      return false;
    }
  }

  function randomBytes() {
    var bytes = new Uint8Array(8);
    if (scope.crypto && scope.crypto.getRandomValues) scope.crypto.getRandomValues(bytes);
    else for (var i = 0; i < bytes.length; i += 1) bytes[i] = Math.floor(Math.random() * 256);
    return bytes;
  }

  /** Milliseconds that this phone's clock is behind the site's, as of the last answer. */
  function clockOffset() {
    var kept = read(CLOCK);
    return typeof kept[0] === "number" ? kept[0] : 0;
  }

  function now() {
    return new Date(Date.now() + clockOffset());
  }

  /** "Tq4k8d2-261122-7k2m9x4p": the place, the day in China, eight random letters. */
  function newNumber(code) {
    var day = new Date(now().getTime() + 28800000).toISOString().slice(2, 10).replace(/-/g, "");
    var bytes = randomBytes();
    var random = "";
    for (var i = 0; i < bytes.length; i += 1) random += ALPHABET.charAt(bytes[i] % ALPHABET.length);
    return code + "-" + day + "-" + random;
  }

  function without(list, numbers) {
    return list.filter(function (entry) {
      return numbers.indexOf(entry.orderNo) < 0;
    });
  }

  /**
   * @param config { merchant, sendTo }
   * @param heard called after every change: { waiting, others, rejected, state, answer }
   */
  function Queue(config, heard) {
    this.config = config;
    this.heard = heard;
    this.failures = 0;
    this.timer = null;
    this.isSending = false;
    this.state = "idle";
  }

  Queue.prototype.isOwn = function (entry) {
    return entry.merchant === this.config.merchant;
  };

  Queue.prototype.waiting = function () {
    return read(WAITING).filter(this.isOwn, this);
  };

  Queue.prototype.tell = function (answer) {
    var all = read(WAITING);
    var own = all.filter(this.isOwn, this);
    this.heard({
      waiting: own,
      others: all.length - own.length,
      rejected: read(REJECTED).filter(this.isOwn, this),
      state: this.state,
      isSending: this.isSending,
      answer: answer || null,
    });
  };

  /** Keeps one order or return. False where it could not be kept: then the form is sent as forms are. */
  Queue.prototype.add = function (entry) {
    entry.merchant = this.config.merchant;
    if (!write(WAITING, read(WAITING).concat([entry]))) return false;
    this.tell();
    return true;
  };

  Queue.prototype.dismiss = function (orderNo) {
    write(REJECTED, without(read(REJECTED), [orderNo]));
    this.tell();
  };

  /** Sends what waits, oldest first; also with nothing to send, to hear the site's clock and today's sums. */
  Queue.prototype.send = function () {
    if (this.isSending) return;
    if (this.timer !== null) scope.clearTimeout(this.timer);
    this.timer = null;
    this.isSending = true;
    var batch = this.waiting().slice(0, BATCH);
    var request = new XMLHttpRequest();
    var queue = this;
    request.open("POST", this.config.sendTo);
    request.setRequestHeader("Content-Type", "application/json");
    request.setRequestHeader("Accept", "application/json");
    request.timeout = 20000;
    request.onload = function () {
      queue.isSending = false;
      queue.hear(request, batch);
    };
    request.onerror = request.ontimeout = function () {
      queue.isSending = false;
      queue.state = "offline";
      queue.tryLater();
      queue.tell();
    };
    request.send(JSON.stringify({ merchant: this.config.merchant, place: this.config.place, events: batch }));
  };

  Queue.prototype.hear = function (request, batch) {
    var answer = null;
    try {
      answer = JSON.parse(request.responseText);
    } catch (_error) {
      answer = null;
    }
    if (request.status === 200 && answer && Array.isArray(answer.results)) {
      this.take(answer, batch);
      return;
    }
    this.state = request.status === 401 ? "signed-out" : request.status === 403 ? "not-yours" : "refused";
    // Signing in is another page's work; everything else may heal by itself.
    if (this.state === "refused") this.tryLater();
    this.tell();
  };

  Queue.prototype.take = function (answer, batch) {
    var heardOf = answer.results.map(function (result) {
      return result.orderNo;
    });
    var rejected = answer.results.filter(function (result) {
      return result.outcome === "rejected";
    });
    var kept = read(REJECTED);
    rejected.forEach(function (result) {
      batch.forEach(function (entry) {
        if (entry.orderNo !== result.orderNo) return;
        entry.reason = result.reason;
        kept = without(kept, [entry.orderNo]).concat([entry]);
      });
    });
    // A rejected order leaves the one list only once it stands in the other.
    if (rejected.length === 0 || write(REJECTED, kept)) write(WAITING, without(read(WAITING), heardOf));
    write(CLOCK, [Date.parse(answer.now) - Date.now()]);
    this.failures = 0;
    this.state = "idle";
    this.tell(answer);
    // What was booked meanwhile; an answer about none of what was sent would only repeat itself.
    if ((batch.length === 0 || heardOf.length > 0) && this.waiting().length > 0) this.send();
  };

  Queue.prototype.tryLater = function () {
    this.failures += 1;
    if (this.waiting().length === 0) return;
    var wait = Math.min(LONGEST_WAIT_MS, 1000 * Math.pow(2, Math.min(this.failures, 6)));
    var queue = this;
    // Spread, so that a street of shops does not come back in the same second.
    this.timer = scope.setTimeout(
      function () {
        queue.send();
      },
      wait * (0.75 + Math.random() / 2),
    );
  };

  /** The way to the site is open again, or somebody looks: no more waiting. */
  Queue.prototype.retryNow = function () {
    this.failures = 0;
    this.send();
  };

  scope.TillQueue = { Queue: Queue, newNumber: newNumber, now: now };
})(window);
