/* Comforts of the assess pages. Every one of them can be done without this file. */
(function () {
  "use strict";

  // F or A on a passage in focus presses its own button; only there, so no other key is taken.
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const passage = event.target;
    if (!passage.classList || !passage.classList.contains("passage")) return;
    const button = passage.querySelector('[data-key="' + event.key.toLowerCase() + '"]');
    if (button) {
      event.preventDefault();
      button.click();
    }
  });

  // A citation that was saved colours its passage; the button already says it in words.
  document.addEventListener("htmx:oobAfterSwap", function (event) {
    const passage = event.target.closest(".passage");
    if (!passage) return;
    ["for", "against"].forEach(function (stance) {
      const pressed = passage.querySelector(".cite-" + stance + '[aria-pressed="true"]');
      passage.classList.toggle("is-cited-" + stance, Boolean(pressed));
    });
  });
})();
