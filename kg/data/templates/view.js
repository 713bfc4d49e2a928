// What is shown: the events that pass the filters, added up to ties and nodes. One pass over all events.

const FIRST_DRAWN = 300;

function valuesOf(event, facet) {
  if (facet === "group") return [event.quad, event.type];
  if (facet === "status") return [event.status];
  if (facet === "outlet") return [documentOf(event).outlet ?? ""];
  const values = facet === "context" ? event.context : event.said;
  return values.length === 0 ? [""] : values;
}

function passesFacet(event, facet) {
  return state[facet].size === 0 || valuesOf(event, facet).some((value) => state[facet].has(value));
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

// The names of the filters that an event fails; counting beside a filter needs those that fail only that one.
function failuresOf(event, bounds, needle) {
  const failed = FACETS.filter((facet) => !passesFacet(event, facet));
  if (!passesTime(event, bounds)) failed.push("time");
  if (event.confidence < state.confidence || !passesText(event, needle)) failed.push("other");
  return failed;
}

function computeView() {
  const bounds = timeBounds(), needle = fold(state.text);
  const passed = new Array(records.events.length).fill(false);
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const timed = [];
  const scope = eventsInScope();
  let total = 0;
  for (const event of records.events) {
    if (!scope(event)) continue;
    total += 1;
    const failed = failuresOf(event, bounds, needle);
    if (failed.length > 1) continue;
    passed[event.index] = failed.length === 0;
    for (const facet of failed.length === 0 ? FACETS : FACETS.filter((name) => name === failed[0])) countValues(counts[facet], event, facet);
    if (failed.length === 0 || failed[0] === "time") timed.push(event);
  }
  return { ...gatherTies(passed), passed, counts, timed, total };
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

function countValues(counts, event, facet) {
  for (const value of new Set(valuesOf(event, facet))) counts.set(value, (counts.get(value) ?? 0) + 1);
}

function gatherTies(passed) {
  const level = levels[state.level];
  const ties = [], strength = new Map();
  for (const edge of level.edges) {
    const events = edge.events.filter((index) => passed[index]).map((index) => records.events[index]);
    if (events.length === 0) continue;
    ties.push(addUpTie(edge, events));
    for (const id of [edge.from, edge.to]) strength.set(id, (strength.get(id) ?? 0) + events.length);
  }
  const ranked = [...strength.keys()].sort((one, two) => strength.get(two) - strength.get(one) || (one < two ? -1 : 1));
  return { level, ties, tie: new Map(ties.map((tie) => [tie.edge.id, tie])), strength, drawn: chooseDrawn(level, ranked), ranked };
}

// The strongest nodes, and always those that the reader has chosen.
function chooseDrawn(level, ranked) {
  const drawn = new Set(state.all ? ranked : ranked.slice(0, FIRST_DRAWN));
  const edge = state.tie === null ? undefined : level.edge.get(state.tie);
  [edge?.from, edge?.to, state.node].forEach((id) => ranked.includes(id) && drawn.add(id));
  return drawn;
}

function addUpTie(edge, events) {
  const quads = countBy(events, (event) => event.quad);
  // Where something is asserted, the tone is that of what is asserted: a denied attack is no conflict.
  const firm = events.filter((event) => event.status === "asserted");
  const basis = firm.length > 0 ? firm : events;
  const tone = basis.reduce((sum, event) => sum + QUAD_WEIGHTS[event.quad], 0) / basis.length;
  const last = events.reduce((late, event) => (event.span !== null && (late === null || event.span[1] > late.span[1]) ? event : late), null);
  const first = events.reduce((early, event) => (event.span !== null && (early === null || event.span[0] < early.span[0]) ? event : early), null);
  const documents = new Set(events.map((event) => event.document)).size;
  return { edge, events, quads, tone, firm: firm.length > 0, first, last, documents, arrows: directionsOf(edge, events) };
}

function countBy(events, label) {
  const counts = new Map();
  events.forEach((event) => counts.set(label(event), (counts.get(label(event)) ?? 0) + 1));
  return counts;
}

// Where all events go one way, the line gets an arrow: "to", "from" or "". What is done together goes both ways.
function directionsOf(edge, events) {
  const ends = new Set(events.flatMap((event) => (isSymmetric(event) ? ["to", "from"] : [endKey(event.source) === edge.from ? "to" : "from"])));
  return ends.size === 1 ? [...ends][0] : "";
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
