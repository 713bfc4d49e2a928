// The side panel: for a tie its events with their sentences, for a node who it is, else what to do.

const CARDS = 40;
const panel = { cards: CARDS, shown: null, missing: false };

function drawPanel(view) {
  const key = `${state.tie} ${state.node} ${state.level}`;
  const fresh = key !== panel.shown;
  if (fresh) panel.cards = CARDS;
  panel.shown = key;
  // Before anything changes: afterwards the browser would have to lay the page out once more.
  if (fresh) find("panel").scrollTop = 0;
  const tie = state.tie === null ? null : view.level.edge.get(state.tie) ?? null;
  const node = state.node === null ? null : view.level.node.get(state.node) ?? null;
  const focused = find("panel").contains(document.activeElement);
  const parts = tie !== null ? describeTie(view, tie) : node !== null ? describeNode(view, node) : describeNothing(view);
  find("panel").replaceChildren(...parts.filter((part) => part !== null));
  // What had the keyboard's place is gone: the panel takes it.
  if (focused) find("panel").focus({ preventScroll: true });
}

function makeHead(kicker, title, ...more) {
  const close = make("button", { type: "button", class: "close", "aria-label": say("close"), text: "✕", on: { click: clearSelection } });
  return make("div", { class: "panel-head" }, make("p", { class: "kicker", text: kicker }), close, title, ...more);
}

function describeNothing(view) {
  if (records.events.length === 0) return [makeNotice(say("emptyTitle"), say("empty"))];
  if (view.ties.length === 0) return [makeNotice(say("noMatchTitle"), say("noMatch"), makeReset())];
  const strongest = [...view.ties].sort((one, two) => two.events.length - one.events.length || (one.edge.id < two.edge.id ? -1 : 1)).slice(0, 6);
  const missing = panel.missing ? make("p", { class: "warning", text: say("notFound") }) : null;
  return [makeNotice(say("chooseTitle"), say("choose"), missing), makeSection(say("strongest"), makeTieList(view, strongest))];
}

function makeNotice(title, text, ...more) {
  return make("div", { class: "empty" }, make("h2", { text: title }), make("p", { text }), ...more);
}

function makeReset() {
  return make("button", { type: "button", class: "button primary", text: say("reset"), on: { click: resetFilters } });
}

function makeSection(title, ...content) {
  return make("section", { class: "panel-section" }, make("h3", { text: title }), ...content);
}

// Ties

function describeTie(view, edge) {
  const ends = endsOf(view.level, edge);
  const names = ends.map((node) => make("button", { type: "button", class: "name", text: nameNode(node), on: { click: () => selectNode(node.id) } }));
  const title = make("h2", {}, names[0], make("span", { class: "quiet", text: " – " }), names[1]);
  const tie = view.tie.get(edge.id);
  if (tie === undefined) return [makeHead(say("tie"), title), make("div", { class: "empty" }, make("p", { text: say("hiddenTie") }), makeReset())];
  const facts = [sayEvents(tie), countOf("countDocuments", tie.documents), saySpan(tie)].filter((text) => text !== "").join(" · ");
  const head = makeHead(say("tie"), title, make("p", { class: "facts", text: facts }), makeToneBar(tie.quads), describeCounts(tie.events), describeZoom(edge));
  const ordered = [...tie.events].sort(compareEvents);
  const cards = make("ol", { class: "cards" }, ...ordered.slice(0, panel.cards).map(makeCard));
  return [head, makeKey(), cards, makeMoreCards(ordered.length - panel.cards)];
}

// Reprints tell nothing new: where there are any, how many events are left without them.
function sayEvents(tie) {
  const all = countOf("countEvents", tie.events.length);
  return tie.stories === tie.events.length ? all : say("independent", { events: all, n: tie.stories.toLocaleString(language) });
}

function saySpan(tie) {
  if (tie.first === null) return "";
  const first = sayDate(tie.first.date), last = sayDate(tie.last.date);
  return first === last ? first : say("firstLast", { first, last });
}

function describeCounts(events) {
  const list = make("ul", { class: "counts" });
  const types = [...countBy(events, (event) => event.type)].sort((one, two) => two[1] - one[1] || (one[0] < two[0] ? -1 : 1));
  for (const [type, count] of types) list.append(make("li", {}, makeTypeBadge(type), make("span", { class: "quiet", text: ` ${count}` })));
  return list;
}

function describeZoom(edge) {
  if (state.level !== "parties") return null;
  const inside = edge.events.some((index) => [records.events[index].source, records.events[index].target].some((actor) => endKey(actor) !== `parties:${records.actors[actor].id}`));
  if (!inside) return null;
  return make("button", { type: "button", class: "button small", text: say("showTies"), on: { click: () => openParty(levels.parties.node.get(edge.from).key) } });
}

// In time order; what is undated comes last.
function compareEvents(one, two) {
  if ((one.span === null) !== (two.span === null)) return one.span === null ? 1 : -1;
  const time = one.span === null ? 0 : one.span[0] - two.span[0] || one.span[1] - two.span[1];
  return time || one.document - two.document || detailsOf(one).sentence - detailsOf(two).sentence || one.index - two.index;
}

function makeKey() {
  const mark = (name, key) => make("span", {}, make(name === "clause" ? "u" : "mark", { class: name, text: say(key) }));
  return make("p", { class: "key" }, mark("acts", "evidenceKey"), mark("target", "targetKey"), mark("clause", "clauseKey"));
}

function makeMoreCards(left) {
  if (left <= 0) return null;
  const more = () => { panel.cards += 100; drawPanel(current); };
  return make("p", { class: "more" }, make("button", { type: "button", class: "button", text: say("countMore", { n: Math.min(left, 100) }), on: { click: more } }));
}

// Events

function makeCard(event) {
  const percent = `${Math.round(100 * event.confidence)} %`;
  const sure = make("span", { class: "sure", "aria-label": `${say("sureness")}: ${percent}`, title: say("sureness") }, make("meter", { min: "0", max: "1", value: String(event.confidence), "aria-hidden": "true" }), percent);
  const top = make("div", { class: "card-top" }, makeDate(event), makeTypeBadge(event.type), makeStatusBadge(event.status), sure);
  return make("li", { class: `card ${event.status}`, "data-event": detailsOf(event).id }, top, makeDirection(event), makeQuotation(event), makeElsewhere(event), makeChain(event), makeSource(event), makeDetails(event));
}

function makeDate(event) {
  const date = make("time", { class: event.date === null ? "undated" : null, text: sayDate(event.date) });
  if (event.date !== null) date.setAttribute("datetime", event.date);
  return date;
}

function makeTypeBadge(type) {
  const quad = records.types[type];
  const sign = make("span", { class: `sign ${QUAD_COLOURS[quad]}`, "aria-hidden": "true", text: QUAD_SIGNS[quad] });
  return make("span", { class: "badge type", title: nameLabel("quads", quad) }, sign, nameLabel("types", type));
}

function makeStatusBadge(status) {
  return make("span", { class: `badge status ${status}` }, make("span", { "aria-hidden": "true", text: `${STATUS_SIGNS[status]} ` }), nameLabel("statuses", status));
}

function makeDirection(event) {
  const sign = isSymmetric(event) ? "↔" : "→";
  const words = isSymmetric(event) ? say("between") : say("to_");
  const arrow = make("span", { class: "arrow" }, make("span", { "aria-hidden": "true", text: sign }), make("span", { class: "hidden", text: words }));
  return make("p", { class: "direction" }, makeEnd(event.source), arrow, makeEnd(event.target));
}

// Who acts, and for which party where that is somebody else.
function makeEnd(index) {
  const { code } = records.actors[index];
  const party = records.parties[code] === index ? null : make("span", { class: "quiet small", text: ` ${partyName(code)}` });
  return make("span", {}, makeActorButton(index), party);
}

function makeActorButton(index) {
  const actor = records.actors[index];
  return make("button", { type: "button", class: "name", text: nameActor(actor), on: { click: () => showActor(index) } });
}

// The sentence in its own words: the clause underlined, the two parties marked. Offsets count characters, not code units.
function makeQuotation(event) {
  const letters = Array.from(sentenceOf(event)), { clause, sourceMark, targetMark } = detailsOf(event);
  const spans = [[clause, "clause"], [sourceMark, "acts"], [targetMark, "target"]].filter(([span]) => Array.isArray(span));
  const cuts = [...new Set([0, letters.length, ...spans.flatMap(([span]) => span)])].filter((cut) => cut >= 0 && cut <= letters.length).sort((one, two) => one - two);
  const quote = make("blockquote", { lang: documentOf(event).language });
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const names = spans.filter(([[start, end]]) => start <= cuts[i] && cuts[i + 1] <= end).map(([, name]) => name);
    quote.append(makePiece(letters.slice(cuts[i], cuts[i + 1]).join(""), names));
  }
  return quote;
}

function makePiece(text, names) {
  if (names.length === 0) return text;
  const party = names.some((name) => name !== "clause");
  return make(party ? "mark" : "u", { class: names.join(" "), text });
}

// A party named in an earlier sentence ("il", "les deux pays"): its words are not in the quotation.
function makeElsewhere(event) {
  const { sourceMark, targetMark } = detailsOf(event);
  const words = [sourceMark, targetMark].filter((mark) => typeof mark === "string");
  return words.length === 0 ? null : make("p", { class: "quiet small", text: words.map((text) => say("earlier", { text })).join(" · ") });
}

// The chain comes innermost first: whose words they are, then who passed them on.
function makeChain(event) {
  if (event.said.length === 0) return null;
  const line = make("p", { class: "chain" }, make("span", { class: "quiet", text: `${say("according")} ` }));
  event.said.forEach((name, i) => {
    if (i > 0) line.append(make("span", { class: "quiet", text: `, ${say("reportedBy")} ` }));
    line.append(make("strong", { text: name }));
  });
  return line;
}

function makeSource(event) {
  const { title, outlet, date, url, file } = documentOf(event);
  const address = webAddress(url), name = title ?? file;
  const line = make("p", { class: "document" }, address === null ? make("cite", { text: name }) : make("cite", {}, makeLink(address, name)));
  const more = [outlet, date === null ? null : sayDate(date)].filter((text) => text).join(", ");
  if (more !== "") line.append(make("span", { class: "quiet", text: ` ${more}` }));
  return line;
}

function makeDetails(event) {
  const { written, place, mode, reason } = detailsOf(event);
  const bits = [written === null ? null : say("written", { text: written }), place === null ? null : say("at", { place }), mode, ...event.context.map((label) => nameLabel("contexts", label))].filter((text) => text !== null);
  const line = make("p", { class: "details" }, ...bits.map((text) => make("span", { text })));
  if (reason) line.append(make("details", {}, make("summary", { text: say("why") }), make("code", { text: reason })));
  return line.childNodes.length === 0 ? null : line;
}

// Nodes

function describeNode(view, node) {
  const actor = records.actors[node.actor];
  const ties = view.ties.filter(touchesNode).sort((one, two) => two.events.length - one.events.length || (one.edge.id < two.edge.id ? -1 : 1));
  const events = ties.flatMap((tie) => tie.events);
  const facts = [countOf("countTies", ties.length), countOf("countEvents", events.length)].join(" · ");
  const title = make("h2", { text: nameActor(actor) });
  const head = makeHead(nameLabel("kinds", actor.kind), title, make("p", { class: "facts", text: facts }), events.length > 0 ? makeToneBar(countBy(events, (event) => event.quad)) : null, describeFocus(node));
  return [head, describeIdentity(actor), describeRoles(actor), ties.length > 0 ? makeSection(say("strongest"), makeTieList(view, ties.slice(0, 8), node.id)) : null, describeActing(node)].filter((part) => part !== null);
}

function describeFocus(node) {
  if (state.level !== "parties" || actingActors(node.key).length < 2) return null;
  return make("button", { type: "button", class: "button small", text: say("showActors"), on: { click: () => openParty(node.key) } });
}

function describeIdentity(actor) {
  const list = make("dl", { class: "identity" });
  const add = (name, ...value) => list.append(make("dt", { text: name }), make("dd", {}, ...value));
  add(say("code"), make("code", { text: actor.code }));
  if (actor.code !== actor.id && partyNode(actor.code) !== undefined && partyNode(actor.code).actor !== records.actors.indexOf(actor)) {
    add(say("actsFor"), make("button", { type: "button", class: "name", text: partyName(actor.code), on: { click: () => showParty(actor.code) } }));
  }
  const names = new Map();
  actor.names.forEach(([tongue, name]) => names.set(name, [...(names.get(name) ?? []), tongue]));
  const others = [...names].flatMap(([name, tongues], i) => [i > 0 ? ", " : "", make("span", { lang: tongues[0], dir: "auto", text: name }), make("span", { class: "quiet", text: ` (${tongues.join(", ")})` })]);
  if (others.length > 0) add(say("alsoNamed"), ...others);
  if (/^Q\d+$/.test(actor.wikidata ?? "")) add("Wikidata", makeLink(`https://www.wikidata.org/wiki/${actor.wikidata}`, actor.wikidata));
  return list;
}

function describeRoles(actor) {
  if (actor.roles.length === 0) return null;
  const list = make("ul", { class: "roles" });
  for (const role of actor.roles) {
    const when = role.start && role.end ? say("firstLast", { first: sayDate(role.start), last: sayDate(role.end) })
      : role.start ? say("since", { start: sayDate(role.start) }) : role.end ? say("until", { end: sayDate(role.end) }) : "";
    const of = role.of === null ? "" : ` (${partyName(role.of)})`;
    list.append(make("li", {}, make("span", { text: role.title + of }), make("span", { class: "quiet", text: when === "" ? "" : `, ${when}` })));
  }
  return makeSection(say("roles"), list);
}

function makeTieList(view, ties, from = null) {
  const most = Math.max(...ties.map((tie) => tie.events.length));
  const list = make("ul", { class: "tie-list" });
  for (const tie of ties) {
    const ends = endsOf(view.level, tie.edge);
    const name = from === null ? nameTie(view.level, tie.edge) : nameNode(ends.find((node) => node.id !== from));
    const bar = make("span", { class: `weight ${toneColour(tie.tone)}`, "aria-hidden": "true" });
    bar.style.width = `${Math.max((100 * tie.events.length) / most, 3)}%`;
    const button = make("button", { type: "button", on: { click: () => selectTie(tie.edge.id) } }, make("span", { class: "tie-name", text: name }), make("span", { class: "quiet", text: String(tie.events.length) }), bar);
    list.append(make("li", {}, button));
  }
  return list;
}

function actingActors(code) {
  const counts = new Map();
  for (const event of records.events) {
    for (const actor of new Set([event.source, event.target])) if (codeOf(actor) === code) counts.set(actor, (counts.get(actor) ?? 0) + 1);
  }
  return [...counts].sort((one, two) => two[1] - one[1] || one[0] - two[0]);
}

function describeActing(node) {
  if (state.level !== "parties") return null;
  const acting = actingActors(node.key);
  if (acting.length < 2) return null;
  const list = make("ul", { class: "acting" });
  for (const [actor, count] of acting.slice(0, 30)) {
    list.append(make("li", {}, makeActorButton(actor), make("span", { class: "quiet", text: ` ${nameLabel("kinds", records.actors[actor].kind)} · ${count}` })));
  }
  return makeSection(say("acting"), list);
}
