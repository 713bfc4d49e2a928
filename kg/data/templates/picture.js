// The picture: who draws it, what the reader points at, and the way through it by keyboard. It decides nothing.

// vis-network draws so many lines as quickly as we promise (tests/bench/page.py); beyond, the canvas of our own does.
const VIS_LINES = 1500;
const NEAREST = 1.25; // no picture is made larger to fill the window
const picture = { painters: {}, painter: null, scene: null, works: true };

function startPicture() {
  picture.works = make("canvas").getContext("2d") !== null;
  if (!picture.works) {
    find("canvas").hidden = true;
    find("main").classList.add("no-picture");
    return;
  }
  find("zoom-in").addEventListener("click", () => picture.painter.zoomBy(1.3));
  find("zoom-out").addEventListener("click", () => picture.painter.zoomBy(1 / 1.3));
  find("zoom-fit").addEventListener("click", () => fitPicture(true));
  find("canvas").addEventListener("keydown", moveInPicture);
}

function drawPicture(view) {
  if (!picture.works) return;
  const before = picture.scene?.name, painter = picture.painter;
  picture.scene = makeScene(view, find("canvas").getBoundingClientRect());
  choosePainter(picture.scene.lines.length > VIS_LINES ? "canvas" : "vis");
  const fresh = before !== picture.scene.name;
  if (fresh || painter !== picture.painter) picture.painter.clear();
  picture.painter.show(picture.scene);
  if (fresh || painter !== picture.painter) picture.painter.fit(false);
}

function choosePainter(name) {
  const hosts = { vis: find("canvas-vis"), canvas: find("canvas-own") };
  Object.entries(hosts).forEach(([key, host]) => { host.hidden = key !== name; });
  const make = { vis: makeVisPainter, canvas: makeCanvasPainter }[name];
  picture.painter = picture.painters[name] ??= make(hosts[name], { pick: pickInPicture, open: openNode, hover: hoverInPicture });
}

function fitPicture(gently) {
  picture.painter.fit(gently && !matchMedia("(prefers-reduced-motion: reduce)").matches);
}

function pickInPicture(node, tie) {
  if (node !== null) selectNode(node);
  else if (tie !== null) selectTie(tie);
  else clearSelection();
}

// A party opens to its people, ministries and armies; an actor opens in the panel.
function openNode(id) {
  if (state.level === "parties") openParty(levels.parties.node.get(id).key);
  else openPanel();
}

function hoverInPicture(node, tie, event) {
  if (node !== null) showTip(event, [nameNode(current.level.node.get(node)), countOf("countEvents", current.strength.get(node) ?? 0)]);
  else if (tie !== null) showTip(event, [nameTie(current.level, current.level.edge.get(tie)), sayEvents(current.tie.get(tie))]);
  else hideTip();
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

// Keyboard: arrows go to the next node in that direction, Enter opens it, + - 0 zoom.

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function moveInPicture(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const actions = { "+": () => picture.painter.zoomBy(1.3), "-": () => picture.painter.zoomBy(1 / 1.3), 0: () => fitPicture(true) };
  if (Object.hasOwn(DIRECTIONS, event.key)) {
    const next = findNeighbour(...DIRECTIONS[event.key]);
    if (next !== undefined) selectNode(next.id);
  } else if (event.key === "Enter" && state.node !== null) openNode(state.node);
  else if (Object.hasOwn(actions, event.key)) actions[event.key]();
  else return;
  event.preventDefault();
}

// The nearest node within 45° of a direction; without a start, the strongest.
function findNeighbour(right, down) {
  const { nodes } = picture.scene, start = nodes.find((node) => node.id === state.node);
  if (start === undefined) return nodes.at(-1);
  let best, least = Infinity;
  for (const node of nodes) {
    const dx = node.x - start.x, dy = node.y - start.y, along = dx * right + dy * down, aside = Math.abs(dx * down) + Math.abs(dy * right);
    if (along > 0 && aside <= along && along + aside < least) [best, least] = [node, along + aside];
  }
  return best;
}
