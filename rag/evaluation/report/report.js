"use strict";
// Filters the rows of a report: by how a question ended, by tag, and by words anywhere in the row.
(() => {
  const place = document.getElementById("questions");
  if (!place) return;
  const rows = [...place.querySelectorAll("details.question")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const search = place.querySelector("input");
  const tag = place.querySelector("select");
  const chips = [...place.querySelectorAll(".chips button")];
  const count = place.querySelector("output");
  const none = place.querySelector(".none");

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = chips.filter((one) => one.getAttribute("aria-pressed") === "true");
    const outcomes = wanted.map((one) => one.dataset.outcome);
    let shown = 0;
    rows.forEach((row, number) => {
      const fits =
        (!outcomes.length || outcomes.includes(row.dataset.outcome)) &&
        (!tag.value || row.dataset.tags.split("\n").includes(tag.value)) &&
        words.every((word) => texts[number].includes(word));
      row.hidden = !fits;
      shown += fits;
    });
    count.textContent = `${shown} of ${rows.length} shown`;
    none.hidden = shown > 0;
  }

  search.addEventListener("input", filter);
  tag.addEventListener("change", filter);
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  const unfold = document.getElementById("unfold");
  unfold.addEventListener("click", () => {
    const open = unfold.textContent === "open all";
    for (const row of rows) row.open = open && !row.hidden;
    unfold.textContent = open ? "close all" : "open all";
  });
})();
