// Small tools for the document. Text enters only through textContent, so nothing in the data can become markup.

const find = (id) => document.getElementById(id);

const readBlock = (id) => JSON.parse(find(id).textContent);

// make("p", {class: "x", text: "…", on: {click: f}, "aria-label": "…"}, child, child)
function make(tag, settings = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name === "on") Object.entries(value).forEach(([event, run]) => node.addEventListener(event, run));
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function drawShape(parts, size = 14, label = null) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", label === null ? "true" : "false");
  for (const [tag, settings] of parts) {
    const part = document.createElementNS(space, tag);
    Object.entries(settings).forEach(([name, value]) => part.setAttribute(name, value));
    svg.append(part);
  }
  return svg;
}

// The address itself if it may be followed, else null: only the web, never javascript: or file:.
function webAddress(text) {
  if (typeof text !== "string") return null;
  try {
    const address = new URL(text);
    return address.protocol === "http:" || address.protocol === "https:" ? address.href : null;
  } catch {
    return null;
  }
}

function makeLink(address, text) {
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer", text });
}

function announce(text) {
  find("live").textContent = text;
}

// Accents and case do not count in a search. These letters Unicode does not take apart.
const PLAIN = { œ: "oe", æ: "ae", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ß: "ss", ı: "i", "’": "'" };

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[œæøłđðþßı’]/g, (letter) => PLAIN[letter]);
}
