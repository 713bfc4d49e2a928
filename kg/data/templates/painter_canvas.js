// Draws a large scene on a canvas of its own. The scene is printed once on a sheet that is larger than the window; moving
// about moves the sheet, and it is printed anew when the window reaches its edge or when zooming has come to rest.

const MARGIN = 0.3; // of the window, on each side
const REST = 120; // milliseconds without a turn of the wheel
const LEAST_LABEL = 8, MOST_LABEL = 20; // pixels

function makeCanvasPainter(host, hears) {
  const canvas = make("canvas"), sheet = make("canvas");
  const pen = canvas.getContext("2d"), press = sheet.getContext("2d");
  host.append(canvas);
  const eye = { x: 0, y: 0, scale: 1 }; // the point in the middle of the window; pixels a unit
  const ratio = () => window.devicePixelRatio || 1;
  let scene = { nodes: [], lines: [], look: {} }, places = new Map(), printed = null, waiting = false, resting = null;

  const size = () => ({ width: host.clientWidth, height: host.clientHeight });
  const toWindow = ({ x, y }) => ({ x: (x - eye.x) * eye.scale + size().width / 2, y: (y - eye.y) * eye.scale + size().height / 2 });
  const toPlane = ({ x, y }) => ({ x: (x - size().width / 2) / eye.scale + eye.x, y: (y - size().height / 2) / eye.scale + eye.y });

  function print() {
    const { width, height } = size(), scale = eye.scale * ratio();
    sheet.width = Math.max(Math.ceil(width * (1 + 2 * MARGIN) * ratio()), 1);
    sheet.height = Math.max(Math.ceil(height * (1 + 2 * MARGIN) * ratio()), 1);
    press.setTransform(scale, 0, 0, scale, sheet.width / 2 - eye.x * scale, sheet.height / 2 - eye.y * scale);
    const reach = { x: sheet.width / 2 / scale, y: sheet.height / 2 / scale };
    const seen = { left: eye.x - reach.x, right: eye.x + reach.x, top: eye.y - reach.y, bottom: eye.y + reach.y };
    printLines(press, scene.lines, places, seen);
    const near = scene.nodes.filter((node) => node.x + node.size > seen.left && node.x - node.size < seen.right && node.y + node.size > seen.top && node.y - node.size < seen.bottom);
    near.forEach((node) => printNode(press, node));
    printLabels(press, near, eye.scale);
    printed = { ...eye };
  }

  // How far the sheet reaches beyond the window, in pixels of the window; below zero it leaves a gap.
  function spare() {
    const { width, height } = size(), zoom = eye.scale / printed.scale;
    const reach = (side, one, two) => (side * (1 + 2 * MARGIN) * zoom - side) / 2 - Math.abs(one - two) * eye.scale;
    return Math.min(reach(width, eye.x, printed.x), reach(height, eye.y, printed.y));
  }

  function draw() {
    waiting = false;
    const { width, height } = size(), wide = Math.round(width * ratio()), high = Math.round(height * ratio());
    if (canvas.width !== wide || canvas.height !== high) {
      Object.assign(canvas, { width: wide, height: high });
      printed = null;
    }
    const moving = resting !== null && printed !== null;
    if (printed === null || (!moving && (printed.scale !== eye.scale || spare() < 0))) print();
    const zoom = eye.scale / printed.scale, step = eye.scale * ratio();
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(sheet, (canvas.width - sheet.width * zoom) / 2 + (printed.x - eye.x) * step, (canvas.height - sheet.height * zoom) / 2 + (printed.y - eye.y) * step, sheet.width * zoom, sheet.height * zoom);
  }

  function drawSoon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(draw);
  }

  function zoomAt(point, factor) {
    const before = toPlane(point);
    eye.scale = Math.min(Math.max(eye.scale * factor, 0.005), 10);
    const after = toPlane(point);
    eye.x += before.x - after.x;
    eye.y += before.y - after.y;
    clearTimeout(resting);
    resting = setTimeout(() => { resting = null; drawSoon(); }, REST);
    drawSoon();
  }

  function move(x, y) {
    eye.x -= x / eye.scale;
    eye.y -= y / eye.scale;
    drawSoon();
  }

  listenToCanvas(canvas, { move, zoomAt, find: (point) => hit(scene, places, toPlane(point), eye.scale) }, hears);
  new ResizeObserver(drawSoon).observe(host);
  return {
    canvas,
    toWindow,
    clear() {},
    show(next) {
      scene = next;
      places = new Map(scene.nodes.map((node) => [node.id, node]));
      printed = null;
      drawSoon();
    },
    fit() {
      const { width, height } = size(), reach = boundsOf(scene.nodes);
      eye.scale = Math.min(width / (reach.right - reach.left), height / (reach.bottom - reach.top), NEAREST);
      Object.assign(eye, { x: (reach.left + reach.right) / 2, y: (reach.top + reach.bottom) / 2 });
      drawSoon();
    },
    zoomBy(factor) {
      zoomAt({ x: size().width / 2, y: size().height / 2 }, factor);
    },
  };
}

// Lines of one look are one path: setting colour and width takes longer than drawing.
function printLines(pen, lines, places, seen) {
  const batches = new Map();
  for (const line of lines) {
    const one = places.get(line.from), two = places.get(line.to);
    if (Math.max(one.x, two.x) < seen.left || Math.min(one.x, two.x) > seen.right || Math.max(one.y, two.y) < seen.top || Math.min(one.y, two.y) > seen.bottom) continue;
    const key = `${line.color.color} ${line.color.opacity} ${line.width} ${line.dashes} ${line.shadow !== false}`;
    if (!batches.has(key)) batches.set(key, { line, path: new Path2D(), arrows: [] });
    const batch = batches.get(key);
    batch.path.moveTo(one.x, one.y);
    batch.path.lineTo(two.x, two.y);
    if (line.arrows.to.enabled) batch.arrows.push([one, two]);
    if (line.arrows.from.enabled) batch.arrows.push([two, one]);
  }
  // The faintest and thinnest lie below.
  const ordered = [...batches.values()].sort((a, b) => a.line.color.opacity - b.line.color.opacity || a.line.width - b.line.width);
  for (const { line, path, arrows } of ordered) {
    pen.globalAlpha = line.color.opacity;
    pen.strokeStyle = pen.fillStyle = line.color.color;
    pen.lineWidth = line.width;
    pen.setLineDash(line.dashes || []);
    setShadow(pen, line.shadow);
    pen.stroke(path);
    arrows.forEach(([from, to]) => printArrow(pen, from, to, line.width));
  }
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  setShadow(pen, false);
}

function printArrow(pen, from, to, width) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x), long = 6 + 3 * width, wide = 3 + 1.6 * width;
  const at = (back, side) => [to.x - back * Math.cos(angle) - side * Math.sin(angle), to.y - back * Math.sin(angle) + side * Math.cos(angle)];
  pen.beginPath();
  pen.moveTo(...at(to.size, 0));
  pen.lineTo(...at(to.size + long, wide));
  pen.lineTo(...at(to.size + long, -wide));
  pen.fill();
}

function printNode(pen, node) {
  pen.beginPath();
  if (node.shape === "dot") pen.arc(node.x, node.y, node.size, 0, 2 * Math.PI);
  else cornersOf(node.shape, node.size).forEach(([x, y]) => pen.lineTo(node.x + x, node.y + y));
  pen.closePath();
  pen.fillStyle = node.color.background;
  pen.strokeStyle = node.color.border;
  pen.lineWidth = node.borderWidth;
  setShadow(pen, node.shadow);
  pen.fill();
  setShadow(pen, false);
  pen.stroke();
}

// Labels too small to read are left out, and none fills the screen.
function printLabels(pen, nodes, scale) {
  pen.textAlign = "center";
  pen.textBaseline = "top";
  pen.lineJoin = "round";
  for (const node of nodes) {
    const { font } = node, pixels = Math.min(font.size * scale, MOST_LABEL);
    if (pixels < LEAST_LABEL) continue;
    pen.font = `${pixels / scale}px ${font.face}`;
    pen.strokeStyle = font.strokeColor;
    pen.lineWidth = font.strokeWidth / scale;
    pen.fillStyle = font.color;
    pen.strokeText(node.label, node.x, node.y + node.size + 3 / scale);
    pen.fillText(node.label, node.x, node.y + node.size + 3 / scale);
  }
}

function setShadow(pen, shadow) {
  pen.shadowColor = shadow === false ? "transparent" : shadow.color;
  pen.shadowBlur = shadow === false ? 0 : shadow.size;
}

function boundsOf(nodes) {
  const bounds = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x, y, size, font } of nodes) {
    bounds.left = Math.min(bounds.left, x - 2 * size);
    bounds.right = Math.max(bounds.right, x + 2 * size);
    bounds.top = Math.min(bounds.top, y - 1.5 * size);
    bounds.bottom = Math.max(bounds.bottom, y + size + 1.5 * font.size);
  }
  return nodes.length === 0 ? { left: -1, right: 1, top: -1, bottom: 1 } : bounds;
}

// The node, else the line under a point of the plane, the topmost first.
function hit(scene, places, point, scale) {
  const slack = 3 / scale;
  const node = scene.nodes.findLast(({ x, y, size }) => Math.hypot(x - point.x, y - point.y) <= size + slack);
  if (node !== undefined) return { node: node.id, line: null };
  let best = null, least = Infinity;
  for (const line of scene.lines) {
    const away = distanceTo(places.get(line.from), places.get(line.to), point) - line.width / 2;
    if (away < least) [best, least] = [line, away];
  }
  return { node: null, line: least <= slack ? best.id : null };
}

function distanceTo(one, two, point) {
  const dx = two.x - one.x, dy = two.y - one.y, length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(Math.max(((point.x - one.x) * dx + (point.y - one.y) * dy) / length, 0), 1);
  return Math.hypot(one.x + along * dx - point.x, one.y + along * dy - point.y);
}

// Dragging, the wheel, two fingers, a click, a double click, and what lies under the pointer.
function listenToCanvas(canvas, eye, hears) {
  const held = new Map();
  let dragged = false, under = "";
  const at = (event) => ({ x: event.offsetX, y: event.offsetY });
  const hover = (found, event) => {
    const now = `${found.node} ${found.line}`;
    if (now !== under) hears.hover(found.node, found.line, event);
    under = now;
  };
  const pinch = () => {
    const [one, two] = [...held.values()];
    return { apart: Math.hypot(one.x - two.x, one.y - two.y), x: (one.x + two.x) / 2, y: (one.y + two.y) / 2 };
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    held.set(event.pointerId, at(event));
    dragged = held.size > 1;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (before === undefined) return hover(eye.find(at(event)), event);
    const two = held.size === 2 ? pinch() : null, now = at(event);
    if (two === null && !dragged && Math.hypot(now.x - before.x, now.y - before.y) < 4) return undefined;
    dragged = true;
    held.set(event.pointerId, now);
    if (two === null) return eye.move(now.x - before.x, now.y - before.y);
    const next = pinch();
    eye.move(next.x - two.x, next.y - two.y);
    return eye.zoomAt(next, next.apart / Math.max(two.apart, 1));
  });
  canvas.addEventListener("pointerup", (event) => {
    held.delete(event.pointerId);
    if (dragged || held.size > 0) return;
    const found = eye.find(at(event));
    hears.pick(found.node, found.line);
  });
  canvas.addEventListener("pointercancel", (event) => held.delete(event.pointerId));
  canvas.addEventListener("pointerleave", (event) => hover({ node: null, line: null }, event));
  canvas.addEventListener("dblclick", (event) => {
    const found = eye.find(at(event));
    if (found.node !== null) hears.open(found.node);
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    hover({ node: null, line: null }, event);
    eye.zoomAt(at(event), Math.exp(-event.deltaY * 0.0015));
  }, { passive: false });
}
