"use strict";
const body = document.querySelector("#list tbody");
const rows = [...body.rows];
const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
const wanted = { proposal: "", check: "", words: "" };

function filter() {
  let count = 0;
  for (const row of rows) {
    const fits = (!wanted.proposal || row.dataset.proposal === wanted.proposal)
      && (!wanted.check || row.dataset.checks.split(" ").includes(wanted.check))
      && texts.get(row).includes(wanted.words);
    row.hidden = !fits;
    count += fits;
  }
  document.querySelector("#count").textContent = count;
  for (const button of document.querySelectorAll("[data-proposal][aria-pressed]")) {
    button.setAttribute("aria-pressed", button.dataset.proposal === wanted.proposal);
  }
  for (const button of document.querySelectorAll("[data-check]")) {
    button.setAttribute("aria-pressed", button.dataset.check === wanted.check);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("proposal" in button.dataset) {
    wanted.proposal = button.dataset.proposal;
    if (!wanted.proposal) wanted.check = "";
    filter();
  } else if ("check" in button.dataset) {
    wanted.check = wanted.check === button.dataset.check ? "" : button.dataset.check;
    filter();
    document.querySelector("#list").scrollIntoView();
  } else {
    sort(button.closest("th"));
  }
});

document.querySelector("#search").addEventListener("input", (event) => {
  wanted.words = event.target.value.trim().toLowerCase();
  filter();
});

function sort(head) {
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const place = head.cellIndex;
  const key = (row) => row.cells[place].dataset.sort ?? row.cells[place].textContent.trim();
  rows.sort((a, b) => key(a).localeCompare(key(b), "zh", { numeric: true }) * (down ? -1 : 1));
  body.append(...rows);
}
