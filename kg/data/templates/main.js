// The page's one loop: something changes the state, `refresh` computes the view and draws every part from it.

let current = null;
let waiting = false;
let framed = null;

function refresh() {
  current = computeView();
  drawPicture(current);
  drawPanel(current);
  drawTable(current);
  drawFrame(current);
  drawNotes(current);
  writeAddress();
  announce(sayView(current));
}

// What a choice of tie or node leaves as it is.
function drawFrame(view) {
  const key = `${view.key} ${language} ${player.timer}`;
  if (key === framed) return;
  framed = key;
  drawFilters(view);
  drawChips(view);
  drawHeader(view);
}

// Sliders move often: draw at most once a frame.
function refreshSoon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; refresh(); });
}

function sayView(view) {
  const tie = state.tie === null ? undefined : view.tie.get(state.tie);
  if (tie !== undefined) return say("selected", { name: nameTie(view.level, tie.edge), events: countOf("countEvents", tie.events.length) });
  const node = state.node === null ? undefined : view.level.node.get(state.node);
  if (node !== undefined) return say("selected", { name: nameNode(node), events: countOf("countEvents", view.strength.get(node.id) ?? 0) });
  return say("loaded", { ties: countOf("countTies", view.ties.length), events: countOf("countEvents", view.shown.length) });
}

// An address may name what this graph does not hold: say so, and select nothing.
function dropUnknown() {
  const level = levels[state.level];
  panel.missing = (state.tie !== null && !level.edge.has(state.tie)) || (state.node !== null && !level.node.has(state.node)) || (state.focus !== null && partyNode(state.focus) === undefined);
  if (state.tie !== null && !level.edge.has(state.tie)) state.tie = null;
  if (state.node !== null && !level.node.has(state.node)) state.node = null;
  if (state.focus !== null && partyNode(state.focus) === undefined) state.focus = null;
}

// What the reader does

function selectTie(id, { open = false } = {}) {
  state.tie = id;
  state.node = null;
  panel.missing = false;
  refresh();
  revealRow();
  if (open) openPanel();
}

function selectNode(id) {
  state.node = id;
  state.tie = null;
  panel.missing = false;
  refresh();
}

function clearSelection() {
  if (state.tie === null && state.node === null) return;
  state.tie = null;
  state.node = null;
  refresh();
}

// On a narrow screen the panel is below: bring it into sight.
function openPanel() {
  if (isNarrow()) find("panel").scrollIntoView({ block: "start" });
}

function isNarrow() {
  return matchMedia("(max-width: 820px)").matches;
}

function openParty(code) {
  Object.assign(state, { level: "actors", focus: code, tie: null, node: null });
  refresh();
}

function showParty(code) {
  Object.assign(state, { level: "parties", focus: null });
  selectNode(`parties:${code}`);
}

// An actor where it can be seen: a party among the parties, anyone else among the actors.
function showActor(index) {
  const actor = records.actors[index], own = records.parties[actor.code] === index;
  if (own && state.level === "parties") return showParty(actor.code);
  if (levels.actors.node.has(`actors:${actor.id}`)) {
    if (state.level === "parties") Object.assign(state, { level: "actors", focus: null });
    if (state.focus !== null && !current.strength.has(`actors:${actor.id}`)) state.focus = null;
    return selectNode(`actors:${actor.id}`);
  }
  return showParty(actor.code);
}

function changeLevel(level) {
  if (level === state.level && state.focus === null) return;
  Object.assign(state, { level, focus: null, tie: null, node: null });
  refresh();
}

function resetFilters() {
  clearFilters();
  refresh();
}

function changeLanguage(name) {
  setLanguage(name);
  drawWords();
  refresh();
}

// What does not depend on one part

function drawWords() {
  document.title = `${say("title")} · kg`;
  document.querySelectorAll("[data-word]").forEach((node) => { node.textContent = say(node.dataset.word); });
  document.querySelectorAll("[data-label]").forEach((node) => { node.setAttribute("aria-label", say(node.dataset.label)); });
  document.querySelectorAll("[data-hint]").forEach((node) => { node.placeholder = say(node.dataset.hint); });
  document.querySelectorAll(".zoom [data-label], .exports [data-label]").forEach((node) => { node.title = say(node.dataset.label); });
  find("languages").replaceChildren(...Object.keys(WORDS).map(makeLanguage));
  find("filters-toggle").textContent = say("filters");
}

function makeLanguage(name) {
  return make("button", { type: "button", lang: name, "aria-label": `${name.toUpperCase()} ${WORDS[name].name}`, "aria-pressed": String(name === language), text: name.toUpperCase(), on: { click: () => changeLanguage(name) } });
}

function drawHeader(view) {
  document.querySelectorAll("[data-level]").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.level === state.level)));
  const nodes = countOf(state.level === "parties" ? "countParties" : "countActors", view.strength.size);
  const shown = view.shown.length, { total } = view;
  const events = shown === total ? countOf("countEvents", total) : `${shown.toLocaleString(language)} ${say("of")} ${countOf("countEvents", total)}`;
  const used = new Set(view.shown.map((event) => event.document)).size;
  find("counts").textContent = [nodes, countOf("countTies", view.ties.length), events, countOf("countDocuments", used)].join(" · ");
  drawLegend(view);
}

function drawNotes(view) {
  const note = find("picture-note");
  const parts = !picture.works ? [make("p", { text: say("tableOnly") })] : records.events.length === 0 ? [make("p", { text: say("emptyTitle") })]
    : view.ties.length === 0 ? [make("p", { text: say("noMatch") }), makeReset()] : [];
  note.replaceChildren(...parts);
  note.hidden = parts.length === 0;
  const drawn = find("drawn");
  drawn.hidden = !picture.works || view.drawn.size >= view.ranked.length;
  if (!drawn.hidden) drawn.replaceChildren(make("span", { text: say("drawn", { n: view.drawn.size.toLocaleString(language), all: view.ranked.length.toLocaleString(language) }) }), make("button", { type: "button", class: "button small", id: "draw-all", text: say("drawAll"), on: { click: () => { state.all = true; refresh(); fitPicture(false); } } }));
}

// Colours with the number of events in each group, shapes with the number of nodes, and how to read lines.
function drawLegend(view) {
  const quads = countBy(view.shown, (event) => event.quad);
  const steps = [...QUADS.slice(0, 2), null, ...QUADS.slice(2)].map((quad) => makeStep(quad, quads));
  const scale = make("ul", { class: "scale", "aria-label": say("toneHelp") }, make("li", { text: say("conflict") }), ...steps, make("li", { text: say("cooperation") }));
  const kinds = countBy(view.ranked, (id) => records.actors[view.level.node.get(id).actor].kind);
  const shapes = make("ul", { class: "shapes", "aria-label": say("nodeHelp") }, ...Object.keys(records.kinds).filter((kind) => kinds.has(kind)).map((kind) =>
    make("li", {}, drawKind(kind), make("span", { text: nameLabel("kinds", kind) }), make("span", { class: "quiet", text: String(kinds.get(kind)) }))));
  const lines = make("ul", { class: "shapes" }, makeLineKey("wide", "widthHelp"), makeLineKey("dashed", "dashHelp"), makeLineKey("arrow", "arrowHelp"));
  find("legend-body").replaceChildren(scale, shapes, lines);
}

function makeStep(quad, counts) {
  if (quad === null) return make("li", { class: "step mixed", title: say("mixed") }, make("span", { class: "hidden", text: say("mixed") }));
  const count = counts.get(quad) ?? 0, words = `${nameLabel("quads", quad)}: ${count}`;
  return make("li", { class: `step ${QUAD_COLOURS[quad]}`, title: words }, make("span", { "aria-hidden": "true", text: `${QUAD_SIGNS[quad]}  ${count}` }), make("span", { class: "hidden", text: words }));
}

function makeLineKey(name, words) {
  const sample = name === "arrow" ? make("span", { "aria-hidden": "true", text: "→" }) : make("span", { class: `line mixed ${name}`, "aria-hidden": "true" });
  return make("li", {}, sample, make("span", { text: say(words) }));
}

function drawKind(kind) {
  const shape = records.kinds[kind], style = kind === "person" ? "hollow" : "solid";
  const svg = drawShape([shape === "dot" ? ["circle", { r: 6, class: style }] : ["path", { d: outline(shape, 5.5), class: style }]], 16);
  svg.setAttribute("viewBox", "-8 -8 16 16");
  return svg;
}

function listenToPage() {
  document.querySelectorAll("[data-level]").forEach((node) => node.addEventListener("click", () => changeLevel(node.dataset.level)));
  find("filters-toggle").addEventListener("click", toggleFilters);
  document.addEventListener("keydown", handleKey);
  window.addEventListener("hashchange", () => { readAddress(); dropUnknown(); drawWords(); refresh(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refresh);
}

function toggleFilters() {
  const open = find("main").classList.toggle("with-filters");
  find("filters-toggle").setAttribute("aria-expanded", String(open));
}

function handleKey(event) {
  const typing = event.target.closest?.("input, textarea, select") !== null;
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    find("search").focus();
  } else if (event.key === "Escape" && !event.defaultPrevented) stepBack();
}

// From what is chosen to nothing, from one party's actors to the party.
function stepBack() {
  if (state.tie === null && state.node === null && state.focus !== null) showParty(state.focus);
  else clearSelection();
}

// On a wide screen the strongest tie is open at once, so that the first thing seen is evidence.
function chooseFirst() {
  const [first] = sortTies(current.ties);
  if (first !== undefined) state.tie = first.edge.id;
  return first !== undefined;
}

// The file is still being read when this runs: the picture comes first, and what needs the sentences, which stand at
// the end of the file, when they are there.
function start() {
  const addressed = readAddress();
  dropUnknown();
  drawWords();
  startPicture();
  startSearch();
  startDownloads();
  listenToPage();
  if (!isNarrow()) find("legend").open = true;
  if (state.text === "") showFirst(addressed);
  whenRead(() => {
    if (current === null) showFirst(addressed);
    refresh();
  });
}

function showFirst(addressed) {
  current = computeView();
  if (!addressed && !isNarrow() && chooseFirst()) current.drawn = chooseDrawn(current);
  drawHeader(current);
  drawPicture(current);
}

function whenRead(run) {
  const soon = () => requestAnimationFrame(() => setTimeout(run));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", soon);
  else soon();
}

// For tests and for pages that embed this one: where on the screen a tie or a node is, or null.
window.kg = {
  locate(id) {
    const { nodes, lines } = picture.scene, line = lines.find((item) => item.id === id);
    const ends = nodes.filter((node) => (line ? node.id === line.from || node.id === line.to : node.id === id));
    if (ends.length === 0) return null;
    const box = find("canvas").getBoundingClientRect(), mean = (pick) => ends.reduce((sum, node) => sum + pick(picture.painter.toWindow(node)), 0) / ends.length;
    return { x: box.left + mean((place) => place.x), y: box.top + mean((place) => place.y) };
  },
};

start();
