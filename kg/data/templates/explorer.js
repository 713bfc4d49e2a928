// The explorer: choose or write a question, put it to the endpoint beside this page, read the answer. After dom.js.
"use strict";

const ENDPOINT = "sparql";
const ROWS_AT_A_TIME = 200;
const LONG = 60;

const WORDS = {
  en: {
    title: "Ask the graph", pages: "Pages", graphPage: "Picture", endpoint: "Endpoint", language: "Language", questions: "Questions", examples: "Examples",
    query: "Query in SPARQL", run: "Ask", stop: "Stop", keys: "Ctrl + Enter asks", answer: "Answer", save: "Save the answer", more: "Show {n} more", party: "party",
    anyone: "any", asking: "Asking …", stopped: "Stopped.", rows: ["{n} row", "{n} rows"], triples: "Turtle", took: "in {s} s", yes: "yes", no: "no",
    needs: "This question needs {names}.", unreachable: "The server does not answer. Is kg serve still running?", describe: "Describe",
  },
  fr: {
    title: "Interroger le graphe", pages: "Pages", graphPage: "Image", endpoint: "Point d’accès", language: "Langue", questions: "Questions", examples: "Exemples",
    query: "Requête en SPARQL", run: "Demander", stop: "Arrêter", keys: "Ctrl + Entrée demande", answer: "Réponse", save: "Enregistrer la réponse", more: "En montrer {n} de plus", party: "partie",
    anyone: "toutes", asking: "En cours …", stopped: "Arrêté.", rows: ["{n} ligne", "{n} lignes"], triples: "Turtle", took: "en {s} s", yes: "oui", no: "non",
    needs: "Cette question demande {names}.", unreachable: "Le serveur ne répond pas. kg serve tourne-t-il encore ?", describe: "Décrire",
  },
};

const EXAMPLES = [
  { en: "How many events of each type", fr: "Combien d’événements de chaque type",
    text: "SELECT ?type (COUNT(?event) AS ?events) WHERE {\n  ?event sem:eventType ?type\n}\nGROUP BY ?type\nORDER BY DESC(?events)" },
  { en: "Who asserts to have met whom, in one step", fr: "Qui a rencontré qui, selon des affirmations, en un pas",
    text: "SELECT ?one ?other WHERE {\n  ?one kgo:consult ?other\n  FILTER(STR(?one) < STR(?other))\n}" },
  { en: "What one outlet reports", fr: "Ce que rapporte un média",
    text: "SELECT ?outlet ?date ?sentence WHERE {\n  ?event prov:wasDerivedFrom ?document ; kgo:sentence ?sentence .\n  ?document schema:publisher/schema:name ?outlet .\n  OPTIONAL { ?event sem:hasTimeStamp ?date }\n}\nORDER BY ?outlet ?date\nLIMIT 100" },
  { en: "A graph of who supports or aids whom", fr: "Un graphe de qui soutient ou aide qui",
    text: "CONSTRUCT {\n  ?one kgo:support ?other\n} WHERE {\n  ?one kgo:support|kgo:aid ?other\n}" },
];

let language = (navigator.language || "en").toLowerCase().startsWith("fr") ? "fr" : "en";
let questions = [];
let chosen = null;
let running = null;
let result = null;

function say(name, values = {}) {
  const found = WORDS[language][name];
  const text = Array.isArray(found) ? found[values.n === 1 ? 0 : 1] : found;
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? (typeof values[key] === "number" ? values[key].toLocaleString(language) : values[key]) : whole));
}

// Text of strangers: whatever steers, reorders or hides is shown as a mark, joiners and line ends stay.
function clean(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, (c) => ("\n\t\u200c\u200d".includes(c) ? c : "\ufffd"));
}

function speak() {
  document.documentElement.lang = language;
  document.title = `${say("title")} – kg`;
  document.querySelectorAll("[data-word]").forEach((node) => { node.textContent = say(node.dataset.word); });
  document.querySelectorAll("[data-label]").forEach((node) => node.setAttribute("aria-label", say(node.dataset.label)));
  document.querySelectorAll("[data-language]").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.language === language)));
  drawQuestions();
  drawAsked();
  if (result !== null) drawAnswer();
}

// Questions

function drawQuestions() {
  const list = (items, draw) => items.map((item) => make("li", {}, draw(item)));
  find("questions").replaceChildren(...list(questions, (question) => make("button", { type: "button", "aria-pressed": String(chosen === question), on: { click: () => choose(question) } },
    make("b", { text: question.name }), make("span", { text: question.says[language] }))));
  find("examples").replaceChildren(...list(EXAMPLES, (example) => make("button", { type: "button", on: { click: () => { choose(null); find("query").value = example.text; ask(); } }, text: example[language] })));
}

function choose(question) {
  chosen = question;
  find("bindings").replaceChildren();
  drawQuestions();
  drawAsked();
  if (question === null) return;
  bind();
  const first = question.needs.length > 0 ? find(`bind-${question.needs[0]}`) : null;
  if (first === null) ask();
  else {
    first.focus();
    announce(say("needs", { names: question.needs.join(", ") }));
  }
}

function drawAsked() {
  find("asked").hidden = chosen === null;
  if (chosen === null) return;
  find("asked-text").textContent = chosen.says[language];
  const values = readBindings();
  find("bindings").replaceChildren(...chosen.binds.map((name) => make("div", {},
    make("label", { for: `bind-${name}`, text: `${name} (${say("party")})` }),
    make("input", { id: `bind-${name}`, list: "parties", autocomplete: "off", value: values[name] ?? "", placeholder: chosen.needs.includes(name) ? "RUS" : say("anyone"), required: chosen.needs.includes(name), on: { input: bind } }))));
}

function readBindings() {
  return Object.fromEntries([...find("bindings").querySelectorAll("input")].map((input) => [input.id.slice("bind-".length), input.value.trim()]));
}

// The chosen values stand in the query, so that one sees how it is done.
function bind() {
  const values = Object.entries(readBindings()).filter(([, value]) => value !== "");
  const names = values.map(([name]) => `?${name}`).join(" ");
  const terms = values.map(([, value]) => `"${value.replace(/["\\]/g, "\\$&").replace(/[\r\n]/g, " ")}"`).join(" ");
  const fixed = values.length === 0 ? "" : `\n  VALUES (${names}) { (${terms}) }`;
  find("query").value = chosen.text.replace(/^(# .*\n)*/, "").replace("WHERE {", () => `WHERE {${fixed}`);
}

// Asking

async function fetchAnswer(query, accept, signal) {
  const response = await fetch(ENDPOINT, { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: query, signal });
  const text = await response.text();
  if (!response.ok) throw new Error(text.trim());
  return { media: response.headers.get("Content-Type").split(";")[0], text };
}

async function ask() {
  if (running !== null) running.abort();
  const mine = new AbortController();
  running = mine;
  const query = find("query").value;
  const begun = performance.now();
  history.replaceState(null, "", `#${new URLSearchParams({ query })}`);
  showTrouble(null);
  find("stop").hidden = false;
  announce(say("asking"));
  try {
    const { media, text } = await fetchAnswer(query, "application/sparql-results+json, text/turtle", mine.signal);
    result = { media, text, query, data: media === "text/turtle" ? null : JSON.parse(text), seconds: (performance.now() - begun) / 1000, shown: ROWS_AT_A_TIME };
    drawAnswer();
  } catch (error) {
    if (running !== mine) return;
    clearAnswer();
    if (error.name === "AbortError") announce(say("stopped"));
    else showTrouble(error instanceof TypeError ? say("unreachable") : error.message);
  } finally {
    if (running === mine) {
      running = null;
      find("stop").hidden = true;
    }
  }
}

function showTrouble(text) {
  find("trouble").hidden = text === null;
  find("trouble").textContent = text === null ? "" : clean(text);
  if (text !== null) announce("");
}

function clearAnswer() {
  result = null;
  find("answer").replaceChildren();
  find("saves").hidden = true;
}

// The answer

function drawAnswer() {
  const { data, text } = result;
  const took = say("took", { s: Math.max(0.01, result.seconds).toLocaleString(language, { maximumFractionDigits: 2 }) });
  if (data === null) find("answer").replaceChildren(make("pre", { text: clean(text) }));
  else if ("boolean" in data) find("answer").replaceChildren(make("p", { class: "truth", text: say(data.boolean ? "yes" : "no") }));
  else drawRows();
  const what = data === null ? say("triples") : "boolean" in data ? say(data.boolean ? "yes" : "no") : say("rows", { n: data.results.bindings.length });
  announce(`${what}, ${took}`);
  drawSaves();
}

function drawRows() {
  const { head, results } = result.data;
  const rows = results.bindings.slice(0, result.shown).map((row) => make("tr", {}, ...head.vars.map((name) => drawCell(row[name]))));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head.vars.map((name) => make("th", { scope: "col", text: name })))), make("tbody", {}, ...rows));
  const left = results.bindings.length - result.shown;
  const more = left > 0 ? make("div", { class: "tools" }, make("button", { type: "button", text: say("more", { n: Math.min(left, ROWS_AT_A_TIME) }), on: { click: () => { result.shown += ROWS_AT_A_TIME; drawRows(); } } })) : null;
  find("answer").replaceChildren(...[table, more].filter((part) => part !== null));
}

function drawCell(term) {
  if (term === undefined) return make("td");
  const text = clean(typeof term.value === "string" ? term.value : JSON.stringify(term.value));
  if (term.type !== "uri") return make("td", { dir: "auto", class: /#(integer|decimal|double)$/.test(term.datatype ?? "") ? "number" : text.length > LONG ? "long" : null, text });
  // An IRI opens what the graph says of it; nothing here leads out of this machine.
  return make("td", { dir: "ltr" }, make("button", { type: "button", title: say("describe"), text, on: { click: () => { choose(null); find("query").value = `DESCRIBE <${term.value}>`; ask(); } } }));
}

// Saving: JSON and TSV as the endpoint gives them; in CSV, for spreadsheets, text that would run as a formula gets an apostrophe.

function drawSaves() {
  const { data, text, query } = result;
  const rows = data !== null && "results" in data;
  const forms = data === null ? { "Turtle": () => save("answer.ttl", "text/turtle", text) } : {
    JSON: () => save("answer.json", "application/json", text),
    ...(rows ? { CSV: () => save("answer.csv", "text/csv", spellCsv(data)), TSV: () => saveTsv(query) } : {}),
  };
  find("saves").hidden = false;
  find("saves").replaceChildren(...Object.entries(forms).map(([name, run]) => make("button", { type: "button", text: name, "aria-label": `${say("save")}: ${name}`, on: { click: run } })));
}

async function saveTsv(query) {
  try {
    save("answer.tsv", "text/tab-separated-values", (await fetchAnswer(query, "text/tab-separated-values")).text);
  } catch (error) {
    showTrouble(error.message);
  }
}

function spellCsv({ head, results }) {
  const cell = (value) => {
    const text = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [head.vars, ...results.bindings.map((row) => head.vars.map((name) => (row[name] === undefined ? "" : String(row[name].value))))];
  return lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// Beginning

async function begin() {
  find("endpoint").textContent = new URL(ENDPOINT, location.href).href;
  document.querySelectorAll("[data-language]").forEach((node) => node.addEventListener("click", () => { language = node.dataset.language; speak(); }));
  find("form").addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  find("stop").addEventListener("click", () => running?.abort());
  find("query").addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask(); });
  speak();
  try {
    questions = await (await fetch("questions.json")).json();
    const parties = JSON.parse((await fetchAnswer("SELECT ?code ?name WHERE { ?party kgo:code ?code ; schema:name ?name } ORDER BY ?name", "application/sparql-results+json")).text);
    find("parties").replaceChildren(...parties.results.bindings.map(({ code, name }) => make("option", { value: code.value, text: clean(name.value) })));
  } catch (error) {
    showTrouble(error instanceof TypeError ? say("unreachable") : error.message);
  }
  drawQuestions();
  const linked = new URLSearchParams(location.hash.slice(1)).get("query");
  if (linked !== null) {
    find("query").value = linked;
    ask();
  }
}

begin();
