// The picture: vis-network with fixed places. It draws a view; it decides nothing.

const picture = { network: null, nodes: null, edges: null, level: null, styles: new Map(), places: new Map(), upright: false, grow: 1, crowded: false, named: new Map() };
const READABLE = 60;
const NAMED = 30;
const CROWD = 400;
const HEAVY = 1500;

function startPicture() {
  try {
    const probe = document.createElement("canvas").getContext("2d");
    if (probe === null) throw new Error("no canvas");
    picture.nodes = new vis.DataSet();
    picture.edges = new vis.DataSet();
    const heavy = drawing.edges.length > HEAVY;
    const options = { ...drawing.options, interaction: { ...drawing.options.interaction, hover: !heavy, hideEdgesOnDrag: heavy, hideEdgesOnZoom: heavy } };
    picture.network = new vis.Network(find("canvas"), { nodes: picture.nodes, edges: picture.edges }, options);
  } catch {
    find("canvas").hidden = true;
    find("main").classList.add("no-picture");
    return;
  }
  listenToPicture(picture.network);
}

function listenToPicture(network) {
  network.on("click", ({ nodes, edges }) => {
    if (nodes.length > 0) selectNode(nodes[0]);
    else if (edges.length > 0) selectTie(edges[0]);
    else clearSelection();
  });
  network.on("doubleClick", ({ nodes }) => nodes.length > 0 && state.level === "parties" && openParty(levels.parties.node.get(nodes[0]).key));
  network.on("hoverNode", ({ node, event }) => showTip(event, [nameNode(current.level.node.get(node)), countOf("countEvents", current.strength.get(node) ?? 0)]));
  network.on("hoverEdge", ({ edge, event }) => showTip(event, [nameTie(current.level, current.level.edge.get(edge)), countOf("countEvents", current.tie.get(edge).events.length)]));
  ["blurNode", "blurEdge", "dragStart", "zoom"].forEach((name) => network.on(name, hideTip));
  find("zoom-in").addEventListener("click", () => zoomBy(1.3));
  find("zoom-out").addEventListener("click", () => zoomBy(1 / 1.3));
  find("zoom-fit").addEventListener("click", () => fitPicture(true));
}

function showTip(event, [name, count]) {
  const tip = find("tip"), box = find("picture").getBoundingClientRect();
  tip.replaceChildren(make("strong", { text: name }), make("span", { text: count }));
  tip.hidden = false;
  const x = event.clientX - box.left, y = event.clientY - box.top;
  tip.style.left = `${Math.min(x + 12, box.width - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.max(y - tip.offsetHeight - 10, 8)}px`;
  find("canvas").style.cursor = "pointer";
}

function hideTip() {
  find("tip").hidden = true;
  find("canvas").style.cursor = "";
}

function zoomBy(factor) {
  picture.network.moveTo({ scale: picture.network.getScale() * factor, animation: false });
}

function fitPicture(gently) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  picture.network.fit({ maxZoomLevel: 1.25, animation: gently && !calm ? { duration: 250, easingFunction: "easeInOutQuad" } : false });
}

// Only what differs from the last drawing goes to vis: the rest would be drawn again for nothing.
function drawPicture(view) {
  if (picture.network === null) return;
  const scene = `${state.level} ${state.focus}`;
  const fresh = picture.level !== scene;
  if (fresh) clearPicture(scene, view);
  fitSizes(view, fresh);
  const look = readLook();
  // What is drawn last lies on top: the strongest, and their labels.
  const nodes = view.ranked.filter((id) => view.drawn.has(id)).reverse().map((id) => styleNode(view, id, look));
  const ties = view.ties.filter((tie) => view.drawn.has(tie.edge.from) && view.drawn.has(tie.edge.to)).map((tie) => styleTie(tie, look));
  exchange(picture.nodes, nodes, "n");
  exchange(picture.edges, ties, "e");
  if (fresh) fitPicture(false);
}

function clearPicture(scene, view) {
  picture.level = scene;
  picture.styles.clear();
  picture.edges.clear();
  picture.nodes.clear();
  picture.places = state.level === "actors" && state.focus !== null ? placeAround(view) : new Map();
}

// A tall screen turns the picture. Nodes, labels and lines grow as the picture shrinks to fit, the more so the fewer
// they are; in a crowd the strongest nodes keep labels that can be read, and weak lines step back.
function fitSizes(view, fresh) {
  const count = view.drawn.size;
  picture.crowded = view.ties.length > CROWD;
  if (!fresh && picture.count === count) return;
  picture.count = count;
  const box = find("canvas").getBoundingClientRect();
  if (fresh) picture.upright = box.height > box.width * 1.1;
  const points = view.ranked.filter((id) => view.drawn.has(id)).map((id) => placeOf(view, id));
  const reach = (pick) => points.reduce((most, point) => Math.max(most, point[pick]), -Infinity) - points.reduce((least, point) => Math.min(least, point[pick]), Infinity) + 160;
  const scale = Math.min(box.width / reach("x"), box.height / reach("y"));
  picture.grow = count === 0 ? 1 : Math.max((0.85 / scale) * Math.min(Math.sqrt(READABLE / count), 1), count > READABLE ? 0 : 1);
  picture.named = count <= READABLE ? new Map() : chooseNamed(view, scale);
}

// The strongest nodes whose labels, 12.5 pixels high on the screen, do not cover one another.
function chooseNamed(view, scale) {
  const named = new Map(), boxes = [];
  for (const id of view.ranked.slice(0, 4 * NAMED)) {
    const { x, y } = placeOf(view, id), half = (shorten(nameNode(view.level.node.get(id))).length * 7.5 + 8) / 2;
    const free = boxes.every((box) => Math.abs(box.x - x * scale) > box.half + half || Math.abs(box.y - y * scale) > 20);
    if (free && named.size < NAMED) {
      named.set(id, 12.5 / scale);
      boxes.push({ x: x * scale, y: y * scale, half });
    }
  }
  return named;
}

function placeOf(view, id) {
  const { x, y } = picture.places.get(id) ?? view.level.node.get(id);
  return picture.upright ? { x: y, y: x } : { x, y };
}

function exchange(set, items, prefix) {
  const wanted = new Set(items.map((item) => item.id));
  const gone = set.getIds().filter((id) => !wanted.has(id));
  gone.forEach((id) => picture.styles.delete(prefix + id));
  set.remove(gone);
  const changed = items.filter((item) => {
    const style = JSON.stringify(item), known = picture.styles.get(prefix + item.id) === style;
    picture.styles.set(prefix + item.id, style);
    return !known;
  });
  set.update(changed);
}

function readLook() {
  const names = ["ink", "quiet", "surface", "node", "node-faint", "node-edge", "accent", "mixed", "with-1", "with-2", "against-1", "against-2"];
  return { ...Object.fromEntries(names.map((name) => [name, readColour(name)])), font: getComputedStyle(document.body).fontFamily };
}

// What the selection leaves in the background.
function isFaint(id) {
  if (state.tie !== null) {
    const edge = current.level.edge.get(state.tie);
    return edge !== undefined && id !== edge.from && id !== edge.to;
  }
  return false;
}

function styleNode(view, id, look) {
  const node = view.level.node.get(id), count = view.strength.get(id);
  const actor = records.actors[node.actor], person = actor.kind === "person";
  const chosen = state.node === id, paint = isFaint(id) ? look["node-faint"] : look.node, { grow } = picture;
  return {
    id, ...placeOf(view, id), label: shorten(nameNode(node)), shape: node.shape,
    size: grow * ((person ? 5 : 8) + 3.2 * Math.log2(1 + count) * (person ? 0.7 : 1)),
    borderWidth: chosen ? 4 : person ? 2 : 1.5,
    color: { background: person ? look.surface : paint, border: chosen ? look["with-1"] : person ? paint : look["node-edge"] },
    font: { face: look.font, size: picture.named.get(id) ?? grow * Math.min(13 + Math.log2(1 + count), 19), color: isFaint(id) ? look.quiet : look.ink, strokeWidth: 4, strokeColor: look.surface, vadjust: -2 },
    shadow: chosen ? { enabled: true, color: look.accent, size: 14, x: 0, y: 0 } : false,
  };
}

function styleTie(tie, look) {
  const { edge } = tie, chosen = state.tie === edge.id;
  const faint = state.tie !== null ? !chosen : state.node !== null && state.node !== edge.from && state.node !== edge.to;
  const width = picture.grow * (1.7 + 1.5 * Math.log2(tie.events.length)) + (chosen ? 2 : 0);
  const weak = picture.crowded && !chosen ? Math.min(0.25 + 0.2 * (tie.events.length - 1), 1) : 1;
  const arrow = (end) => ({ enabled: tie.arrows === end && (!picture.crowded || !faint && state.node !== null), scaleFactor: Math.max(0.35, 0.8 - width / 14) });
  return {
    id: edge.id, from: edge.from, to: edge.to, width, dashes: tie.firm ? false : [Math.round(4 + 1.8 * width), Math.round(3 + 1.2 * width)],
    arrows: { to: arrow("to"), from: arrow("from") },
    color: { color: look[toneColour(tie.tone)], opacity: faint ? 0.5 * weak : state.node !== null ? 1 : weak, inherit: false }, shadow: chosen ? { enabled: true, color: look.accent, size: 9, x: 0, y: 0 } : false,
  };
}

function shorten(text) {
  const letters = Array.from(text.replace(/\s+/g, " "));
  return letters.length > 30 ? `${letters.slice(0, 29).join("")}…` : letters.join("");
}

// One party's actors in the middle, strongest first, and those whom they meet on rings, each in its own direction.
function placeAround(view) {
  const own = view.ranked.filter((id) => current.level.node.get(id) && codeOf(view.level.node.get(id).actor) === state.focus);
  const others = view.ranked.filter((id) => !own.includes(id));
  const places = new Map(), gap = 105, near = 150, turn = Math.PI * (3 - Math.sqrt(5));
  own.forEach((id, i) => places.set(id, { x: near * Math.sqrt(i) * Math.cos(i * turn), y: near * Math.sqrt(i) * Math.sin(i * turn) }));
  const home = view.level.node.get(own[0]) ?? { x: 0, y: 0 };
  const direction = (id) => Math.atan2(view.level.node.get(id).y - home.y, view.level.node.get(id).x - home.x);
  let radius = near * Math.sqrt(own.length) + gap;
  for (let first = 0; first < others.length; radius += gap) {
    const room = Math.max(Math.floor((2 * Math.PI * radius) / gap), 6);
    const ring = others.slice(first, first + room).sort((one, two) => direction(one) - direction(two) || (one < two ? -1 : 1));
    ring.forEach((id, i) => places.set(id, { x: 1.25 * radius * Math.cos(direction(ring[0]) + (2 * Math.PI * i) / ring.length), y: radius * Math.sin(direction(ring[0]) + (2 * Math.PI * i) / ring.length) }));
    first += room;
  }
  return places;
}
