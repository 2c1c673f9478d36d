// The evaluation page. Everything foreign is put in as text, never as HTML.
"use strict";

const words = JSON.parse(document.getElementById("words").textContent);
const at = (id) => document.getElementById(id);
let seed = Math.floor(Math.random() * 1e9);

async function call(path, options) {
  const answer = await fetch("/api/evaluation" + path, options);
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail || told.title || answer.statusText);
  return told;
}

const send = (path, body) =>
  call(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

function tell(text, bad = false) {
  at("told").textContent = text;
  at("told").classList.toggle("bad", bad);
  at("told").hidden = !text;
}

async function trying(button, work) {
  button.disabled = true;
  tell("");
  try {
    return await work();
  } catch (error) {
    tell(error.message, true);
  } finally {
    button.disabled = false;
  }
}

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function fill(list, rows) {
  list.replaceChildren(...(rows.length ? rows : [make("p", { className: "none", textContent: list.dataset.none })]));
}

function button(label, act, className = "") {
  const made = make("button", { type: "button", textContent: label, className });
  made.addEventListener("click", () => trying(made, act));
  return made;
}

// Golden sets and runs

async function refresh() {
  const state = await call("");
  fill(at("sets"), state.sets.map(setRow));
  at("names").replaceChildren(...state.sets.map((one) => make("option", { value: one.name })));
  fill(at("runs"), state.runs.map(runRow));
  at("compare").hidden = state.runs.length < 2;
  fill(at("disliked"), state.disliked.map(dislikedCard));
  if (state.going && !state.going.ended) watch();
}

function setRow(one) {
  const about = `${one.questions} ${words.questions}` + (one.problems ? ` · ${one.problems} ${words.faulty}` : "");
  const start = async () => { await send("/runs", { set: one.name }); watch(); };
  return make("li", {}, make("b", { textContent: one.name }), make("span", { textContent: about }), button(words.run, start));
}

function runRow(one) {
  const pick = make("input", { type: "checkbox", value: one.name });
  pick.setAttribute("aria-label", one.name);
  const right = one.right === null ? "–" : `${words.right} ${(100 * one.right).toFixed(1)} %`;
  const failed = one.failed ? `${one.failed} ${words.failed}` : "";
  const asked = one.failed ? `${one.asked} / ${one.questions}` : one.questions;
  const about = [`${asked} ${words.questions}`, failed, right].filter(Boolean).join(" · ");
  const link = make("a", { href: `/api/evaluation/runs/${encodeURIComponent(one.name)}`, target: "_blank", rel: "noopener", textContent: words.report });
  return make("li", {}, pick, make("b", { textContent: one.name }), make("span", { textContent: about }), link);
}

let watching = false;

async function watch() {
  if (watching) return;
  watching = true;
  try {
    for (;;) {
      const { going } = await call("/going");
      if (!going) break;
      const total = going.total ? ` ${going.done} / ${going.total}` : "";
      at("going").hidden = going.ended;
      at("going").querySelector("span").textContent = `${words.running} ${going.run}${total}`;
      at("going").querySelector("progress").value = going.total ? going.done / going.total : 0;
      if (going.ended) {
        const failed = going.failed ? ` · ${going.failed} ${words.failed}\n${words.run_again}` : "";
        tell(going.error || `${words.ended}: ${going.run}${failed}`, Boolean(going.error || going.failed));
        break;
      }
      await new Promise((wake) => setTimeout(wake, 1000));
    }
  } catch (error) {
    tell(error.message, true);
  } finally {
    watching = false;
  }
  await refresh();
}

at("compare").addEventListener("click", () => {
  const picked = [...at("runs").querySelectorAll("input:checked")].map((one) => one.value).reverse();
  if (picked.length !== 2) return tell(words.pick_two, true);
  window.open(`/api/evaluation/compare?first=${encodeURIComponent(picked[0])}&second=${encodeURIComponent(picked[1])}`, "_blank", "noopener");
});

at("upload").addEventListener("change", () => trying(at("upload"), async () => {
  const body = new FormData();
  body.append("file", at("upload").files[0]);
  at("upload").value = "";
  tell(words.working);
  const kept = await call("/sets", { method: "POST", body });
  const minded = kept.warnings.slice(0, 5).concat(kept.warnings.length > 5 ? "…" : []);
  const warned = kept.warnings.length ? ` · ${kept.warnings.length} ${words.warnings}\n${minded.join("\n")}` : "";
  tell(`${kept.name}: ${kept.questions} ${words.questions}${warned}`, Boolean(warned));
  await refresh();
}));

// Drafts and disliked answers

at("drafting").addEventListener("submit", (event) => {
  event.preventDefault();
  trying(event.submitter || at("drafting").querySelector("button"), async () => {
    tell(words.working);
    const { drafts } = await send("/drafts", { count: Number(at("count").value), seed: seed++ });
    at("drafts").replaceChildren(...drafts.map(draftCard));
    tell(drafts.length ? "" : words.no_drafts);
  });
});

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

function box(label, text, className) {
  const area = make("textarea", { value: text, rows: Math.max(1, text.split("\n").length), className });
  return [make("label", {}, label, area), area];
}

async function keep(card, record) {
  const set = at("into").value.trim();
  const kept = await send(`/sets/${encodeURIComponent(set)}`, record);
  card.remove();
  tell(`${words.accepted} ${kept.name} (${kept.questions})`);
  await refresh();
}

function draftCard({ record, passage }) {
  const isList = Boolean(record.items);
  const [asking, question] = box(words.question, record.question, "question");
  const told = isList ? record.items.map((one) => one.join(" | ")) : record.answers;
  const [answering, answers] = box(isList ? words.items : words.answers, told.join("\n"), "answers");
  const card = make("li", {}, asking);
  const edited = () => {
    const given = lines(answers.value);
    const wanted = isList ? { items: given.map((line) => lines(line.replaceAll("|", "\n"))) } : { answers: given };
    return { ...record, question: question.value, ...(record.answerable ? wanted : {}) };
  };
  const reject = async () => { await send("/rejected", { id: record.id }); card.remove(); };
  if (record.answerable) {
    card.append(answering, make("blockquote", { textContent: passage }));
  } else {
    card.append(make("p", { className: "soft", textContent: words.unanswerable }));
  }
  const tags = (record.tags || []).map((tag) => make("span", { className: "tag", textContent: tag }));
  card.append(make("div", { className: "acts" }, button(words.accept, () => keep(card, edited()), "main"), button(words.reject, reject), ...tags));
  return card;
}

function dislikedCard(one) {
  const [asking, question] = box(words.question, one.question, "question");
  const [answering, answers] = box(words.answers, "", "answers");
  const [citing, documents] = box(words.documents, one.documents.join("\n"), "documents");
  const card = make("li", {}, asking, make("p", { className: "soft", textContent: words.said }), make("blockquote", { textContent: one.answer }), answering, citing);
  const record = () => ({ id: one.id, question: question.value, tags: one.tags });
  const save = () => keep(card, { ...record(), answers: lines(answers.value), documents: lines(documents.value), answerable: true });
  const silent = () => keep(card, { ...record(), answers: [], documents: [], answerable: false });
  const reject = async () => { await send("/rejected", { id: one.id }); card.remove(); };
  card.append(make("div", { className: "acts" }, button(words.save, save, "main"), button(words.no_answer, silent), button(words.reject, reject)));
  return card;
}

refresh().catch((error) => tell(error.message, true));
