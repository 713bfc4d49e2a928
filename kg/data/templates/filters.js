// The filters: what can be chosen, how many events each choice leaves, and the chips of what is chosen.

const FEW = 7;
const opened = {};
const needles = {};

function drawFilters(view) {
  const focus = rememberFocus();
  const parts = [makeTime(view), makeGroups(view), makeFacet(view, "status"), makeFacet(view, "context"), makeFacet(view, "said"), makeFacet(view, "outlet"), makeFacet(view, "document"), makeSources(), makeConfidence()];
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
  return make("button", { type: "button", class: "link", id: `open-${facet}`, "aria-expanded": String(opened[facet] === true), text: opened[facet] ? say("showLess") : say("showAll", { n: count }), on: { click: run } });
}

function makeConfidence() {
  return makeSlider("confidence", { min: 0, max: 1, step: 0.05 }, (value) => `${Math.round(value * 100)} %`);
}

// At least so many sources (outlets, or documents that name none) must tell of a tie.
function makeSources() {
  const most = Math.min(10, levels[state.level].edges.reduce((high, edge) => (edge.events.length <= high ? high : Math.max(high, countSources(edge.events.map((index) => records.events[index])))), 1));
  return most === 1 ? null : makeSlider("sources", { min: 1, max: most, step: 1 }, String);
}

function makeSlider(key, bounds, spell) {
  const name = make("output", { id: `${key}-value`, text: spell(state[key]) });
  const move = (event) => { state[key] = Number(event.target.value); name.textContent = spell(state[key]); refreshSoon(); };
  const limits = Object.fromEntries(Object.entries(bounds).map(([end, value]) => [end, String(value)]));
  const slider = make("input", { type: "range", id: key, ...limits, value: String(state[key]), "aria-label": say(key), "aria-valuetext": spell(state[key]), on: { input: move } });
  return makeFieldset(say(key), make("div", { class: "slider-row" }, slider, name));
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
  if (state.sources > 1) add(say("sourcesAtLeast", { n: state.sources }), () => { state.sources = 1; });
  if (state.confidence > 0) add(`≥ ${Math.round(state.confidence * 100)} %`, () => { state.confidence = 0; });
  find("chips").replaceChildren(...chips);
}
