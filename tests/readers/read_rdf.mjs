// Print the triples of a Turtle, N-Triples or TriG file as N3.js reads them: N-Triples, sorted, each once.
import { readFileSync } from "node:fs";
import { Parser, Writer } from "n3";

const writer = new Writer({ format: "N-Triples" });
const quads = new Parser().parse(readFileSync(process.argv[2], "utf-8"));
const lines = quads.map((quad) => writer.quadToString(quad.subject, quad.predicate, quad.object).trim());
console.log(JSON.stringify([...new Set(lines)].sort()));
