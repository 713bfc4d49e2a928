// What is shown, to take along: the picture as PNG or SVG, the events as CSV.

function startDownloads() {
  find("export-png").addEventListener("click", savePng);
  find("export-svg").addEventListener("click", () => saveText("kg.svg", "image/svg+xml", writeSvg(current)));
  find("export-csv").addEventListener("click", () => saveText("kg.csv", "text/csv;charset=utf-8", writeCsv(current)));
}

function saveText(name, type, text) {
  saveBlob(name, new Blob([text], { type }));
}

function saveBlob(name, blob) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  announce(say("saved", { file: name }));
}

function savePng() {
  const shown = picture.painter.canvas;
  const copy = make("canvas", {});
  copy.width = shown.width;
  copy.height = shown.height;
  const pen = copy.getContext("2d");
  pen.fillStyle = picture.scene.look.surface;
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(shown, 0, 0);
  copy.toBlob((blob) => saveBlob("kg.png", blob), "image/png");
}

// SVG

function writeSvg(view) {
  const { nodes, lines, look } = picture.scene, place = new Map(nodes.map((node) => [node.id, node])), margin = 40;
  const bounds = boundsOf(nodes), left = Math.floor(bounds.left - margin), top = Math.floor(bounds.top - margin);
  const width = Math.ceil(bounds.right - left + margin), height = Math.ceil(bounds.bottom - top + margin);
  const ties = lines.map((tie) => writeSvgTie(view, tie, place)), dots = nodes.map((node) => writeSvgNode(node, look));
  return [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}" font-family="${escapeXml(look.font)}">`,
    `<title>${escapeXml(say("title"))}</title>`, `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${look.surface}"/>`, ...ties, ...dots, "</svg>\n"].join("\n");
}

function writeSvgTie(view, tie, place) {
  const one = place.get(tie.from), two = place.get(tie.to), colour = tie.color.color;
  const dash = tie.dashes ? ` stroke-dasharray="${tie.dashes.join(" ")}"` : "";
  const words = `${nameTie(view.level, view.level.edge.get(tie.id))}: ${sayEvents(view.tie.get(tie.id))}`;
  const line = `<line x1="${one.x}" y1="${one.y}" x2="${two.x}" y2="${two.y}" stroke="${colour}" stroke-width="${tie.width.toFixed(1)}"${dash}/>`;
  const head = tie.arrows.to.enabled ? writeSvgArrow(one, two, colour) : tie.arrows.from.enabled ? writeSvgArrow(two, one, colour) : "";
  return `<g opacity="${tie.color.opacity}"><title>${escapeXml(words)}</title>${line}${head}</g>`;
}

function writeSvgArrow(from, to, colour) {
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  return `<path d="M0 0L-9 -5L-9 5Z" transform="translate(${to.x} ${to.y}) rotate(${angle.toFixed(1)}) translate(${-to.size - 2} 0)" fill="${colour}"/>`;
}

function writeSvgNode(node, look) {
  const paint = `fill="${node.color.background}" stroke="${node.color.border}" stroke-width="${node.borderWidth}"`;
  const shape = node.shape === "dot" ? `<circle r="${node.size.toFixed(1)}" ${paint}/>` : `<path d="${outline(node.shape, node.size)}" ${paint}/>`;
  const label = `<text y="${(node.size + node.font.size + 3).toFixed(1)}" text-anchor="middle" font-size="${node.font.size.toFixed(1)}" fill="${node.font.color}" stroke="${look.surface}" stroke-width="3" paint-order="stroke">${escapeXml(node.label)}</text>`;
  return `<g transform="translate(${node.x} ${node.y})">${shape}${label}</g>`;
}

function outline(shape, size) {
  return `M${cornersOf(shape, size).map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
}

// Text for XML: markup escaped, characters that XML 1.0 forbids left out.
function escapeXml(text) {
  const allowed = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "").replace(/\p{Surrogate}/gu, "");
  return allowed.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}

// CSV

const CSV_COLUMNS = ["id", "date", "date_text", "source", "source_party", "event", "quad", "target", "target_party", "status", "context", "said", "confidence", "sentence", "title", "outlet", "document_date", "url"];

function writeCsv(view) {
  const rows = view.ties.flatMap((tie) => tie.events).sort(compareEvents).map(listCells);
  // The mark at the start tells Excel that the text is UTF-8.
  return `\uFEFF${[CSV_COLUMNS, ...rows].map((row) => row.map(writeCell).join(",")).join("\r\n")}\r\n`;
}

function listCells(event) {
  const source = records.actors[event.source], target = records.actors[event.target], from = documentOf(event), { id, written } = detailsOf(event);
  return [id, event.date, written, nameActor(source), source.code, event.type, event.quad, nameActor(target), target.code, event.status,
    event.context.join("|"), event.said.join("|"), event.confidence, sentenceOf(event), from.title, from.outlet, from.date, from.url];
}

// A cell that a spreadsheet would take for a formula gets an apostrophe (OWASP, "CSV injection").
function writeCell(value) {
  if (typeof value === "number") return String(value);
  const text = value === null || value === undefined ? "" : String(value);
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
