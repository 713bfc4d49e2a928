// Print a GEXF or GraphML file as graphology reads it, with the options of Gephi Lite.
import { readFileSync } from "node:fs";
import Graph from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

const path = process.argv[2];
const parser = path.endsWith(".gexf") ? gexf : graphml;
const options = { addMissingNodes: true, allowUndeclaredAttributes: true };
const graph = parser.parse(Graph, readFileSync(path, "utf-8"), options);
console.log(JSON.stringify({ type: graph.type, multi: graph.multi, ...graph.export() }));
