// The table of ties: the same view as the picture, in words, and the way through it by keyboard.

const ROWS = 60;
const table = { rows: ROWS, at: 0 };
const COLUMNS = [
  { key: "tie", order: (tie) => nameTie(current.level, tie.edge), text: true },
  { key: "events", order: (tie) => tie.events.length, class: "number" },
  { key: "tone", order: (tie) => tie.tone, class: "column-tone" },
  { key: "latest", order: (tie) => (tie.last === null ? -Infinity : tie.last.span[1]), class: "column-date" },
  { key: "documents", order: (tie) => tie.documents, class: "number column-documents" },
];

function drawTable(view) {
  drawTableHead();
  const ties = sortTies(view.ties);
  const shown = ties.slice(0, Math.max(table.rows, 1 + ties.findIndex((tie) => tie.edge.id === state.tie)));
  table.at = Math.min(table.at, Math.max(shown.length - 1, 0));
  const chosen = shown.findIndex((tie) => tie.edge.id === state.tie);
  if (chosen >= 0) table.at = chosen;
  const focused = document.activeElement?.closest("#ties-body") !== null && document.activeElement !== null;
  find("ties-body").replaceChildren(...shown.map((tie, index) => makeRow(view, tie, index)));
  if (focused) find("ties-body").rows[table.at]?.focus({ preventScroll: true });
  drawMore(ties.length - shown.length);
  find("ties").hidden = ties.length === 0;
}

function drawTableHead() {
  find("ties-head").replaceChildren(...COLUMNS.map(({ key, class: name }) => {
    const sorted = state.sort === key;
    const sign = make("span", { class: "sort", "aria-hidden": "true", text: sorted ? (state.down ? "▾" : "▴") : "" });
    const button = make("button", { type: "button", on: { click: () => sortBy(key) } }, say(key), sign);
    return make("th", { scope: "col", class: name, "aria-sort": sorted ? (state.down ? "descending" : "ascending") : "none" }, button);
  }));
}

function sortBy(key) {
  state.down = state.sort === key ? !state.down : key !== "tie";
  state.sort = key;
  drawTable(current);
}

// Ties of the chosen node come first; within that the chosen column, then the number of events.
function sortTies(ties) {
  const column = COLUMNS.find(({ key }) => key === state.sort), sign = state.down ? -1 : 1;
  const compare = (one, two) => (column.text ? one.localeCompare(two, language) : one - two || 0);
  const keyed = ties.map((tie) => ({ tie, own: touchesNode(tie), value: column.order(tie) }));
  keyed.sort((a, b) => b.own - a.own || sign * compare(a.value, b.value) || b.tie.events.length - a.tie.events.length || (a.tie.edge.id < b.tie.edge.id ? -1 : 1));
  return keyed.map(({ tie }) => tie);
}

function touchesNode(tie) {
  return Number(state.node !== null && (tie.edge.from === state.node || tie.edge.to === state.node));
}

function makeRow(view, tie, index) {
  const chosen = tie.edge.id === state.tie;
  const [one, two] = endsOf(view.level, tie.edge).map(nameNode);
  const sign = tie.arrows === "to" ? " → " : tie.arrows === "from" ? " ← " : " – ";
  const name = make("th", { scope: "row" }, make("div", { class: "tie-cell" }, make("span", { class: `line ${toneColour(tie.tone)}${tie.firm ? "" : " dashed"}`, "aria-hidden": "true" }), make("span", { class: "tie-name" }, one, make("span", { class: "quiet", text: sign }), two)));
  const cells = [
    make("td", { class: "number", text: tie.events.length.toLocaleString(language) }),
    make("td", { class: "column-tone" }, makeToneBar(tie.quads)),
    make("td", { class: "column-date", text: tie.last === null ? say("undated") : sayDate(tie.last.date) }),
    make("td", { class: "number column-documents", text: tie.documents.toLocaleString(language) }),
  ];
  const related = touchesNode(tie) === 1 ? "related" : null;
  const row = make("tr", { class: related, tabindex: String(index === table.at ? 0 : -1), "aria-selected": String(chosen), "data-tie": tie.edge.id }, name, ...cells);
  row.addEventListener("click", () => selectTie(tie.edge.id, { open: true }));
  row.addEventListener("keydown", (event) => moveInTable(event, row, tie.edge.id));
  return row;
}

function moveInTable(event, row, tie) {
  const rows = [...find("ties-body").rows], at = rows.indexOf(row);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1, PageDown: at + 10, PageUp: at - 10 };
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    selectTie(tie, { open: true });
  } else if (event.key in moves) {
    event.preventDefault();
    focusRow(rows, Math.min(Math.max(moves[event.key], 0), rows.length - 1));
  }
}

function focusRow(rows, at) {
  table.at = at;
  rows.forEach((row, index) => row.setAttribute("tabindex", index === at ? "0" : "-1"));
  rows[at].focus();
}

function drawMore(left) {
  const button = left <= 0 ? null : make("button", { type: "button", class: "button", text: say("countMore", { n: Math.min(left, 400).toLocaleString(language) }), on: { click: showMoreRows } });
  find("ties-more").replaceChildren(...(button === null ? [] : [button]));
}

function showMoreRows() {
  table.rows += 400;
  drawTable(current);
}

function revealRow() {
  find("ties-body").querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
}
