// Search: names in all languages and codes, without regard to accents, and the words of the sentences.

const MOST_SUGGESTIONS = 8;
const search = { at: -1, offers: [], index: null };

function startSearch() {
  const box = find("search");
  box.addEventListener("input", () => offer(box.value));
  box.addEventListener("focus", () => box.value !== "" && offer(box.value));
  box.addEventListener("blur", () => setTimeout(closeSuggestions, 150));
  box.addEventListener("keydown", moveInSuggestions);
}

// Made when the reader first types: the actors that take part, each with all its names, and how often it takes part.
function readIndex() {
  if (search.index !== null) return search.index;
  const counts = new Map(Object.values(records.parties).map((index) => [index, 0]));
  records.events.forEach(({ source, target }) => [source, target].forEach((index) => counts.set(index, (counts.get(index) ?? 0) + 1)));
  search.index = [...counts].map(([index, count]) => {
    const { name, code, names } = records.actors[index];
    return { index, count, keys: [...new Set([name, code, ...names.map(([, other]) => other)].map(fold))] };
  });
  return search.index;
}

// Whole names first, then beginnings of names, of words, of all the words in any order, then anything inside; the more
// events the better.
function scoreKey(key, needle) {
  if (key === needle) return 5;
  if (key.startsWith(needle)) return 4;
  const words = key.split(/[\s'’-]+/), begins = (part) => words.some((word) => word.startsWith(part));
  if (begins(needle)) return 3;
  if (needle.split(/[\s'’-]+/).every(begins)) return 2;
  return key.includes(needle) ? 1 : 0;
}

function rankMatches(text) {
  const needle = fold(text.trim());
  if (needle === "") return [];
  const found = readIndex().map(({ index, count, keys }) => ({ index, count, score: Math.max(...keys.map((key) => scoreKey(key, needle))) })).filter((match) => match.score > 0);
  return found.sort((one, two) => two.score - one.score || two.count - one.count || one.index - two.index);
}

function offer(text) {
  const matches = rankMatches(text).slice(0, MOST_SUGGESTIONS);
  search.offers = matches.map(({ index }) => ({ name: nameActor(records.actors[index]), note: describeOffer(index), run: () => showActor(index) }));
  if (text.trim() !== "") search.offers.push({ name: say("textSuggestion", { text: text.trim() }), note: "", run: () => { state.text = text.trim(); refresh(); }, text: true });
  search.at = search.offers.length > 0 ? 0 : -1;
  drawSuggestions();
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
