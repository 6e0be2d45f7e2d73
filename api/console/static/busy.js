// Shows that something is happening when an answer takes longer than most: the pages work without it.
"use strict";

(() => {
  const patience = 600; // milliseconds before it is said
  const sign = document.getElementById("busy");
  let timer;

  const begin = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      sign.textContent = sign.dataset.words;
      sign.hidden = false;
    }, patience);
  };

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target.dataset.sent) {
      event.preventDefault(); // a second click on a form under way
      return;
    }
    event.target.dataset.sent = "yes";
    if (button) button.setAttribute("aria-busy", "true");
    begin();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    // A number to ring, a calendar's own scheme and a file to keep leave the page where it is.
    const stays = !link || link.target || link.hash || link.hasAttribute("download") || link.origin !== location.origin;
    if (!stays && !event.ctrlKey && !event.metaKey && !event.shiftKey) begin();
  });

  // A page taken from the browser's memory (the Back button) is not busy any more.
  window.addEventListener("pageshow", () => {
    clearTimeout(timer);
    sign.hidden = true;
    for (const form of document.forms) delete form.dataset.sent;
    for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });
})();
