/* In the editor of a case: looks through what is typed, saved or not, and says under the button
   what is found. The form is sent aside, so the editor's text and its warning about changes stay.
   Without this file the button shows the same in a new tab. */
(function () {
  "use strict";

  async function found(button) {
    const answer = await fetch(button.formAction, {
      method: "POST",
      body: new FormData(button.form),
      headers: { "X-Requested-With": "XMLHttpRequest" },
      redirect: "manual",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }

  // As a submit button it would be the first of the form, which Enter in a field presses.
  for (const button of document.querySelectorAll("button[data-check-typed]")) {
    button.type = "button";
  }

  document.addEventListener("click", async function (event) {
    const button = event.target.closest("button[data-check-typed]");
    if (!button) return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    const place = document.getElementById(button.dataset.checkTyped);
    button.setAttribute("aria-disabled", "true");
    place.textContent = place.dataset.busy;
    try {
      place.innerHTML = await found(button);
    } catch (failure) {
      place.textContent = place.dataset.failed;
    }
    button.removeAttribute("aria-disabled");
  });
})();
