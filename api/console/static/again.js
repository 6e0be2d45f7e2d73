// Looks again at a part of a page that waits for an answer, as long as the page asks for it. Without it, a link does.
"use strict";

(() => {
  const pause = 2000; // milliseconds between two looks

  const look = async (part) => {
    const answer = await fetch(part.dataset.again, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (!fresh) return; // signed out meanwhile: the link leads on
    part.replaceWith(fresh);
    wait();
  };

  const wait = () => {
    const part = document.querySelector("[data-again]");
    if (part) setTimeout(() => look(part).catch(() => {}), pause);
  };

  wait();
})();
