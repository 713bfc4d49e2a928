// What the page says. The words are data (words/*.yml); names of actors and quotations come from the graph.

const WORDS = readBlock("words-data");
const START_LANGUAGE = "en";
let language = guessLanguage();

function setLanguage(name) {
  language = Object.hasOwn(WORDS, name) ? name : START_LANGUAGE;
  document.documentElement.lang = language;
}

// The first of the browser's languages that the page speaks.
function guessLanguage() {
  const spoken = (navigator.languages ?? [navigator.language]).map((tag) => tag.slice(0, 2).toLowerCase());
  return spoken.find((name) => Object.hasOwn(WORDS, name)) ?? START_LANGUAGE;
}

// A phrase with its {blanks} filled in.
function say(key, blanks = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => String(blanks[name] ?? ""));
}

// The word for a label of the data; a label without one stands for itself.
function nameLabel(family, label) {
  const words = WORDS[language][family];
  return Object.hasOwn(words, label) ? words[label] : label;
}

function countOf(key, number) {
  const forms = WORDS[language][key];
  const form = new Intl.PluralRules(language).select(number);
  return `${number.toLocaleString(language)} ${forms[form] ?? forms.other}`;
}
