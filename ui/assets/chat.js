// The page's own behaviour: what a press means, where to scroll, light or dark. Texts come from the server,
// already escaped; this file never writes HTML. Each function below is called once by the part it is named for.
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

  function showDrawer(show) {
    document.body.classList.toggle("gx-drawn", show);
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
        showDrawer(true);
        trigger(list);
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
    element.addEventListener("click", (event) => {
      const target = event.target.closest("a, button");
      if (!target) return;
      const { place, ask, copy: copied, again } = target.dataset;
      if (place) {
        event.preventDefault();
        showSource(target);
        trigger("open", pressed(target));
      }
      if (ask) trigger("ask", { question: ask });
      if (copied) copy(target);
      if (again) edit(again);
      if ("export" in target.dataset) exportTalk(element);
    });
    watch("value", () => {
      const scroller = element.closest("#gx-thread");
      const last = scroller.querySelector(".gx-exchange:last-child");
      scroller.scrollTop = last ? last.offsetTop - 16 : 0;
      const talk = element.querySelector("[data-talk]");
      if (!talk || talk.dataset.talk) name(talk ? talk.dataset.talk : "");
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
      page.scrollTop = mark ? upTo(mark, page.clientHeight) : 0;
      current(page.dataset.turn, page.dataset.place);
      if (document.body.classList.contains("gx-open")) page.focus({ preventScroll: true });
    });
  }

  function drawer(element, trigger, watch) {
    const outcomes = []; // of uploads, kept here because the list around them is drawn anew

    function report() {
      const list = element.querySelector("[data-progress]");
      if (!list) return;
      list.replaceChildren(...outcomes.map(({ file, told }) => {
        const line = document.createElement("li");
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
        outcome.told = await send(file, words);
        report();
      }
      trigger("library");
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
      trigger("library");
    }

    function rename(row, id) {
      const field = document.createElement("input");
      field.className = "gx-filter";
      field.value = row.querySelector(".gx-row-title").textContent;
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.isComposing) trigger("rename", { id, title: field.value });
        if (event.key === "Escape") trigger("rename", { id, title: "" });
        event.stopPropagation();
      });
      row.querySelector(".gx-row").replaceWith(field);
      field.select();
    }

    element.addEventListener("click", (event) => {
      const target = event.target.closest("button");
      if (!target) return;
      const { resume, rename: renamed, forget, preview, remove: removed } = target.dataset;
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
      if (forget) sure(target, () => trigger("forget", { id: forget }));
      if (removed) sure(target, () => remove(removed));
    });
    element.addEventListener("input", (event) => {
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
    watch("value", report);
  }

  // Return what became of one uploaded file, in the words of the page.
  async function send(file, words) {
    const form = new FormData();
    form.append("files", file);
    try {
      const answer = await fetch("./api/documents", { method: "POST", body: form });
      const report = await answer.json();
      if (!answer.ok) return `${words.failed}：${report.detail}`;
      if (report.failed.length) return `${words.failed}：${report.failed.map((each) => each.error).join("；")}`;
      return words[["added", "updated"].find((kind) => report[kind]) ?? "unchanged"];
    } catch (error) {
      return `${words.failed}：${error.message}`;
    }
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

  return { header, thread, panel, drawer };
})();
