// What the reader has chosen, kept in the address, so that a link shows the same view.

const FACETS = ["group", "context", "status", "said", "outlet", "document"];

const state = startState();

function startState() {
  return {
    level: "parties", focus: null, tie: null, node: null, text: "", from: null, to: null, undated: true, confidence: 0, sources: 1,
    group: new Set(), context: new Set(), status: new Set(), said: new Set(), outlet: new Set(), document: new Set(),
    all: false, sort: "events", down: true,
  };
}

function clearFilters() {
  const { text, from, to, undated, confidence, sources } = startState();
  Object.assign(state, { text, from, to, undated, confidence, sources });
  FACETS.forEach((facet) => state[facet].clear());
}

function hasFilters() {
  return state.text !== "" || state.from !== null || state.to !== null || !state.undated || state.confidence > 0 || state.sources > 1 || FACETS.some((facet) => state[facet].size > 0);
}

function writeAddress() {
  const parts = new URLSearchParams();
  if (state.level !== "parties") parts.set("level", state.level);
  for (const key of ["focus", "tie", "node", "text", "from", "to"]) if (state[key]) parts.set(key, state[key]);
  for (const facet of FACETS) [...state[facet]].sort().forEach((value) => parts.append(facet, value));
  if (!state.undated) parts.set("undated", "no");
  if (state.confidence > 0) parts.set("confidence", String(state.confidence));
  if (state.sources > 1) parts.set("sources", String(state.sources));
  if (state.all) parts.set("all", "yes");
  if (language !== guessLanguage()) parts.set("lang", language);
  const fragment = parts.toString();
  if (fragment !== location.hash.slice(1)) history.replaceState(null, "", `#${fragment}`);
}

// Returns whether the address said anything; what it does not say takes its start value.
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const start = startState();
  Object.assign(state, start);
  if (parts.get("level") === "actors") state.level = "actors";
  for (const key of ["focus", "tie", "node", "text"]) state[key] = parts.get(key) || start[key];
  for (const key of ["from", "to"]) state[key] = /^-?\d{4}-\d{2}$/.test(parts.get(key) ?? "") ? parts.get(key) : null;
  for (const facet of FACETS) state[facet] = new Set(parts.getAll(facet));
  state.undated = parts.get("undated") !== "no";
  state.confidence = Math.min(Math.max(Number(parts.get("confidence")) || 0, 0), 1);
  state.sources = Math.max(Math.floor(Number(parts.get("sources")) || 1), 1);
  state.all = parts.get("all") === "yes";
  setLanguage(parts.get("lang") ?? guessLanguage());
  return location.hash.length > 1;
}
