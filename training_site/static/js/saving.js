/* Forms that save themselves lose nothing that is typed: not when the connection goes, not when the
   tab is loaded again, not when the session ends. docs/decisions/connection-lost.md.

   It looks after every form that posts by htmx into #save-status, on any page that holds
   components/save_status.html and components/saving.html. Without this file the forms still save. */
(function () {
  "use strict";

  const status = document.getElementById("save-status");
  if (!status) return;
  const signIn = document.getElementById("sign-in-again") || document.createElement("div");
  const putBack = document.getElementById("put-back") || document.createElement("div");
  const ANSWER_WITHIN = 20000; // milliseconds; a line may be dead and nobody says so
  const WAITS = [2, 4, 8, 16, 30]; // seconds between tries, the last one over and over
  const PRESSED = ["replace", "cite", "go"]; // the names of buttons
  const NOT_AN_ANSWER = ["csrfmiddlewaretoken", "revision", "page_of", ...PRESSED];
  const savers = new Map();

  function say(words, where) {
    status.dataset.state = "unsaved";
    if (status.textContent === words && !where) return;
    const link = where && document.createElement("a");
    if (link) Object.assign(link, { href: where, textContent: words });
    status.replaceChildren(link || words);
  }

  /* What a form says, whichever page it was drawn on: names and values, nothing of the protocol. */
  function saidIn(data) {
    const said = [];
    data.forEach(function (value, name) {
      if (!NOT_AN_ANSWER.includes(name)) said.push([name, String(value)]);
    });
    return said;
  }

  function isSame(one, other) {
    return JSON.stringify(one) === JSON.stringify(other);
  }

  function saverOf(element) {
    return savers.get(element.form || element);
  }

  class Saver {
    constructor(form) {
      this.form = form;
      this.stored = this.now(); // what the site holds, as far as is known
      this.sent = null; // on its way, or the last that was
      this.isResent = false;
      this.waiting = null; // was sent, no answer came: perhaps stored, perhaps not
      this.presses = []; // of buttons since; each is sent after what waits
      this.isLeft = false; // the site leads to another page
      this.tries = 0;
      this.timer = null;
      this.isFresh = false; // the form's token was renewed since the last answer
    }

    now() {
      return saidIn(new FormData(this.form));
    }

    revision() {
      return this.form.elements.revision;
    }

    keep() {
      const said = this.now();
      if (isSame(said, this.stored) && !this.waiting) return window.kept.drop(this.form);
      const sent = this.waiting && saidIn(this.waiting);
      window.kept.write(this.form, { said: said, revision: this.revision().value, sent: sent });
    }

    /* Typed before the page was loaded again: put it back, on the revision that it was based on, so
       that it meets a newer save as it would have then. What had arrived after all is no news. */
    restore() {
      const before = window.kept.read(this.form);
      if (!before || isSame(before.said, this.stored)) return window.kept.drop(this.form);
      Array.from(this.form.elements).forEach(function (field) {
        if (!field.name || field.type === "hidden" || field.type === "submit") return;
        const said = before.said.filter(([name]) => name === field.name).map(([, value]) => value);
        if (field.type === "radio" || field.type === "checkbox") {
          field.checked = said.includes(field.value);
        } else {
          field.value = said.length ? said[0] : "";
        }
      });
      if (!isSame(before.sent, this.stored)) this.revision().value = before.revision;
      putBack.hidden = false;
      say(status.dataset.notYet);
    }

    save(press) {
      window.htmx.trigger(this.form, "change", { press: press });
    }

    /* One thing at a time is without an answer. While there is one, whatever is to be sent is that
       very thing again: stored once, it is stored no second time, and no later save overtakes it. */
    configure(request) {
      const press = pressIn(request.triggeringEvent);
      request.timeout = ANSWER_WITHIN;
      this.isResent = Boolean(this.waiting);
      if (!this.waiting) {
        // htmx adds whichever button has the focus by now, to a change as well.
        PRESSED.forEach(function (name) {
          request.formData.delete(name);
        });
        if (press) request.formData.set(press.name, press.value);
        this.sent = copyOf(request.formData);
        return;
      }
      const isCite = press && press.name !== "go";
      const isThat = isCite && this.waiting.get(press.name) === press.value;
      const isKnown = isCite && this.presses.some((other) => other.value === press.value);
      if (isCite && !isThat && !isKnown) this.presses.push(press);
      this.sent = copyOf(this.waiting);
      request.parameters = copyOf(this.waiting);
    }

    lost() {
      this.waiting = this.sent;
      this.waiting.delete("go"); // nobody is led to another page minutes later
      this.keep();
      clearTimeout(this.timer);
      const wait = WAITS[Math.min(this.tries, WAITS.length - 1)];
      this.tries += 1;
      this.timer = setTimeout(this.again.bind(this), wait * 1000);
    }

    again() {
      clearTimeout(this.timer);
      if (this.waiting) this.save();
    }

    /* The site has answered: it holds what was sent, or has said why not. */
    answered(isStored) {
      clearTimeout(this.timer);
      this.waiting = null;
      this.tries = 0;
      this.isFresh = false;
      if (isStored) {
        this.stored = saidIn(this.sent);
        putBack.hidden = true;
        signIn.hidden = true;
      } else {
        this.presses = [];
      }
    }

    /* After the page was drawn again: what has been said or pressed meanwhile goes next. */
    goOn() {
      this.keep();
      const next = this.presses.shift();
      const hasMore = this.isResent && !isSame(this.now(), this.stored);
      if (!next && !hasMore) return;
      say(status.dataset.notYet);
      this.save(next);
    }

    /* The site leads on, and one press leads on once. What was queued behind it would be sent at
       once, on a revision that is no longer the newest; what is typed is kept in the tab. */
    leave() {
      this.isLeft = true;
      setTimeout(() => (this.isLeft = false));
    }

    /* Refused for want of a session or of a form token that fits. */
    refused() {
      if (this.isFresh) return false; // not for that, then
      this.waiting = this.sent;
      this.waiting.delete("go");
      this.keep();
      return true;
    }

    renew(token) {
      if (!this.waiting) return;
      this.waiting.set("csrfmiddlewaretoken", token);
      this.isFresh = true;
      this.save();
    }
  }

  /* The name and value of the button whose press this is: a submitted form's, or one passed on below. */
  function pressIn(event) {
    if (!event) return null;
    return event.submitter || (event.detail && event.detail.press) || null;
  }

  function copyOf(data) {
    const copy = new FormData();
    data.forEach(function (value, name) {
      copy.append(name, value);
    });
    return copy;
  }

  document.querySelectorAll('form[hx-post][hx-target="#save-status"]').forEach(function (form) {
    const saver = new Saver(form);
    savers.set(form, saver);
    saver.restore();
    ["input", "change"].forEach(function (event) {
      form.addEventListener(event, function () {
        saver.keep();
      });
    });
  });

  // Sending, and what becomes of it

  // A cite button is drawn anew when it has been saved, and htmx would drop a press of the old one that
  // is still queued, and stall what is queued behind it. So its form, which stays, sends the press.
  document.addEventListener("htmx:confirm", function (event) {
    const button = event.detail.elt;
    const saver = saverOf(button);
    if (!saver || button === saver.form) return;
    event.preventDefault();
    saver.save({ name: button.name, value: button.value });
  });

  document.addEventListener("htmx:configRequest", function (event) {
    const saver = saverOf(event.detail.elt);
    if (!saver) return;
    if (saver.isLeft) event.preventDefault();
    else saver.configure(event.detail);
  });

  ["htmx:sendError", "htmx:timeout"].forEach(function (failure) {
    document.addEventListener(failure, function (event) {
      const saver = saverOf(event.detail.requestConfig.elt);
      if (!saver) return;
      say(status.dataset.notSaved);
      saver.lost();
    });
  });

  document.addEventListener("htmx:beforeOnLoad", function (event) {
    const saver = saverOf(event.detail.requestConfig.elt);
    const xhr = event.detail.xhr;
    if (!saver) return;
    if (xhr.status >= 500) {
      say(status.dataset.notSaved);
      saver.lost();
    } else if ([401, 403, 404].includes(xhr.status) && saver.refused()) {
      say(status.dataset.overtaken);
      if (signIn.hidden || xhr.status !== 401) askWhoIsThere();
    } else if (xhr.status >= 400) {
      saver.answered(false);
      if (xhr.status === 409) say(status.dataset.overtaken, "#conflict");
      else say(status.dataset.notTaken);
    } else {
      // A form that does not fit comes back with 200 too, and without the new revision.
      const isStored = xhr.getResponseHeader("HX-Redirect") || /name="revision"/.test(xhr.response);
      saver.answered(Boolean(isStored));
      if (xhr.getResponseHeader("HX-Redirect")) saver.leave();
      if (isStored) delete status.dataset.state;
      else status.dataset.state = "unsaved";
    }
  });

  document.addEventListener("htmx:afterOnLoad", function (event) {
    const saver = saverOf(event.detail.requestConfig.elt);
    if (saver && event.detail.xhr.status < 300 && !status.dataset.state) saver.goOn();
  });

  // A field that is left saves itself. A problem that goes away with that moves the button from under
  // the pointer before it is let go, and the browser makes no click of it: so it is made here.

  const STILL = 5; // pixels that a hand moves within one press
  let held = null;

  document.addEventListener("mousedown", function (event) {
    const button = event.button === 0 && event.target.closest("button[type=submit]");
    held = button && saverOf(button) ? { button: button, x: event.clientX, y: event.clientY } : null;
  });

  document.addEventListener("mouseup", function (event) {
    const pressed = held;
    if (!pressed) return;
    const moved = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y);
    if (moved > STILL) held = null;
    else setTimeout(() => held === pressed && pressLate(pressed.button));
  });

  document.addEventListener("click", function (event) {
    if (held && held.button.contains(event.target)) held = null;
  });

  function pressLate(button) {
    held = null;
    const drawn = button.isConnected ? button : document.getElementById(button.id);
    if (drawn) drawn.click();
  }

  function tryAgain() {
    savers.forEach(function (saver) {
      saver.again();
    });
  }
  window.addEventListener("online", tryAgain);
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) tryAgain();
  });

  putBack.addEventListener("click", function (event) {
    if (!event.target.matches("[data-saves-typed]")) return;
    savers.forEach(function (saver) {
      saver.save();
    });
  });

  // Whoever chooses what is saved, here or in a conflict, has done with what they typed.
  document.addEventListener("click", function (event) {
    if (!event.target.matches("[data-drops-typed]")) return;
    savers.forEach(function (saver) {
      window.kept.drop(saver.form);
    });
  });

  // Signing in again in place

  let hadFocus = null;

  function askWhoIsThere() {
    if (!signIn.isConnected) return; // a page without room for it: the words have a link
    hadFocus = document.activeElement;
    const owner = encodeURIComponent(document.body.dataset.person);
    window.htmx.ajax("GET", signIn.dataset.url + "?page_of=" + owner, {
      target: "#sign-in-again",
      swap: "innerHTML",
    });
  }

  signIn.addEventListener("htmx:afterSwap", function () {
    const fresh = signIn.querySelector("[data-signed-in] [name=csrfmiddlewaretoken]");
    signIn.hidden = Boolean(fresh);
    if (!fresh) return;
    const token = fresh.value;
    signIn.replaceChildren();
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (field) {
      field.value = token;
    });
    if (hadFocus && hadFocus.isConnected) hadFocus.focus();
    savers.forEach(function (saver) {
      saver.renew(token);
    });
  });

  // Its own form may be out of date as well: then it is drawn anew.
  signIn.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status === 403) askWhoIsThere();
  });
})();
