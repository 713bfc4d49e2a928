// A view as things to draw: nodes and lines with places, sizes, colours and labels, in vis-network's own terms.

const READABLE = 60;
const NAMED = 30;
const CROWD = 400;
const sizes = { scene: null, count: 0, upright: false, crowded: false, scale: 1, grow: 1, named: new Map(), places: new Map() };

// A level, or one party's actors: nothing of one scene is drawn in another.
function sceneName() {
  return `${state.level} ${state.focus}`;
}

function makeScene(view, box) {
  const name = sceneName(), fresh = sizes.scene !== name;
  if (fresh) Object.assign(sizes, { scene: name, count: -1, places: state.level === "actors" && state.focus !== null ? placeAround(view) : new Map() });
  fitSizes(view, box, fresh);
  const look = readLook(), chosen = chosenNodes(view);
  sizes.named = view.drawn.size <= READABLE ? new Map() : chooseNamed([...chosen, ...view.ranked.slice(0, 4 * NAMED)], view);
  // What is drawn last lies on top: what is chosen, and the strongest.
  const order = [...chosen, ...view.ranked.filter((id) => view.drawn.has(id) && !chosen.includes(id))];
  const nodes = order.reverse().map((id) => styleNode(view, id, look));
  const lines = view.ties.filter((tie) => view.drawn.has(tie.edge.from) && view.drawn.has(tie.edge.to)).map((tie) => styleTie(tie, look));
  return { name, nodes, lines, look };
}

// A tall screen turns the picture. Nodes, labels and lines grow as the picture shrinks to fit, the more so the fewer
// they are; in a crowd the strongest nodes keep labels that can be read, and weak lines step back.
function fitSizes(view, box, fresh) {
  const count = view.drawn.size;
  sizes.crowded = view.ties.length > CROWD;
  if (sizes.count === count) return;
  sizes.count = count;
  if (fresh) sizes.upright = box.height > box.width * 1.1;
  const points = [...view.drawn].map((id) => placeOf(view, id));
  const reach = (pick) => points.reduce((most, point) => Math.max(most, point[pick]), -Infinity) - points.reduce((least, point) => Math.min(least, point[pick]), Infinity) + 160;
  sizes.scale = Math.min(box.width / reach("x"), box.height / reach("y"));
  sizes.grow = count === 0 ? 1 : Math.max((0.85 / sizes.scale) * Math.min(Math.sqrt(READABLE / count), 1), count > READABLE ? 0 : 1);
}

function chosenNodes(view) {
  const edge = state.tie === null ? undefined : view.level.edge.get(state.tie);
  return [state.node, edge?.from, edge?.to].filter((id) => view.drawn.has(id));
}

// The nodes, of those given, whose labels, 12.5 pixels high on the screen, do not cover one another.
function chooseNamed(ids, view) {
  const named = new Map(), boxes = [], { scale } = sizes;
  for (const id of ids) {
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
  const { x, y } = sizes.places.get(id) ?? view.level.node.get(id);
  return sizes.upright ? { x: y, y: x } : { x, y };
}

function readLook() {
  const names = ["ink", "quiet", "surface", "node", "node-faint", "node-edge", "accent", "mixed", "with-1", "with-2", "against-1", "against-2"];
  const style = getComputedStyle(document.documentElement);
  return { ...Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])), font: getComputedStyle(document.body).fontFamily };
}

// What the selection leaves in the background.
function isFaint(view, id) {
  const edge = state.tie === null ? undefined : view.level.edge.get(state.tie);
  return edge !== undefined && id !== edge.from && id !== edge.to;
}

function styleNode(view, id, look) {
  const node = view.level.node.get(id), count = view.strength.get(id);
  const { kind } = records.actors[node.actor], person = kind === "person";
  const chosen = state.node === id, faint = isFaint(view, id), paint = faint ? look["node-faint"] : look.node, { grow } = sizes;
  return {
    id, ...placeOf(view, id), label: shorten(nameNode(node)), shape: records.kinds[kind],
    size: grow * ((person ? 5 : 8) + 3.2 * Math.log2(1 + count) * (person ? 0.7 : 1)),
    borderWidth: chosen ? 4 : person ? 2 : 1.5,
    color: { background: person ? look.surface : paint, border: chosen ? look["with-1"] : person ? paint : look["node-edge"] },
    font: { face: look.font, size: sizes.named.get(id) ?? grow * Math.min(13 + Math.log2(1 + count), 19), color: faint ? look.quiet : look.ink, strokeWidth: 4, strokeColor: look.surface, vadjust: -2 },
    shadow: chosen ? { enabled: true, color: look.accent, size: 14, x: 0, y: 0 } : false,
  };
}

function styleTie(tie, look) {
  const { edge } = tie, chosen = state.tie === edge.id;
  const faint = state.tie !== null ? !chosen : state.node !== null && state.node !== edge.from && state.node !== edge.to;
  const width = sizes.grow * (1.7 + 1.5 * Math.log2(tie.stories)) + (chosen ? 2 : 0);
  const weak = sizes.crowded && !chosen ? Math.min(0.25 + 0.2 * (tie.stories - 1), 1) : 1;
  const arrow = (end) => ({ enabled: tie.arrows === end && (!sizes.crowded || !faint && state.node !== null), scaleFactor: Math.max(0.35, 0.8 - width / 14) });
  return {
    id: edge.id, from: edge.from, to: edge.to, width, dashes: tie.firm ? false : [Math.round(4 + 1.8 * width), Math.round(3 + 1.2 * width)],
    arrows: { to: arrow("to"), from: arrow("from") },
    color: { color: look[toneColour(tie.tone)], opacity: faint ? 0.5 * weak : state.node !== null ? 1 : weak, inherit: false },
    shadow: chosen ? { enabled: true, color: look.accent, size: 9, x: 0, y: 0 } : false,
  };
}

function shorten(text) {
  const letters = Array.from(text.replace(/\s+/g, " "));
  return letters.length > 30 ? `${letters.slice(0, 29).join("")}…` : letters.join("");
}

// One party's actors in the middle, strongest first, and those whom they meet on rings, each in its own direction.
function placeAround(view) {
  const isOwn = (id) => codeOf(view.level.node.get(id).actor) === state.focus;
  const own = view.ranked.filter(isOwn), others = view.ranked.filter((id) => !isOwn(id));
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

// The corners of a shape around (0, 0), as vis draws it; a dot has none.
const CORNERS = { square: [4, 45, 1.3], diamond: [4, 0, 1.2], triangle: [3, -90, 1.2], triangleDown: [3, 90, 1.2], hexagon: [6, 0, 1], star: [10, -90, 1.2] };

function cornersOf(shape, size) {
  const [count, turn, grow] = CORNERS[shape];
  return Array.from({ length: count }, (_, i) => {
    const angle = ((turn + (360 * i) / count) * Math.PI) / 180, radius = size * grow * (shape === "star" && i % 2 === 1 ? 0.45 : 1);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}
