// The page's own behaviour: what a press means, where to scroll, light or dark. Texts come from the server,
// already escaped; this file never writes HTML. Each function below is called once by the part it is named for.
"use strict";

window.genxi = (() => {
  const THEME = "genxi-theme";
  const LANGUAGE = "genxi-language";
  let opener = null; // what had the focus before the source panel covered it on a phone
  let drawerOpener = null; // what had it before a list slid in

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

  function remember(name, value) {
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=strict`;
  }

  function speak(code) {
    remember(LANGUAGE, code);
    document.documentElement.lang = code;
  }

  // Which place was pressed; the source stays in the view, original or cleaned, that it is in.
  function pressed(target) {
    const clean = document.querySelector("#gx-panel .gx-page[data-clean]") !== null;
    return { turn: Number(target.dataset.turn), place: Number(target.dataset.place), clean };
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

  function showDrawer(show, by) {
    const shown = document.body.classList.contains("gx-drawn");
    document.body.classList.toggle("gx-drawn", show);
    if (show) drawerOpener = by;
    else if (shown && drawerOpener && drawerOpener.isConnected) drawerOpener.focus();
  }

  function current(turn, place) {
    for (const each of document.querySelectorAll("#gx-thread [data-place]")) {
      const chosen = each.dataset.turn === String(turn) && each.dataset.place === String(place);
      if (chosen) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
  }

  // How far to scroll for a mark: not at all while title and mark fit on one screen.
  function upTo(mark, screen) {
    const fits = mark.offsetTop + mark.offsetHeight < screen * 0.85;
    return fits ? 0 : mark.offsetTop - screen / 3;
  }

  // The address names the conversation, so that reloading keeps it.
  function named() {
    return location.hash.slice(1);
  }

  function name(talk) {
    if (talk !== named()) history.replaceState(null, "", talk ? `#${talk}` : location.pathname + location.search);
  }

  async function copy(button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.classList.add("gx-done");
    setTimeout(() => button.classList.remove("gx-done"), 1500);
  }

  function exportTalk(thread) {
    const parts = [...thread.querySelectorAll("[data-markdown]")].map((each) => each.dataset.markdown);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([parts.join("\n")], { type: "text/markdown" }));
    link.download = "genxi.md";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function edit(question) {
    const box = document.querySelector("#gx-box textarea");
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  function header(element, trigger) {
    applyTheme();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
    element.addEventListener("click", (event) => {
      const pressed = event.target.closest("button");
      if (!pressed) return;
      if ("theme" in pressed.dataset) switchTheme();
      if ("new" in pressed.dataset) trigger("renew");
      for (const list of ["history", "library"]) {
        if (!(list in pressed.dataset)) continue;
        showDrawer(true, pressed);
        trigger(list, {});
      }
    });
    element.addEventListener("change", (event) => {
      if (!event.target.matches("[data-language]")) return;
      speak(event.target.value);
      trigger("speak");
    });
    addEventListener("hashchange", () => trigger("begin", { conversation: named() }));
    trigger("begin", { conversation: named() });
  }

  function thread(element, trigger, watch) {
    const scroller = element.closest("#gx-thread");
    let judging = null; // where the page stood when an answer was judged: it is drawn anew there

    function judge(turn, verdict, comment) {
      judging = { top: scroller.scrollTop, turn, verdict };
      trigger("judge", { turn: Number(turn), verdict: Number(verdict), comment });
    }

    function returnTo({ top, turn, verdict }) {
      scroller.scrollTop = top;
      const note = element.querySelector(`.gx-noting[data-turn="${turn}"] input`);
      const thumbs = element.querySelectorAll(`.gx-thumb[data-turn="${turn}"]`);
      (note && Number(verdict) < 0 && !note.value ? note : thumbs[Number(verdict) < 0 ? 1 : 0])?.focus();
      const open = document.querySelector("#gx-panel .gx-page");
      if (open) current(open.dataset.turn, open.dataset.place);
    }

    element.addEventListener("click", (event) => {
      const target = event.target.closest("a, button");
      if (!target) return;
      const { place, ask, copy: copied, again, judge: verdict, turn } = target.dataset;
      if (place) {
        event.preventDefault();
        showSource(target);
        trigger("open", pressed(target));
      }
      if (ask) trigger("ask", { question: ask });
      if (copied) copy(target);
      if (again) edit(again);
      if (verdict) judge(turn, verdict, "");
      if ("retry" in target.dataset) trigger("retry");
      if ("export" in target.dataset) exportTalk(element);
    });
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      const form = event.target;
      judge(form.dataset.turn, -1, form.querySelector("input").value);
    });
    watch("value", () => {
      const last = [...scroller.querySelectorAll(".gx-exchange")].pop();
      if (judging) returnTo(judging);
      else scroller.scrollTop = last ? last.offsetTop - 16 : 0;
      judging = null;
      const talk = element.querySelector("[data-talk]");
      if (!talk || talk.dataset.talk) name(talk ? talk.dataset.talk : "");
    });
  }

  function choices(element, trigger) {
    // The buttons of the question box show an icon only, and come and go; they are named in the page's language.
    const chat = element.closest("#gx-chat");
    new MutationObserver(() => {
      for (const kind of ["submit", "stop"]) {
        const button = chat.querySelector(`#gx-box .${kind}-button`);
        const label = element.querySelector(".gx-choices")?.dataset[kind];
        if (button && label && button.ariaLabel !== label) button.ariaLabel = label;
      }
    }).observe(chat, { childList: true, subtree: true });
    element.addEventListener("change", ({ target }) => {
      if ("mode" in target.dataset) remember("genxi-mode", target.value);
      if (!("base" in target.dataset)) return;
      remember("genxi-base", target.value);
      name("");
      trigger("begin", { conversation: "" });
    });
  }

  function panel(element, trigger, watch) {
    function view(kind) {
      const page = element.querySelector(".gx-page");
      const clean = kind === "clean";
      if (page.dataset.document) trigger("preview", { id: page.dataset.document, clean });
      else trigger("open", { ...pressed(page), clean });
    }

    element.addEventListener("click", (event) => {
      const target = event.target.closest("button");
      if (!target) return;
      if (target.dataset.place) trigger("open", pressed(target));
      if (target.dataset.view) view(target.dataset.view);
      if (target.dataset.preview) trigger("preview", { id: target.dataset.preview });
      if (target.dataset.copy) copy(target);
      if ("close" in target.dataset) hideSource();
    });
    watch("value", () => {
      const page = element.querySelector(".gx-page");
      if (!page) return current(-1, -1);
      const mark = page.querySelector(".gx-here");
      page.scrollTop = mark ? upTo(mark, page.clientHeight) : 0;
      current(page.dataset.turn, page.dataset.place);
      if (document.body.classList.contains("gx-open")) page.focus({ preventScroll: true });
    });
  }

  function drawer(element, trigger, watch) {
    const outcomes = []; // of uploads, kept here because the list around them is drawn anew
    const uploaded = []; // names of files that were taken
    let sought = null; // words typed to search the history, until the list of what holds them is here
    let pause = 0; // before they are sent: until a person has stopped typing

    function report() {
      const list = element.querySelector("[data-progress]");
      if (!list) return;
      list.replaceChildren(...outcomes.map(({ file, told, wrong }) => {
        const line = document.createElement("li");
        line.classList.toggle("gx-error", wrong === true);
        line.textContent = `${file} · ${told}`;
        return line;
      }));
    }

    async function upload(files) {
      const words = { ...element.querySelector(".gx-drop").dataset };
      for (const file of files) {
        const outcome = { file: file.name, told: words.reading };
        outcomes.unshift(outcome);
        report();
        Object.assign(outcome, await send(file, words, (told) => {
          outcome.told = told;
          report();
        }));
        report();
        uploaded.unshift(file.name.normalize("NFC"));
      }
      trigger("library", { uploaded });
    }

    function sure(button, action) {
      if (button.classList.contains("gx-sure")) return action();
      const label = button.textContent;
      button.classList.add("gx-sure");
      button.textContent = button.dataset.sure;
      setTimeout(() => {
        button.classList.remove("gx-sure");
        button.textContent = label;
      }, 4000);
    }

    async function remove(id) {
      await fetch(`./api/documents/${encodeURIComponent(id)}`, { method: "DELETE" });
      trigger("library", { uploaded });
    }

    function busy(button) {
      button.disabled = true;
      button.classList.add("gx-busy");
    }

    function rename(row, id) {
      const field = document.createElement("input");
      field.className = "gx-filter";
      field.value = row.querySelector(".gx-row-title").textContent;
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.isComposing) trigger("rename", { id, title: field.value, holding: searched() });
        if (event.key === "Escape") trigger("rename", { id, title: "", holding: searched() });
        event.stopPropagation();
      });
      row.querySelector(".gx-row").replaceWith(field);
      field.select();
    }

    element.addEventListener("click", (event) => {
      const target = event.target.closest("button");
      if (!target) return;
      const { resume, rename: renamed, forget, preview, remove: removed, reindex } = target.dataset;
      if ("close" in target.dataset) showDrawer(false);
      if (resume) {
        showDrawer(false);
        trigger("begin", { conversation: resume });
      }
      if (preview) {
        showSource(target);
        trigger("preview", { id: preview });
      }
      if (renamed) rename(target.closest("li"), renamed);
      if (forget) sure(target, () => trigger("forget", { id: forget, holding: searched() }));
      if (removed) sure(target, () => remove(removed));
      if (reindex) {
        busy(target);
        trigger("reindex", { id: reindex, uploaded });
      }
      if ("check" in target.dataset || "repair" in target.dataset) {
        busy(target);
        trigger("check", { repair: "repair" in target.dataset, uploaded });
      }
    });
    function search(event) {
      if (!event.target.matches("[data-holding]") || event.isComposing) return;
      sought = event.target.value.trim();
      clearTimeout(pause);
      pause = setTimeout(() => trigger("history", { holding: sought }), 250);
    }

    function searched() {
      return element.querySelector("[data-holding]")?.value ?? "";
    }

    element.addEventListener("compositionstart", () => clearTimeout(pause));
    element.addEventListener("compositionend", search);
    element.addEventListener("input", (event) => {
      search(event);
      if (!event.target.matches("[data-filter]")) return;
      const wanted = event.target.value.toLowerCase();
      for (const row of element.querySelectorAll(".gx-rows li")) {
        row.hidden = !row.querySelector(".gx-row").textContent.toLowerCase().includes(wanted);
      }
    });
    element.addEventListener("change", (event) => {
      if (!event.target.matches("[data-upload]")) return;
      upload([...event.target.files]);
      event.target.value = "";
    });
    for (const kind of ["dragover", "drop"]) {
      element.addEventListener(kind, (event) => {
        if (!event.target.closest(".gx-drop")) return;
        event.preventDefault();
        if (kind === "drop") upload([...event.dataTransfer.files]);
      });
    }
    watch("value", () => {
      report();
      const box = element.querySelector("[data-holding]");
      if (box) {
        box.value = sought ?? box.dataset.holding;
        if (sought !== null) box.focus();
      }
      if (!box || sought === box.dataset.holding) sought = null;
      const title = element.querySelector(".gx-bar-title");
      if (!document.body.classList.contains("gx-drawn") || !title) return;
      if (!element.contains(document.activeElement)) title.focus({ preventScroll: true });
    });
  }

  // Send one file and return what became of it, in the words of the page, and whether something went wrong;
  // `tell` hears how far it is.
  function send(file, words, tell) {
    const form = new FormData();
    form.append("files", file);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", "./api/documents");
      request.setRequestHeader("Accept-Language", words.language);
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        const percent = Math.round((100 * loaded) / total);
        tell(percent < 100 ? words.sending.replace("{percent}", percent) : words.reading);
      });
      request.addEventListener("load", () => resolve(outcome(request, words)));
      request.addEventListener("error", () => resolve({ told: words.failed, wrong: true }));
      request.send(form);
    });
  }

  function outcome(request, words) {
    let report;
    try {
      report = JSON.parse(request.responseText);
    } catch {
      return { told: words.failed, wrong: true };
    }
    if (request.status !== 200) return { told: words.failed + words.colon + report.detail, wrong: true };
    const failed = report.failed.map((each) => each.error);
    const several = report.added + report.updated + report.unchanged + failed.length > 1;
    const done = ["added", "updated", "unchanged"].filter((kind) => report[kind]).map((kind) =>
      several ? `${words[kind]} ${words.several.replace("{count}", report[kind])}` : words[kind]);
    if (failed.length) done.push(words.failed + words.colon + failed.join(words.separator));
    return { told: done.join(" · ") || words.unchanged, wrong: failed.length > 0 };
  }

  // Enter that accepts a word in a Chinese input method must not send the question.
  for (const kind of ["keydown", "keypress"]) {
    addEventListener(kind, (event) => {
      const composing = event.isComposing || event.keyCode === 229;
      if (composing && event.target.matches?.("#gx-box textarea")) event.stopPropagation();
    }, true);
  }
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (document.body.classList.contains("gx-open")) hideSource();
    else showDrawer(false);
  });
  addEventListener("DOMContentLoaded", applyTheme);

  return { header, thread, choices, panel, drawer };
})();
