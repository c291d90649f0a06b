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
  const NOT_AN_ANSWER = ["csrfmiddlewaretoken", "revision", "replace", "cite", "go", "page_of"];
  const savers = new Map();
  const owners = new WeakMap(); // of buttons, which a new drawing may have taken off the page

  function say(words) {
    status.dataset.state = "unsaved";
    if (status.textContent !== words) status.textContent = words;
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
    return owners.get(element) || savers.get(element.form || element);
  }

  class Saver {
    constructor(form) {
      this.form = form;
      this.stored = this.now(); // what the site holds, as far as is known
      this.sent = null; // on its way, or the last that was
      this.isResent = false;
      this.waiting = null; // was sent, no answer came: perhaps stored, perhaps not
      this.presses = []; // buttons pressed since; each is sent after what waits
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

    save() {
      window.htmx.trigger(this.form, "change", { isBySaver: true });
    }

    /* One thing at a time is without an answer. While there is one, whatever is to be sent is that
       very thing again: stored once, it is stored no second time, and no later save overtakes it. */
    configure(request) {
      const button = request.elt === this.form ? null : request.elt;
      request.timeout = ANSWER_WITHIN;
      owners.set(request.elt, this);
      this.isResent = Boolean(this.waiting);
      if (!this.waiting) {
        const why = request.triggeringEvent && request.triggeringEvent.detail;
        if (why && why.isBySaver) request.formData.delete("go"); // a button pressed long ago
        this.sent = copyOf(request.formData);
        return;
      }
      const isCite = button && button.name !== "go";
      const isThat = isCite && this.waiting.get(button.name) === button.value;
      if (isCite && !isThat && !this.presses.includes(button)) this.presses.push(button);
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
      const button = next && (document.getElementById(next.id) || next);
      const hasMore = this.isResent && !isSame(this.now(), this.stored);
      if (next || hasMore) say(status.dataset.notYet);
      if (button && button.isConnected) button.click();
      else if (next || hasMore) this.save();
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

  document.addEventListener("htmx:configRequest", function (event) {
    const saver = saverOf(event.detail.elt);
    if (saver) saver.configure(event.detail);
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
      say(xhr.status === 409 ? status.dataset.overtaken : status.dataset.notTaken);
    } else {
      // A form that does not fit comes back with 200 too, and without the new revision.
      const isStored = xhr.getResponseHeader("HX-Redirect") || /name="revision"/.test(xhr.response);
      saver.answered(Boolean(isStored));
      if (isStored) delete status.dataset.state;
      else status.dataset.state = "unsaved";
    }
  });

  document.addEventListener("htmx:afterOnLoad", function (event) {
    const saver = saverOf(event.detail.requestConfig.elt);
    if (saver && event.detail.xhr.status < 300 && !status.dataset.state) saver.goOn();
  });

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
