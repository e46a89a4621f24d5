"use strict";
// Everything here presses buttons and links that are on the page; without it the page works by hand.
const one = (wanted, within = document) => within.querySelector(wanted);
const all = (wanted, within = document) => [...within.querySelectorAll(wanted)];
const findings = all(".finding");
const pages = all(".plates figure");
const beside = matchMedia("(min-width: 901px)"); // pages lie beside the findings, so showing one moves nothing else
let page = 0;
let [shownOf, shownPlace] = [null, 0]; // the finding whose evidence was shown last, and which of its places

function current() {
  return findings.find((finding) => finding.contains(document.activeElement)) ?? null;
}

function step(by) {
  if (!findings.length) return;
  const place = findings.indexOf(current());
  const next = findings[place < 0 ? (by > 0 ? 0 : findings.length - 1) : Math.min(Math.max(place + by, 0), findings.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  if (beside.matches) evidence(next);
}

function light(number, on) {
  for (const shown of all(`[data-f="${number}"]`)) shown.classList.toggle("on", on);
}

function evidence(finding) {
  const links = all("[data-to]", finding);
  if (!links.length) return;
  const next = finding === shownOf ? (shownPlace + 1) % links.length : 0;
  [shownOf, shownPlace] = [finding, next];
  go(links[next].dataset.to);
}

function go(id) {
  const mark = document.getElementById(id);
  if (!mark) return;
  for (const lit of all("svg a.on")) lit.classList.remove("on");
  mark.classList.add("on");
  one("rect", mark).scrollIntoView({ block: "center", inline: "center" });
  page = pages.findIndex((figure) => figure.contains(mark));
}

function turn(by) {
  if (!pages.length) return;
  page = Math.min(Math.max(page + by, 0), pages.length - 1);
  pages[page].scrollIntoView({ block: "start" });
}

function press(button) {
  if (!button) return;
  const form = button.closest("form");
  const reason = form && one("[name=reason]", form);
  if (button.hasAttribute("data-why") && reason && !reason.value.trim()) {
    reason.required = true;
    reason.dataset.then = button.value;
    reason.focus();
    return;
  }
  button.click();
}

function sheet() {
  const keys = one("#keys");
  if (keys.open) keys.close();
  else keys.showModal();
}

const actions = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  Enter: () => current() && evidence(current()),
  d: () => current() && press(one("button[value=defect]", current())),
  f: () => current() && press(one("button[value=fine]", current())),
  "[": () => turn(-1),
  "]": () => turn(1),
  z: () => one(".plates")?.classList.toggle("zoomed"),
  a: () => press(one("[data-key=a]")),
  r: () => press(one("[data-key=r]")),
  n: () => one("#next")?.click(),
  p: () => one("#before")?.click(),
  u: () => press(one("#undo button")),
  q: () => one("#queue")?.click(),
  "?": sheet,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.isComposing || event.keyCode === 229) return; // Enter and letters belong to whoever writes Chinese with an input method
  const field = event.target.closest("input");
  if (field) {
    if (event.key === "Escape") (field.closest(".finding") ?? field).focus(), field.closest(".finding") || field.blur();
    if (event.key === "Enter" && field.dataset.then) {
      event.preventDefault();
      const button = one(`button[value=${field.dataset.then}]`, field.form);
      if (field.value.trim()) button.click();
    }
    return;
  }
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  if (one("#keys")?.open && event.key !== "?") return;
  const action = actions[event.key];
  if (!action || event.repeat && !["j", "k", "ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  action();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-to]");
  if (link) {
    event.preventDefault();
    go(link.dataset.to);
  }
  const mark = event.target.closest("svg a");
  if (mark) {
    event.preventDefault();
    const finding = document.getElementById(`f${mark.dataset.f}`);
    finding?.focus();
    finding?.scrollIntoView({ block: "nearest" });
  }
  if (event.target.closest("[data-sheet]")) sheet();
});

for (const shown of all(".finding, svg a")) {
  shown.addEventListener("mouseenter", () => light(shown.dataset.f, true));
  shown.addEventListener("mouseleave", () => light(shown.dataset.f, false));
}

// A picture that is still being taken is refused for now, so that it holds no connection; it is asked for again.
function again(image, tries) {
  if (tries < 20) setTimeout(() => { image.src = `${image.src.split("?")[0]}?${tries}`; }, Math.min(500 * 1.5 ** tries, 3000));
}
for (const image of all("img")) {
  let tries = 0;
  image.addEventListener("error", () => again(image, ++tries));
  if (image.complete && !image.naturalWidth && image.loading !== "lazy") again(image, ++tries);
}

const asked = document.getElementById(location.hash.slice(1));
if (asked?.classList.contains("finding")) {
  asked.focus();
  if (beside.matches) evidence(asked);
} else if (!asked && findings.length) {
  findings[0].focus({ preventScroll: true });
  if (beside.matches) evidence(findings[0]);
}
