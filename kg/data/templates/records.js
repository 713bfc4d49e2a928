// The data of the page, read once: `records` (who says what) and `levels` (nodes and lines as pyvis made them).

const records = JSON.parse(find("records-data").textContent);
const drawing = JSON.parse(find("picture-data").textContent);
const levels = { parties: indexLevel("parties"), actors: indexLevel("actors") };

const QUADS = ["material conflict", "verbal conflict", "verbal cooperation", "material cooperation"];
const QUAD_SIGNS = { "material conflict": "− −", "verbal conflict": "−", "verbal cooperation": "+", "material cooperation": "+ +" };
const QUAD_WEIGHTS = { "material conflict": -1, "verbal conflict": -0.5, "verbal cooperation": 0.5, "material cooperation": 1 };
const QUAD_COLOURS = { "material conflict": "against-2", "verbal conflict": "against-1", "verbal cooperation": "with-1", "material cooperation": "with-2" };
const STATUS_SIGNS = { asserted: "✓", negated: "✕", planned: "◷", possible: "?" };

prepareEvents();

function indexLevel(name) {
  const nodes = drawing.nodes.filter((node) => node.level === name);
  const edges = drawing.edges.filter((edge) => edge.level === name);
  return { name, nodes, edges, node: new Map(nodes.map((node) => [node.id, node])), edge: new Map(edges.map((edge) => [edge.id, edge])) };
}

function prepareEvents() {
  records.events.forEach((event, index) => {
    event.index = index;
    event.quad = records.types[event.type];
    event.span = readSpan(event.date);
    event.document = records.sentences[event.sentence].document;
    event.folded = null;
  });
}

function sentenceOf(event) {
  return records.sentences[event.sentence].text;
}

function documentOf(event) {
  return records.documents[event.document];
}

// The actor's name in the language of the page, else the name that the data prefers.
function nameActor(actor) {
  const own = actor.names.find(([tongue]) => tongue === language);
  return own ? own[1] : actor.name;
}

function nameNode(node) {
  return nameActor(records.actors[node.actor]);
}

// The ends of a tie, the one that acts most first.
function endsOf(level, edge) {
  return [level.node.get(edge.from), level.node.get(edge.to)];
}

function nameTie(level, edge) {
  return endsOf(level, edge).map(nameNode).join(" – ");
}

function partyNode(code) {
  return levels.parties.node.get(`parties:${code}`);
}

function partyName(code) {
  const actor = records.actors[records.parties[code]];
  return actor ? nameActor(actor) : code;
}

function isSymmetric(event) {
  return records.symmetric.includes(event.type);
}
