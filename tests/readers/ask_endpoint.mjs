// Ask a SPARQL endpoint with fetch-sparql-endpoint: node ask_endpoint.mjs ADDRESS bindings|ask|triples QUERY [get]
import { SparqlEndpointFetcher } from "fetch-sparql-endpoint";

const [address, kind, query, method] = process.argv.slice(2);
const fetcher = new SparqlEndpointFetcher({ method: method === "get" ? "GET" : "POST" });
const spell = (term) => ({ type: term.termType, value: term.value, language: term.language ?? "", datatype: term.datatype?.value ?? null });

if (kind === "ask") {
  console.log(JSON.stringify(await fetcher.fetchAsk(address, query)));
} else {
  const stream = kind === "triples" ? await fetcher.fetchTriples(address, query) : await fetcher.fetchBindings(address, query);
  const rows = [];
  for await (const row of stream) {
    rows.push(kind === "triples" ? [row.subject, row.predicate, row.object].map(spell)
      : Object.fromEntries(Object.entries(row).map(([name, term]) => [name, spell(term)])));
  }
  console.log(JSON.stringify(rows));
}
