// The data of the page: who says what, and where it stands in the picture. Text that only a card shows is read late.

const QUADS = ["material conflict", "verbal conflict", "verbal cooperation", "material cooperation"];
const QUAD_SIGNS = { "material conflict": "− −", "verbal conflict": "−", "verbal cooperation": "+", "material cooperation": "+ +" };
const QUAD_WEIGHTS = { "material conflict": -1, "verbal conflict": -0.5, "verbal cooperation": 0.5, "material cooperation": 1 };
const QUAD_COLOURS = { "material conflict": "against-2", "verbal conflict": "against-1", "verbal cooperation": "with-1", "material cooperation": "with-2" };
const STATUS_SIGNS = { asserted: "✓", negated: "✕", planned: "◷", possible: "?" };

const drawing = readBlock("picture-data");
const records = readRecords();
const levels = indexLevels();
const late = { details: null, sentences: null };

// Rows from columns; equal values are one value, so that what is derived from them can be shared.
function unpackRows({ rows, columns }) {
  const cells = Object.entries(columns).map(([name, column]) => [name, readColumn(column)]);
  return Array.from({ length: rows }, (_, i) => {
    const row = {};
    for (const [name, cell] of cells) row[name] = cell(i);
    return row;
  });
}

function readColumn(column) {
  if (Array.isArray(column)) return (i) => column[i];
  const { values, at } = column;
  return at === undefined ? () => values[0] : (i) => values[at[i]];
}

function readRecords() {
  const read = readBlock("records-data");
  const actors = unpackRows(read.actors), documents = unpackRows(read.documents), events = unpackRows(read.events);
  actors.forEach((actor) => { actor.roles = actor.roles.map(([title, of, start, end]) => ({ title, of, start, end })); });
  const spans = new Map();
  events.forEach((event, index) => {
    if (!spans.has(event.date)) spans.set(event.date, readSpan(event.date));
    Object.assign(event, { index, quad: read.types[event.type], span: spans.get(event.date), folded: null });
  });
  return { ...read, actors, documents, events };
}

// The actors are indexed only when somebody goes there: most readers start and stay among the parties.
function indexLevels() {
  const nodes = unpackRows(drawing.nodes), edges = unpackRows(drawing.edges);
  nodes.forEach((node) => { node.id = `${node.level}:${node.key}`; });
  const found = {};
  const read = (name) => (found[name] ??= indexLevel(name, nodes, edges));
  return { get parties() { return read("parties"); }, get actors() { return read("actors"); } };
}

function indexLevel(name, allNodes, allEdges) {
  const nodes = allNodes.filter((node) => node.level === name);
  const edges = allEdges.filter((edge) => edge.level === name).map(({ ends: [one, two], events }) =>
    ({ id: `${allNodes[one].key}~${allNodes[two].key}`, from: allNodes[one].id, to: allNodes[two].id, events }));
  return { name, nodes, edges, node: new Map(nodes.map((node) => [node.id, node])), edge: new Map(edges.map((edge) => [edge.id, edge])) };
}

function detailsOf(event) {
  late.details ??= unpackRows(readBlock("details-data"));
  return late.details[event.index];
}

function sentenceOf(event) {
  late.sentences ??= readBlock("sentences-data");
  return late.sentences[detailsOf(event).sentence];
}

function documentOf(event) {
  return records.documents[event.document];
}

// Whom readers know the document by: what it is called, else its file.
function nameDocument(event) {
  const { title, file } = documentOf(event);
  return title ?? file;
}

// One source, however many of its documents say so: the outlet, else the document itself.
function nameOutlet(event) {
  return documentOf(event).outlet ?? `${event.document}`;
}

// The actor's name in the language of the page, else the name that the data prefers.
function nameActor(actor) {
  const own = actor.names.find(([tongue]) => tongue === language);
  return own ? own[1] : actor.name;
}

function nameNode(node) {
  return nameActor(records.actors[node.actor]);
}

// The ends of a tie, in the order of their keys.
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
