// Search: names in all languages and codes, without regard to accents, and the words of the sentences.

const MOST_SUGGESTIONS = 8;
const search = { at: -1, offers: [] };
const searchIndex = records.actors.map((actor, index) => ({ index, keys: [...new Set([actor.name, actor.code, ...actor.names.map(([, name]) => name)].map(fold))] }));

function startSearch() {
  const box = find("search");
  box.addEventListener("input", () => offer(box.value));
  box.addEventListener("focus", () => box.value !== "" && offer(box.value));
  box.addEventListener("blur", () => setTimeout(closeSuggestions, 150));
  box.addEventListener("keydown", moveInSuggestions);
}

// Whole names first, then beginnings of words, then anything inside; the more events the better.
function rankMatches(text) {
  const needle = fold(text.trim());
  if (needle === "") return [];
  const score = (key) => (key === needle ? 3 : key.startsWith(needle) ? 2.5 : key.split(/[\s'’-]+/).some((word) => word.startsWith(needle)) ? 2 : key.includes(needle) ? 1 : 0);
  const found = searchIndex.map(({ index, keys }) => ({ index, score: Math.max(...keys.map(score)) })).filter((match) => match.score > 0);
  return found.sort((one, two) => two.score - one.score || (mentionCounts.get(two.index) ?? 0) - (mentionCounts.get(one.index) ?? 0) || one.index - two.index);
}

const mentionCounts = new Map();
records.events.forEach((event) => [event.source, event.target].forEach((actor) => mentionCounts.set(actor, (mentionCounts.get(actor) ?? 0) + 1)));

function offer(text) {
  const matches = rankMatches(text).filter(({ index }) => isOnPage(index)).slice(0, MOST_SUGGESTIONS);
  search.offers = matches.map(({ index }) => ({ name: nameActor(records.actors[index]), note: describeOffer(index), run: () => showActor(index) }));
  if (text.trim() !== "") search.offers.push({ name: say("textSuggestion", { text: text.trim() }), note: "", run: () => { state.text = text.trim(); refresh(); }, text: true });
  search.at = search.offers.length > 0 ? 0 : -1;
  drawSuggestions();
}

function isOnPage(index) {
  return mentionCounts.has(index) || levels.parties.nodes.some((node) => node.actor === index);
}

function describeOffer(index) {
  const actor = records.actors[index];
  const kind = nameLabel("kinds", actor.kind);
  return records.parties[actor.code] === index ? `${kind} · ${actor.code}` : `${kind} · ${partyName(actor.code)}`;
}

function drawSuggestions() {
  const list = find("suggestions");
  list.replaceChildren(...search.offers.map((item, index) => make("li", { role: "option", id: `offer-${index}`, class: item.text ? "text" : null, "aria-selected": String(index === search.at), on: { mousedown: (event) => { event.preventDefault(); take(index); } } }, make("span", { text: item.name }), make("span", { class: "quiet", text: item.note }))));
  list.hidden = search.offers.length === 0;
  find("search").setAttribute("aria-expanded", String(!list.hidden));
  if (search.at >= 0) find("search").setAttribute("aria-activedescendant", `offer-${search.at}`);
  else find("search").removeAttribute("aria-activedescendant");
}

function closeSuggestions() {
  search.offers = [];
  search.at = -1;
  drawSuggestions();
}

function moveInSuggestions(event) {
  const count = search.offers.length;
  if (event.key === "Escape") {
    event.stopPropagation();
    if (count > 0) closeSuggestions();
    else event.target.blur();
  } else if (count > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    search.at = (search.at + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
    drawSuggestions();
  } else if (count > 0 && event.key === "Enter") {
    event.preventDefault();
    take(search.at);
  }
}

function take(index) {
  const { run } = search.offers[index];
  find("search").value = "";
  closeSuggestions();
  run();
}
