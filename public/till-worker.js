/*
 * Lets the till open while there is no net: the last page of it that was seen, with its style and scripts. It keeps
 * no order and sends none; that is till-queue.js, in the page.
 */
(function (worker) {
  var CACHE = "till-1";
  var PAGE = "/till";
  /** A net that is there and gives nothing is no net. */
  var PATIENCE_MS = 5000;
  var PARTS = /^\/(?:assets\/[^?]+|till-[a-z]+\.js|favicon\.svg)$/;

  worker.addEventListener("install", function () {
    worker.skipWaiting();
  });

  worker.addEventListener("activate", function (event) {
    event.waitUntil(
      caches
        .keys()
        .then(function (names) {
          return Promise.all(
            names.map(function (name) {
              return /^till-\d+$/.test(name) && name !== CACHE ? caches.delete(name) : false;
            }),
          );
        })
        .then(function () {
          return worker.clients.claim();
        }),
    );
  });

  worker.addEventListener("fetch", function (event) {
    var request = event.request;
    var url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== worker.location.origin) return;
    if (request.mode === "navigate") event.respondWith(page(request, url));
    else if (PARTS.test(url.pathname)) event.respondWith(part(request));
  });

  /** Any page of the till: from the net, else the till itself. Only a page that was really given is kept. */
  function page(request, url) {
    var given = fetch(request).then(function (response) {
      if (url.pathname === PAGE && url.search === "" && response.ok) keep(PAGE, response.clone());
      return response;
    });
    return within(PATIENCE_MS, given).catch(function () {
      return caches.match(PAGE).then(function (kept) {
        return kept || given;
      });
    });
  }

  function part(request) {
    return fetch(request).then(
      function (response) {
        if (response.ok) keep(request, response.clone());
        return response;
      },
      function (error) {
        return caches.match(request).then(function (kept) {
          if (kept) return kept;
          throw error;
        });
      },
    );
  }

  function keep(key, response) {
    return caches.open(CACHE).then(function (cache) {
      return cache.put(key, response);
    });
  }

  function within(milliseconds, promise) {
    return new Promise(function (resolve, reject) {
      setTimeout(reject, milliseconds, new Error("no answer in time"));
      promise.then(resolve, reject);
    });
  }
})(self);
