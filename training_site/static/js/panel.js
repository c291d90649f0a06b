/* Ctrl and Enter on a panellist's page press its own button, which saves and goes to the next.

   While a save is under way it waits: a press that is queued behind a citation can be lost, because
   the citation's button is drawn anew when it is saved. */
(function () {
  "use strict";

  let wanted = false;

  function goOn() {
    const button = document.querySelector('main .step-buttons button[name="go"]');
    wanted = Boolean(button) && Boolean(document.querySelector(".htmx-request"));
    if (button && !wanted) {
      button.focus({ preventScroll: true });
      button.click();
    }
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    goOn();
  });

  document.addEventListener("htmx:afterRequest", function () {
    if (wanted) setTimeout(goOn);
  });
})();
