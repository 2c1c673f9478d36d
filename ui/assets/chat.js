// The page's own behaviour: what a press means, where to scroll, light or dark. Texts come from the server,
// already escaped; this file never writes HTML.
"use strict";

window.genxi = (() => {
  const THEME = "genxi-theme";
  const LANGUAGE = "genxi-language";
  let opener = null; // what had the focus before the source panel covered it on a phone

  function dark() {
    const chosen = localStorage.getItem(THEME);
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function applyTheme() {
    document.body.classList.toggle("dark", dark());
    document.documentElement.style.colorScheme = dark() ? "dark" : "light";
  }

  function switchTheme() {
    localStorage.setItem(THEME, dark() ? "light" : "dark");
    applyTheme();
  }

  function speak(code) {
    document.cookie = `${LANGUAGE}=${code}; path=/; max-age=31536000; samesite=strict`;
    document.documentElement.lang = code;
  }

  function pressed(target) {
    return { turn: Number(target.dataset.turn), place: Number(target.dataset.place) };
  }

  function showSource(by) {
    opener = by;
    document.body.classList.add("gx-open");
  }

  function hideSource() {
    if (!document.body.classList.contains("gx-open")) return;
    document.body.classList.remove("gx-open");
    if (opener && opener.isConnected) opener.focus();
  }

  function current(turn, place) {
    for (const each of document.querySelectorAll("#gx-thread [data-place]")) {
      const chosen = each.dataset.turn === String(turn) && each.dataset.place === String(place);
      if (chosen) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
  }

  function header(element, trigger) {
    applyTheme();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
    element.addEventListener("click", (event) => {
      if (event.target.closest("[data-theme]")) switchTheme();
      if (event.target.closest("[data-new]")) trigger("renew");
    });
    element.addEventListener("change", (event) => {
      if (!event.target.matches("[data-language]")) return;
      speak(event.target.value);
      trigger("speak");
    });
  }

  function thread(element, trigger, watch) {
    element.addEventListener("click", (event) => {
      const place = event.target.closest("[data-place]");
      const example = event.target.closest("[data-ask]");
      if (place) {
        event.preventDefault();
        showSource(place);
        trigger("open", pressed(place));
      } else if (example) {
        trigger("ask", { question: example.dataset.ask });
      }
    });
    watch("value", () => {
      const scroller = element.closest("#gx-thread");
      const last = scroller.querySelector(".gx-exchange:last-child");
      if (last) scroller.scrollTop = last.offsetTop - 16;
      else scroller.scrollTop = 0;
    });
  }

  function panel(element, trigger, watch) {
    element.addEventListener("click", (event) => {
      const place = event.target.closest("[data-place]");
      if (place) trigger("open", pressed(place));
      else if (event.target.closest("[data-close]")) hideSource();
    });
    watch("value", () => {
      const page = element.querySelector(".gx-page");
      if (!page) return current(-1, -1);
      const mark = page.querySelector(".gx-here");
      if (mark) page.scrollTop = mark.offsetTop - page.clientHeight / 3;
      current(page.dataset.turn, page.dataset.place);
      if (document.body.classList.contains("gx-open")) page.focus({ preventScroll: true });
    });
  }

  // Enter that accepts a word in a Chinese input method must not send the question.
  for (const kind of ["keydown", "keypress"]) {
    addEventListener(kind, (event) => {
      const composing = event.isComposing || event.keyCode === 229;
      if (composing && event.target.matches?.("#gx-box textarea")) event.stopPropagation();
    }, true);
  }
  addEventListener("keydown", (event) => event.key === "Escape" && hideSource());
  addEventListener("DOMContentLoaded", applyTheme);

  return { header, thread, panel };
})();
