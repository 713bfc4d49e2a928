// Print a GEXF, GraphML or node-link file as graphology reads it, with the options of Gephi Lite.
import { readFileSync } from "node:fs";
import Graph from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

const path = process.argv[2], text = readFileSync(path, "utf-8");
const options = { addMissingNodes: true, allowUndeclaredAttributes: true };
const parse = () => (path.endsWith(".gexf") ? gexf : graphml).parse(Graph, text, options);
const graph = path.endsWith(".json") ? Graph.from(JSON.parse(text)) : parse();
console.log(JSON.stringify({ type: graph.type, multi: graph.multi, ...graph.export() }));
