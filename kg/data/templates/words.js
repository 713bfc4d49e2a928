// What the page says, in French and English. Names of actors and quotations come from the data.

const WORDS = {
  en: {
    title: "Who did what to whom", search: "Search", searchHint: "Name, code or words of a sentence", suggestions: "Suggestions",
    filters: "Filters", language: "Language", level: "Zoom level", parties: "Parties", actors: "Actors", export: "Export",
    exportPng: "Save the picture as PNG", exportSvg: "Save the picture as SVG", exportCsv: "Save the events shown as CSV",
    picture: "Picture", pictureHelp: "Picture of the ties; the table below says the same and can be reached by keyboard",
    zoom: "Zoom", zoomIn: "Zoom in", zoomOut: "Zoom out", zoomFit: "Show everything", legend: "Legend",
    table: "Table of ties", tableHelp: "Arrow keys move, Enter opens a tie, Escape closes it.", panel: "Evidence",
    tie: "Tie", events: "Events", tone: "Tone", latest: "Latest", documents: "Documents",
    countParties: ["party", "parties"], countActors: ["actor", "actors"], countEvents: ["event", "events"],
    countDocuments: ["document", "documents"], countTies: ["tie", "ties"], countMore: "Show {n} more",
    of: "of", reset: "Reset filters", remove: "Remove filter", clear: "Clear",
    group: "Kind of act", context: "Context", status: "Status", said: "Who says so", outlet: "Outlet",
    confidence: "Minimum confidence", time: "Time of the event", from: "From", to: "To",
    undated: "undated", includeUndated: "Include undated events", none: "(none)", unsourced: "the text itself", noOutlet: "no outlet named",
    find: "Find…", showAll: "Show all {n}", showLess: "Show fewer",
    drawn: "The strongest {n} of {all} are drawn.", drawAll: "Draw all", actorsOf: "Actors of {name}", everyActor: "all actors",
    textFilter: "Sentences with “{text}”", textSuggestion: "Sentences that contain “{text}”", noSuggestion: "No such name",
    chooseTitle: "Every line has its sentences", choose: "Choose a line or a node in the picture, or a row of the table. The sentences that prove it open here.",
    tableOnly: "The picture cannot be drawn in this browser. The table holds the same ties.",
    emptyTitle: "No events yet", empty: "This graph holds no event between two actors. Build it from more texts: kg build FILES… -o output. What went wrong with a file is in issues.jsonl.",
    noMatchTitle: "Nothing matches", noMatch: "No tie has an event that passes the filters.", hiddenTie: "The filters hide every event of this tie.",
    notFound: "This link names something that is not in this graph.",
    strongest: "Strongest ties", acting: "Who acts", actsFor: "Acts for", roles: "Roles", alsoNamed: "Names", showActors: "Show its actors", showTies: "Show actors and their ties",
    code: "Code", kind: "Kind", since: "since {start}", until: "until {end}", unknownDates: "dates unknown",
    according: "According to", reportedBy: "reported by", written: "in the text: “{text}”", at: "in {place}", sureness: "Confidence",
    why: "Why", open: "Open", source: "Source", evidenceKey: "who acts", targetKey: "on whom", clauseKey: "what is stated",
    earlier: "“{text}” comes from another sentence", close: "Close", between: "with", to_: "to",
    cooperation: "cooperation", conflict: "conflict", mixed: "mixed", toneHelp: "Colour: from conflict to cooperation", widthHelp: "number of events",
    dashHelp: "nothing asserted: planned, possible or negated", nodeHelp: "Shape: kind of actor", arrowHelp: "acts go one way",
    loaded: "{ties} shown, {events}", selected: "{name} selected: {events}", statusBy: "Status", firstLast: "{first} to {last}", saved: "{file} saved",
    quads: { "verbal cooperation": "Verbal cooperation", "material cooperation": "Material cooperation", "verbal conflict": "Verbal conflict", "material conflict": "Material conflict" },
    types: { AGREE: "Agreement", CONSULT: "Consultation", SUPPORT: "Support", CONCEDE: "Concession", COOPERATE: "Cooperation", AID: "Aid", RETREAT: "Retreat", REQUEST: "Request",
      ACCUSE: "Accusation", REJECT: "Rejection", THREATEN: "Threat", PROTEST: "Protest", SANCTION: "Sanction", MOBILIZE: "Mobilization", COERCE: "Coercion", ASSAULT: "Assault" },
    statuses: { asserted: "asserted", negated: "negated", planned: "planned", possible: "possible" },
    contexts: { military: "military", diplomatic: "diplomatic", economic: "economic", legal: "legal", intelligence: "intelligence", executive: "executive", election: "election",
      human_rights: "human rights", cyber: "cyber", environment: "environment", health: "health", migration: "migration", territory: "territory", technology: "technology", nuclear: "nuclear" },
    kinds: { state: "state", igo: "international organisation", government: "government body", military: "military", armed_group: "armed group", company: "company",
      media: "media", organisation: "organisation", person: "person", place: "place" },
  },
  fr: {
    title: "Qui a fait quoi à qui", search: "Chercher", searchHint: "Nom, code ou mots d’une phrase", suggestions: "Suggestions",
    filters: "Filtres", language: "Langue", level: "Niveau de détail", parties: "Parties", actors: "Acteurs", export: "Exporter",
    exportPng: "Enregistrer l’image en PNG", exportSvg: "Enregistrer l’image en SVG", exportCsv: "Enregistrer les événements affichés en CSV",
    picture: "Image", pictureHelp: "Image des liens ; le tableau ci-dessous dit la même chose et s’utilise au clavier",
    zoom: "Zoom", zoomIn: "Agrandir", zoomOut: "Réduire", zoomFit: "Tout montrer", legend: "Légende",
    table: "Tableau des liens", tableHelp: "Les flèches déplacent, Entrée ouvre un lien, Échap le ferme.", panel: "Preuves",
    tie: "Lien", events: "Événements", tone: "Ton", latest: "Dernier", documents: "Documents",
    countParties: ["partie", "parties"], countActors: ["acteur", "acteurs"], countEvents: ["événement", "événements"],
    countDocuments: ["document", "documents"], countTies: ["lien", "liens"], countMore: "En montrer {n} de plus",
    of: "sur", reset: "Effacer les filtres", remove: "Retirer le filtre", clear: "Effacer",
    group: "Type d’acte", context: "Contexte", status: "Statut", said: "Qui le dit", outlet: "Média",
    confidence: "Confiance minimale", time: "Date de l’événement", from: "De", to: "À",
    undated: "sans date", includeUndated: "Inclure les événements sans date", none: "(aucun)", unsourced: "le texte lui-même", noOutlet: "média inconnu",
    find: "Trouver…", showAll: "Montrer les {n}", showLess: "En montrer moins",
    drawn: "Les {n} plus liés sur {all} sont dessinés.", drawAll: "Tout dessiner", actorsOf: "Acteurs : {name}", everyActor: "tous les acteurs",
    textFilter: "Phrases avec « {text} »", textSuggestion: "Phrases qui contiennent « {text} »", noSuggestion: "Aucun nom de ce genre",
    chooseTitle: "Chaque trait a ses phrases", choose: "Choisissez un trait ou un nœud de l’image, ou une ligne du tableau. Les phrases qui le prouvent s’ouvrent ici.",
    tableOnly: "Ce navigateur ne peut pas dessiner l’image. Le tableau contient les mêmes liens.",
    emptyTitle: "Pas encore d’événements", empty: "Ce graphe ne contient aucun événement entre deux acteurs. Construisez-le à partir d’autres textes : kg build FICHIERS… -o output. Les problèmes rencontrés sont dans issues.jsonl.",
    noMatchTitle: "Rien ne correspond", noMatch: "Aucun lien n’a d’événement qui passe les filtres.", hiddenTie: "Les filtres cachent tous les événements de ce lien.",
    notFound: "Cette adresse désigne quelque chose qui n’est pas dans ce graphe.",
    strongest: "Liens les plus forts", acting: "Qui agit", actsFor: "Agit pour", roles: "Fonctions", alsoNamed: "Noms", showActors: "Montrer ses acteurs", showTies: "Montrer les acteurs et leurs liens",
    code: "Code", kind: "Genre", since: "depuis {start}", until: "jusqu’à {end}", unknownDates: "dates inconnues",
    according: "Selon", reportedBy: "rapporté par", written: "dans le texte : « {text} »", at: "lieu : {place}", sureness: "Confiance",
    why: "Pourquoi", open: "Ouvrir", source: "Source", evidenceKey: "qui agit", targetKey: "sur qui", clauseKey: "ce qui est dit",
    earlier: "« {text} » vient d’une autre phrase", close: "Fermer", between: "avec", to_: "à",
    cooperation: "coopération", conflict: "conflit", mixed: "mixte", toneHelp: "Couleur : du conflit à la coopération", widthHelp: "nombre d’événements",
    dashHelp: "rien d’affirmé : prévu, possible ou nié", nodeHelp: "Forme : genre d’acteur", arrowHelp: "les actes vont dans un seul sens",
    loaded: "{ties} affichés, {events}", selected: "{name} : {events}", statusBy: "Statut", firstLast: "{first} – {last}", saved: "{file} enregistré",
    quads: { "verbal cooperation": "Coopération verbale", "material cooperation": "Coopération matérielle", "verbal conflict": "Conflit verbal", "material conflict": "Conflit matériel" },
    types: { AGREE: "Accord", CONSULT: "Consultation", SUPPORT: "Soutien", CONCEDE: "Concession", COOPERATE: "Coopération", AID: "Aide", RETREAT: "Retrait", REQUEST: "Demande",
      ACCUSE: "Accusation", REJECT: "Rejet", THREATEN: "Menace", PROTEST: "Protestation", SANCTION: "Sanction", MOBILIZE: "Mobilisation", COERCE: "Coercition", ASSAULT: "Attaque" },
    statuses: { asserted: "affirmé", negated: "nié", planned: "prévu", possible: "possible" },
    contexts: { military: "militaire", diplomatic: "diplomatique", economic: "économique", legal: "juridique", intelligence: "renseignement", executive: "exécutif", election: "élections",
      human_rights: "droits humains", cyber: "cyber", environment: "environnement", health: "santé", migration: "migration", territory: "territoire", technology: "technologie", nuclear: "nucléaire" },
    kinds: { state: "État", igo: "organisation internationale", government: "organe de gouvernement", military: "armée", armed_group: "groupe armé", company: "entreprise",
      media: "média", organisation: "organisation", person: "personne", place: "lieu" },
  },
};

let language = "en";

function setLanguage(name) {
  language = Object.hasOwn(WORDS, name) ? name : "en";
  document.documentElement.lang = language;
}

function guessLanguage() {
  return (navigator.language || "en").toLowerCase().startsWith("fr") ? "fr" : "en";
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
  const [one, many] = WORDS[language][key];
  const single = language === "fr" ? number < 2 : number === 1;
  return `${number.toLocaleString(language)} ${single ? one : many}`;
}
