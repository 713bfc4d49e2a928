// The filters: what can be chosen, how many events each choice leaves, and the chips of what is chosen.

const FEW = 7;
const opened = { said: false, outlet: false, context: false };
const needles = { said: "", outlet: "" };
const bins = makeBins(records.events.map((event) => event.span).filter((span) => span !== null));

function drawFilters(view) {
  const focus = rememberFocus();
  const parts = [makeTime(view), makeGroups(view), makeFacet(view, "status"), makeFacet(view, "context"), makeFacet(view, "said"), makeFacet(view, "outlet"), makeConfidence()];
  find("filters").replaceChildren(make("div", { class: "filters-head" }, make("h2", { text: say("filters") }), hasFilters() ? make("button", { type: "button", class: "link", id: "reset", text: say("reset"), on: { click: resetFilters } }) : null), ...parts.filter((part) => part !== null));
  restoreFocus(focus);
}

// Drawing anew must not take the keyboard's place away.
function rememberFocus() {
  const active = document.activeElement;
  return active !== null && find("filters").contains(active) && active.id ? { id: active.id, at: active.selectionStart } : null;
}

function restoreFocus(focus) {
  if (focus === null) return;
  const node = find(focus.id);
  node?.focus();
  if (node?.type === "search") node.setSelectionRange(focus.at, focus.at);
}

function labelOf(facet, value) {
  if (value === "") return say({ said: "unsourced", outlet: "noOutlet", context: "none" }[facet]);
  if (facet === "group") return Object.hasOwn(records.types, value) ? nameLabel("types", value) : nameLabel("quads", value);
  return facet === "status" ? nameLabel("statuses", value) : facet === "context" ? nameLabel("contexts", value) : value;
}

function makeFieldset(name, ...content) {
  return make("fieldset", {}, make("legend", { text: name }), ...content);
}

function makeChoice(view, facet, value, settings = {}) {
  const count = view.counts[facet].get(value) ?? 0;
  const box = make("input", { type: "checkbox", id: `${facet}:${value}`, checked: state[facet].has(value), on: { change: (event) => choose(facet, value, event.target.checked) } });
  return make("label", { class: `choice ${settings.class ?? ""} ${count === 0 ? "nothing" : ""}` }, box, settings.sign ?? null, make("span", { class: "choice-name", text: labelOf(facet, value) }), make("span", { class: "quiet", text: count.toLocaleString(language) }));
}

function choose(facet, value, on) {
  if (on) state[facet].add(value);
  else state[facet].delete(value);
  refresh();
}

// All values of a facet in the data, most frequent first; computed once.
const facetValues = Object.fromEntries(FACETS.map((facet) => {
  const counts = new Map();
  records.events.forEach((event) => countValues(counts, event, facet));
  return [facet, [...counts.keys()].sort((one, two) => counts.get(two) - counts.get(one) || (one < two ? -1 : 1))];
}));

function makeGroups(view) {
  const rows = [];
  for (const quad of [...QUADS].reverse().filter((name) => facetValues.group.includes(name))) {
    const sign = make("span", { class: `sign ${QUAD_COLOURS[quad]}`, "aria-hidden": "true", text: QUAD_SIGNS[quad] });
    rows.push(makeChoice(view, "group", quad, { sign, class: "parent" }));
    for (const type of facetValues.group.filter((name) => records.types[name] === quad)) rows.push(makeChoice(view, "group", type, { class: "child" }));
  }
  return rows.length === 0 ? null : makeFieldset(say("group"), ...rows);
}

function makeFacet(view, facet) {
  const values = facet === "status" ? records.statuses.filter((name) => facetValues.status.includes(name)) : facetValues[facet];
  if (values.length === 0 || (values.length === 1 && values[0] === "")) return null;
  const needle = fold(needles[facet] ?? "");
  const matching = values.filter((value) => needle === "" || fold(labelOf(facet, value)).includes(needle));
  const short = matching.filter((value, index) => opened[facet] || index < FEW || state[facet].has(value)).slice(0, 200);
  const sign = (value) => (facet === "status" ? make("span", { class: `sign status ${value}`, "aria-hidden": "true", text: STATUS_SIGNS[value] }) : null);
  const rows = short.map((value) => makeChoice(view, facet, value, { sign: sign(value) }));
  return makeFieldset(say(facet), values.length > 12 ? makeFinder(facet) : null, ...rows, matching.length > FEW ? makeOpener(facet, matching.length) : null);
}

function makeFinder(facet) {
  const run = (event) => { needles[facet] = event.target.value; drawFilters(current); };
  return make("input", { type: "search", id: `find-${facet}`, class: "finder", placeholder: say("find"), "aria-label": `${say("find")} ${say(facet)}`, value: needles[facet] ?? "", on: { input: run } });
}

function makeOpener(facet, count) {
  const run = () => { opened[facet] = !opened[facet]; drawFilters(current); };
  return make("button", { type: "button", class: "link", id: `open-${facet}`, "aria-expanded": String(opened[facet]), text: opened[facet] ? say("showLess") : say("showAll", { n: count }), on: { click: run } });
}

function makeConfidence() {
  const name = make("output", { id: "confidence-value", text: `${Math.round(state.confidence * 100)} %` });
  const move = (event) => { state.confidence = Number(event.target.value); name.textContent = `${Math.round(state.confidence * 100)} %`; refreshSoon(); };
  const slider = make("input", { type: "range", id: "confidence", min: "0", max: "1", step: "0.05", value: String(state.confidence), "aria-label": say("confidence"), on: { input: move } });
  return makeFieldset(say("confidence"), make("div", { class: "slider-row" }, slider, name));
}

// Time

function makeTime(view) {
  if (bins.length === 0) return null;
  const [low, high] = chosenBins();
  const undated = make("label", { class: "choice" }, make("input", { type: "checkbox", id: "undated", checked: state.undated, on: { change: (event) => { state.undated = event.target.checked; refresh(); } } }),
    make("span", { class: "choice-name", text: say("includeUndated") }), make("span", { class: "quiet", text: view.timed.filter((event) => event.span === null).length.toLocaleString(language) }));
  return makeFieldset(say("time"), makeHistogram(view, low, high), make("div", { class: "range" }, makeBound("from", low), makeBound("to", high)), make("p", { class: "range-words", id: "range-words" }, ...sayBounds(low, high)), undated);
}

function chosenBins() {
  const low = state.from === null ? 0 : Math.max(bins.findIndex((bin) => bin[1] >= readPart(state.from)[0]), 0);
  const after = state.to === null ? -1 : bins.findIndex((bin) => bin[1] >= readPart(state.to)[1]);
  return [low, after === -1 ? bins.length - 1 : Math.max(after, low)];
}

function sayBounds(low, high) {
  return [make("span", { text: sayDate(monthOf(bins[low][0])) }), make("span", { text: sayDate(monthOf(bins[high][1])) })];
}

// An event that is only known to a year counts in equal parts in all its bins.
function binCounts(events) {
  const counts = new Array(bins.length).fill(0);
  for (const event of events) {
    if (event.span === null) continue;
    const first = bins.findIndex((bin) => bin[1] >= event.span[0]);
    let last = first;
    while (last + 1 < bins.length && bins[last + 1][0] <= event.span[1]) last += 1;
    for (let i = first; i <= last; i += 1) counts[i] += 1 / (last - first + 1);
  }
  return counts;
}

function makeHistogram(view, low, high) {
  const counts = binCounts(view.timed), most = Math.max(...counts, 0.001), wide = 100 / bins.length;
  const bars = counts.map((count, i) => ["rect", { x: i * wide + wide * 0.08, width: wide * 0.84, y: 40 - (38 * count) / most, height: (38 * count) / most, class: i >= low && i <= high ? "in" : "out" }]);
  const svg = drawShape(bars);
  svg.setAttribute("viewBox", "0 0 100 40");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "histogram");
  return svg;
}

function makeBound(end, value) {
  const move = (event) => moveBound(end, Number(event.target.value));
  return make("input", { type: "range", id: `time-${end}`, min: "0", max: String(bins.length - 1), step: "1", value: String(value), "aria-label": say(end), "aria-valuetext": sayDate(monthOf(bins[value][end === "from" ? 0 : 1])), on: { input: move } });
}

function moveBound(end, at) {
  const [low, high] = chosenBins();
  if (end === "from") state.from = at <= 0 ? null : monthOf(bins[Math.min(at, high)][0]);
  else state.to = at >= bins.length - 1 ? null : monthOf(bins[Math.max(at, low)][1]);
  refreshSoon();
}

// Chips

function drawChips(view) {
  const chips = [];
  const add = (text, undo) => chips.push(make("button", { type: "button", class: "chip", "aria-label": `${say("remove")}: ${text}`, on: { click: () => { undo(); refresh(); } } }, make("span", { text }), make("span", { "aria-hidden": "true", text: " ✕" })));
  if (state.level === "actors" && state.focus !== null) add(say("actorsOf", { name: partyName(state.focus) }), () => { state.focus = null; });
  if (state.text !== "") add(say("textFilter", { text: state.text }), () => { state.text = ""; });
  for (const facet of FACETS) for (const value of state[facet]) add(labelOf(facet, value), () => state[facet].delete(value));
  if (state.from !== null) add(`${say("from")} ${sayDate(state.from)}`, () => { state.from = null; });
  if (state.to !== null) add(`${say("to")} ${sayDate(state.to)}`, () => { state.to = null; });
  if (!state.undated) add(`− ${say("undated")}`, () => { state.undated = true; });
  if (state.confidence > 0) add(`≥ ${Math.round(state.confidence * 100)} %`, () => { state.confidence = 0; });
  find("chips").replaceChildren(...chips);
}
