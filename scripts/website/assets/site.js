// Search, light and dark, the menu on a phone, copying of code. Nothing is fetched from elsewhere.
"use strict";

const settings = document.currentScript.dataset;
const root = document.documentElement;
const remembered = "plansheets-scheme";

// -- light and dark ---------------------------------------------------------------------------------

function recall() {
  try { return localStorage.getItem(remembered); } catch { return null; } // a page opened from a folder may have none
}

function wear(scheme) {
  root.style.colorScheme = scheme;
  try { localStorage.setItem(remembered, scheme); } catch { /* worn on this page alone */ }
}

if (recall()) root.style.colorScheme = recall();

document.querySelector(".theme").addEventListener("click", () => {
  const dark = root.style.colorScheme
    ? root.style.colorScheme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  wear(dark ? "light" : "dark");
});

// -- the menu on a phone ----------------------------------------------------------------------------

const menu = document.querySelector(".menu-button");
menu.addEventListener("click", () => {
  const open = document.body.classList.toggle("menu-open");
  menu.setAttribute("aria-expanded", String(open));
});
document.querySelector(".navigation [aria-current]")?.scrollIntoView({ block: "nearest" });

// -- where the reader is, in the table of contents -----------------------------------------------------

const links = new Map([...document.querySelectorAll(".contents a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
if (links.size) {
  const headings = [...document.querySelectorAll("main [id]")].filter((one) => links.has(one.id));
  const follow = () => {
    const above = headings.filter((one) => one.getBoundingClientRect().top < 120);
    const current = (above.at(-1) ?? headings[0]).id;
    for (const [id, a] of links) a.toggleAttribute("data-here", id === current);
  };
  addEventListener("scroll", follow, { passive: true });
  follow();
}

// -- copying --------------------------------------------------------------------------------------------

for (const block of document.querySelectorAll("pre")) {
  const button = document.createElement("button");
  button.className = "copy";
  button.type = "button";
  button.textContent = settings.copy;
  button.addEventListener("click", async () => {
    const text = block.querySelector("code").textContent;
    await navigator.clipboard.writeText(text.replaceAll(/^(>>> |\.\.\. )/gm, ""));
    button.textContent = settings.copied;
    setTimeout(() => { button.textContent = settings.copy; }, 1500);
  });
  const around = document.createElement("div");
  around.className = "code";
  block.replaceWith(around);
  around.append(block, button);
}

// -- search -----------------------------------------------------------------------------------------------

const input = document.querySelector(".search input");
const found = document.getElementById("found");
const chinese = /[\u3400-\u9fff]{2,}/g;
const most = 12;
const early = 60; // characters in which a function says its name in both languages

function loadIndex() {
  loadIndex.begun ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = `${settings.top}search-index.js`;
    script.addEventListener("load", () => {
      for (const one of window.searchIndex) {
        one.lowTitle = one.title.toLowerCase();
        one.lowText = one.text.toLowerCase();
      }
      resolve(window.searchIndex);
    });
    document.head.append(script);
  });
  return loadIndex.begun;
}

/** How well an entry answers one word: in its title, in its first words, or anywhere below. */
function weigh(entry, word) {
  const at = entry.lowTitle.indexOf(word);
  if (entry.lowTitle === word) return 60;
  if (at === 0) return 30;
  if (at > 0) return 20;
  if (entry.page.toLowerCase().includes(word)) return 8;
  const below = entry.lowText.indexOf(word);
  if (below >= 0 && below < early) return 14;
  return below < 0 ? 0 : Math.min(4, entry.lowText.split(word).length);
}

function search(index, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  let hits = rank(index, words, words.length);
  if (!hits.length) {
    // Chinese has no spaces: pairs of characters stand for the words that are not known here
    const pairs = (query.match(chinese) ?? []).flatMap((run) =>
      [...run].slice(1).map((_, at) => run.slice(at, at + 2)));
    hits = pairs.length ? rank(index, pairs, Math.ceil(pairs.length / 2)) : [];
    return { hits, words: pairs };
  }
  return { hits, words };
}

function rank(index, words, atLeast) {
  return index
    .map((entry) => {
      const weights = words.map((word) => weigh(entry, word));
      const answered = weights.filter(Boolean).length;
      const own = (entry.lang === root.lang ? 10 : 0) + (entry.url.includes("#") ? 0 : 6);
      return { entry, answered, weight: weights.reduce((sum, one) => sum + one, 0) + own };
    })
    .filter((one) => words.length && one.answered >= atLeast)
    .sort((one, other) => other.answered - one.answered || other.weight - one.weight)
    .slice(0, most)
    .map((one) => one.entry);
}

/** Some words of the text around the first that was looked for. */
function excerpt(entry, words) {
  const first = Math.min(...words.map((word) => entry.lowText.indexOf(word)).filter((at) => at >= 0));
  if (!Number.isFinite(first)) return entry.text.slice(0, 140);
  const start = Math.max(0, first - 40);
  return (start ? "…" : "") + entry.text.slice(start, start + 140);
}

function marked(text, words) {
  const pattern = new RegExp(`(${words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "gi");
  return text.split(pattern).map((part, at) => {
    if (at % 2 === 0) return document.createTextNode(part);
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });
}

function show(hits, words, query) {
  found.replaceChildren(...hits.map((entry, at) => {
    const line = document.createElement("a");
    line.href = settings.top + entry.url;
    line.role = "option";
    line.id = `found-${at}`;
    line.lang = entry.lang;
    const title = document.createElement("b");
    title.append(...marked(entry.title, words));
    const page = document.createElement("span");
    page.className = "of";
    page.textContent = entry.page === entry.title ? "" : entry.page;
    const text = document.createElement("p");
    text.append(...marked(excerpt(entry, words), words));
    line.append(title, page, text);
    return line;
  }));
  if (!hits.length) {
    const nothing = document.createElement("p");
    nothing.className = "nothing";
    nothing.textContent = `${settings.nothing} “${query}”`;
    found.append(nothing);
  }
  choose(hits.length ? 0 : -1);
  open(true);
}

function open(yes) {
  found.hidden = !yes;
  input.setAttribute("aria-expanded", String(yes));
}

function choose(at) {
  const lines = [...found.querySelectorAll("a")];
  for (const [number, line] of lines.entries()) line.setAttribute("aria-selected", String(number === at));
  if (lines[at]) {
    input.setAttribute("aria-activedescendant", lines[at].id);
    lines[at].scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

function chosen() {
  return [...found.querySelectorAll("a")].findIndex((line) => line.getAttribute("aria-selected") === "true");
}

async function answer() {
  const query = input.value.trim();
  if (!query) return open(false);
  const index = await loadIndex();
  if (query !== input.value.trim()) return undefined; // more was typed while the index came
  const { hits, words } = search(index, query);
  return show(hits, words, query);
}

input.addEventListener("focus", loadIndex);
input.addEventListener("focus", answer);
input.addEventListener("input", answer);
input.addEventListener("keydown", (event) => {
  const count = found.querySelectorAll("a").length;
  if (event.isComposing || !count && event.key !== "Escape") return;
  if (event.key === "ArrowDown") choose((chosen() + 1) % count);
  else if (event.key === "ArrowUp") choose((chosen() + count - 1) % count);
  else if (event.key === "Enter") found.querySelectorAll("a")[chosen()]?.click();
  else if (event.key === "Escape") { open(false); input.blur(); }
  else return;
  event.preventDefault();
});
addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea");
  if (event.key === "/" && !typing) { event.preventDefault(); input.focus(); }
});
addEventListener("click", (event) => {
  if (!event.target.closest(".search")) open(false);
  else if (event.target.closest(".found a")) open(false);
});

root.dataset.ready = ""; // all of the above ran
