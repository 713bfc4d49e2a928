// The time filter: a histogram, a slider with two ends, and a window that plays through the years.

const bins = makeBins([...new Set(records.events.map((event) => event.span))].filter((span) => span !== null));
const STEP = 700; // milliseconds that each window stands
const player = { timer: null };

function makeTime(view) {
  if (bins.length === 0) return null;
  const [low, high] = chosenBins();
  const undated = make("label", { class: "choice" }, make("input", { type: "checkbox", id: "undated", checked: state.undated, on: { change: (event) => { state.undated = event.target.checked; refresh(); } } }),
    make("span", { class: "choice-name", text: say("includeUndated") }), make("span", { class: "quiet", text: view.timed.filter((event) => event.span === null).length.toLocaleString(language) }));
  const words = make("div", { class: "range-words" }, make("p", { id: "range-words" }, ...sayBounds(low, high)), makePlay());
  return makeFieldset(say("time"), makeHistogram(view, low, high), make("div", { class: "range" }, makeBound("from", low), makeBound("to", high)), words, undated);
}

function chosenBins() {
  const low = state.from === null ? 0 : Math.max(bins.findIndex((bin) => bin[1] >= readPart(state.from)[0]), 0);
  const after = state.to === null ? -1 : bins.findIndex((bin) => bin[1] >= readPart(state.to)[1]);
  return [low, after === -1 ? bins.length - 1 : Math.max(after, low)];
}

function sayBounds(low, high) {
  return [make("span", { text: sayDate(monthOf(bins[low][0])) }), " – ", make("span", { text: sayDate(monthOf(bins[high][1])) })];
}

// An event that is only known to a year counts in equal parts in all its bins.
function binCounts(events) {
  const counts = new Array(bins.length).fill(0);
  for (const [span, number] of countBy(events, (event) => event.span)) {
    if (span === null) continue;
    const first = bins.findIndex((bin) => bin[1] >= span[0]);
    let last = first;
    while (last + 1 < bins.length && bins[last + 1][0] <= span[1]) last += 1;
    for (let i = first; i <= last; i += 1) counts[i] += number / (last - first + 1);
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
  const move = (event) => { pause(); moveBound(end, Number(event.target.value)); };
  return make("input", { type: "range", id: `time-${end}`, min: "0", max: String(bins.length - 1), step: "1", value: String(value), "aria-label": say(end), "aria-valuetext": sayDate(monthOf(bins[value][end === "from" ? 0 : 1])), on: { input: move } });
}

function moveBound(end, at) {
  const [low, high] = chosenBins();
  if (end === "from") chooseBins(Math.min(at, high), high);
  else chooseBins(low, Math.max(at, low));
  refreshSoon();
}

function chooseBins(low, high) {
  state.from = low <= 0 ? null : monthOf(bins[low][0]);
  state.to = high >= bins.length - 1 ? null : monthOf(bins[high][1]);
}

// Playing

function makePlay() {
  const playing = player.timer !== null;
  return make("button", { type: "button", id: "play", class: "button small", "aria-pressed": String(playing), on: { click: () => (playing ? stop() : play()) } },
    make("span", { "aria-hidden": "true", text: playing ? "❚❚ " : "▶ " }), say(playing ? "pause" : "play"));
}

// From the start a window of a twelfth of the time, else the one that the reader has chosen, to the end.
function play() {
  const [low, high] = chosenBins(), width = high - low;
  if (low === 0 && high === bins.length - 1) chooseBins(0, Math.max(Math.ceil(bins.length / 12) - 1, 0));
  else if (high === bins.length - 1) chooseBins(0, width);
  player.timer = setInterval(stepOn, STEP);
  refresh();
}

function stepOn() {
  const [low, high] = chosenBins();
  if (high >= bins.length - 1) return stop();
  chooseBins(low + 1, high + 1);
  return refresh();
}

function stop() {
  pause();
  refresh();
}

function pause() {
  clearInterval(player.timer);
  player.timer = null;
}
