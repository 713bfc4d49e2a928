// What is shown: the events that pass the filters, added up to ties and nodes. One pass over all events.

const FIRST_DRAWN = 300;
const NOTHING = [""];
const PASSES = "", FAILS_MORE = null;

const groupLabels = Object.fromEntries(Object.entries(records.types).map(([type, quad]) => [type, [quad, type]]));
const statusLabels = Object.fromEntries(records.statuses.map((status) => [status, [status]]));
records.events.forEach((event) => {
  const from = documentOf(event);
  from.outletLabel ??= [from.outlet ?? ""];
  from.label ??= [nameDocument(event)];
});

// An event's values of a facet. No array is made: this runs for every event on every change.
const VALUES = {
  group: (event) => groupLabels[event.type],
  status: (event) => statusLabels[event.status],
  context: (event) => (event.context.length === 0 ? NOTHING : event.context),
  said: (event) => (event.said.length === 0 ? NOTHING : event.said),
  outlet: (event) => documentOf(event).outletLabel,
  document: (event) => documentOf(event).label,
};

function passesFacet(event, facet) {
  return state[facet].size === 0 || VALUES[facet](event).some((value) => state[facet].has(value));
}

function passesTime(event, bounds) {
  if (event.span === null) return state.undated;
  return event.span[1] >= bounds[0] && event.span[0] <= bounds[1];
}

function timeBounds() {
  const first = state.from === null ? -Infinity : readPart(state.from)[0];
  const last = state.to === null ? Infinity : readPart(state.to)[1];
  return [first, last];
}

function passesText(event, needle) {
  if (needle === "") return true;
  event.folded ??= fold(sentenceOf(event));
  return event.folded.includes(needle);
}

// The one filter that an event fails, "" where it passes all, null where it fails several: beside a filter stands how
// many events it alone keeps out.
function failureOf(event, passesRest, bounds) {
  let failed = PASSES;
  for (const facet of FACETS) {
    if (passesFacet(event, facet)) continue;
    if (failed !== PASSES) return FAILS_MORE;
    failed = facet;
  }
  if (!passesTime(event, bounds)) {
    if (failed !== PASSES) return FAILS_MORE;
    failed = "time";
  }
  if (passesRest(event)) return failed;
  return failed === PASSES ? "rest" : FAILS_MORE;
}

// A choice of tie or node changes what stands out, not what is shown: the sums are kept until a filter changes.
function computeView() {
  const key = filterKey();
  if (current?.key === key) return { ...current, drawn: chooseDrawn(current) };
  const view = { key, ...filterEvents() };
  return { ...view, drawn: chooseDrawn(view) };
}

function filterKey() {
  const { level, focus, text, from, to, undated, confidence, sources } = state;
  return JSON.stringify([level, focus, text, from, to, undated, confidence, sources, ...FACETS.map((facet) => [...state[facet]].sort())]);
}

function filterEvents() {
  const bounds = timeBounds(), needle = fold(state.text), spoken = findSpoken();
  const passesRest = (event) => event.confidence >= state.confidence && (spoken === null || spoken.has(event.index)) && passesText(event, needle);
  const passed = new Uint8Array(records.events.length), shown = [];
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const timed = [];
  const scope = eventsInScope();
  let total = 0;
  for (const event of records.events) {
    if (!scope(event)) continue;
    total += 1;
    const failed = failureOf(event, passesRest, bounds);
    if (failed === FAILS_MORE) continue;
    if (failed === PASSES) {
      passed[event.index] = 1;
      shown.push(event);
    }
    for (const facet of FACETS) if (failed === PASSES || failed === facet) countValues(counts[facet], event, facet);
    if (failed === PASSES || failed === "time") timed.push(event);
  }
  return { ...gatherTies(passed), shown, counts, timed, total };
}

// At the level of actors a view may be opened from one party: its actors and those whom they meet.
function eventsInScope() {
  if (state.level === "parties") return (event) => codeOf(event.source) !== codeOf(event.target);
  if (state.focus === null) return () => true;
  return (event) => codeOf(event.source) === state.focus || codeOf(event.target) === state.focus;
}

function codeOf(actor) {
  return records.actors[actor].code;
}

// The events of ties that at least so many sources tell of; null where one is enough.
function findSpoken() {
  if (state.sources <= 1) return null;
  const enough = levels[state.level].edges.filter((edge) => countSources(edge.events.map((index) => records.events[index])) >= state.sources);
  return new Set(enough.flatMap((edge) => edge.events));
}

// Independent ones: as many outlets, and as many stories. A reprint is no second source, nor is one outlet's second story.
function countSources(events) {
  const stories = new Set(events.map((event) => documentOf(event).story));
  return Math.min(new Set(events.map(nameOutlet)).size, stories.size);
}

function countValues(counts, event, facet) {
  for (const value of VALUES[facet](event)) counts.set(value, (counts.get(value) ?? 0) + 1);
}

function gatherTies(passed) {
  const level = levels[state.level];
  const ties = [], strength = new Map();
  for (const edge of level.edges) {
    const events = [];
    for (const index of edge.events) if (passed[index] === 1) events.push(records.events[index]);
    if (events.length === 0) continue;
    ties.push(new Tie(edge, events));
    strength.set(edge.from, (strength.get(edge.from) ?? 0) + events.length);
    strength.set(edge.to, (strength.get(edge.to) ?? 0) + events.length);
  }
  const ranked = [...strength.keys()].sort((one, two) => strength.get(two) - strength.get(one) || (one < two ? -1 : 1));
  return { level, ties, tie: new Map(ties.map((tie) => [tie.edge.id, tie])), strength, ranked };
}

// The strongest nodes, and always those that the reader has chosen.
function chooseDrawn({ level, ranked, strength }) {
  const drawn = new Set(state.all ? ranked : ranked.slice(0, FIRST_DRAWN));
  const edge = state.tie === null ? undefined : level.edge.get(state.tie);
  [edge?.from, edge?.to, state.node].forEach((id) => strength.has(id) && drawn.add(id));
  return drawn;
}

// What the events of a line add up to; what only a row or the panel shows is counted when it is shown.
class Tie {
  #quads;
  #documents;

  constructor(edge, events) {
    this.edge = edge;
    this.events = events;
    this.firm = events.some((event) => event.status === "asserted");
    this.stories = events.length === 1 ? 1 : new Set(events.map((event) => event.story)).size;
    this.tone = this.#weigh();
    this.arrows = directionsOf(edge, events);
  }

  // Where something is asserted, the tone is that of what is asserted: a denied attack is no conflict.
  #weigh() {
    let sum = 0, count = 0;
    for (const event of this.events) {
      if (this.firm && event.status !== "asserted") continue;
      sum += QUAD_WEIGHTS[event.quad];
      count += 1;
    }
    return sum / count;
  }

  get quads() {
    return (this.#quads ??= countBy(this.events, (event) => event.quad));
  }

  get documents() {
    return (this.#documents ??= new Set(this.events.map((event) => event.document)).size);
  }

  get first() {
    return this.events.reduce((early, event) => (event.span !== null && (early === null || event.span[0] < early.span[0]) ? event : early), null);
  }

  get last() {
    return this.events.reduce((late, event) => (event.span !== null && (late === null || event.span[1] > late.span[1]) ? event : late), null);
  }
}

function countBy(events, label) {
  const counts = new Map();
  events.forEach((event) => counts.set(label(event), (counts.get(label(event)) ?? 0) + 1));
  return counts;
}

// Where all events go one way, the line gets an arrow: "to", "from" or "". What is done together goes both ways.
function directionsOf(edge, events) {
  let found = "";
  for (const event of events) {
    if (isSymmetric(event)) return "";
    const way = endKey(event.source) === edge.from ? "to" : "from";
    if (found !== "" && found !== way) return "";
    found = way;
  }
  return found;
}

function endKey(actor) {
  return state.level === "parties" ? `parties:${codeOf(actor)}` : `actors:${records.actors[actor].id}`;
}

function toneColour(tone) {
  if (tone <= -0.7) return "against-2";
  if (tone < -0.15) return "against-1";
  if (tone <= 0.15) return "mixed";
  return tone < 0.7 ? "with-1" : "with-2";
}

// A bar of the four groups, from conflict to cooperation, with its numbers in words.
function makeToneBar(quads) {
  const total = [...quads.values()].reduce((sum, count) => sum + count, 0);
  const words = QUADS.filter((quad) => quads.has(quad)).map((quad) => `${nameLabel("quads", quad)}: ${quads.get(quad)}`).join(", ");
  const bar = make("span", { class: "tone", role: "img", "aria-label": words, title: words });
  for (const quad of QUADS.filter((name) => quads.has(name))) {
    const part = make("span", { class: QUAD_COLOURS[quad] });
    part.style.flexGrow = String(quads.get(quad) / total);
    bar.append(part);
  }
  return bar;
}
