/* Text that was typed and is not saved yet, kept for one person in one tab until it is.
   docs/decisions/connection-lost.md says what is kept, for how long, and why there. */
(function () {
  "use strict";

  const PREFIX = "typed:";
  const person = document.body.dataset.person || "";

  // A browser may be told to keep nothing: then there is only the page itself.
  function attempt(act) {
    try {
      return act();
    } catch {
      return null;
    }
  }

  function removeUnless(mayStay) {
    attempt(function () {
      Object.keys(sessionStorage).forEach(function (key) {
        if (key.startsWith(PREFIX) && !mayStay(key)) sessionStorage.removeItem(key);
      });
    });
  }

  function keyOf(form) {
    return PREFIX + person + ":" + location.pathname + "#" + form.id;
  }

  window.kept = {
    read: function (form) {
      return attempt(function () {
        return JSON.parse(sessionStorage.getItem(keyOf(form)));
      });
    },
    write: function (form, what) {
      attempt(function () {
        sessionStorage.setItem(keyOf(form), JSON.stringify(what));
      });
    },
    drop: function (form) {
      attempt(function () {
        sessionStorage.removeItem(keyOf(form));
      });
    },
  };

  // Whoever signs in finds nothing of the person before, and signing out leaves nothing.
  if (person) {
    removeUnless(function (key) {
      return key.startsWith(PREFIX + person + ":");
    });
  }
  document.addEventListener("submit", function (event) {
    if (event.target.matches("[data-signs-out]")) {
      removeUnless(function () {
        return false;
      });
    }
  });
})();
