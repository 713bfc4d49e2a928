// Check entities against FollowTheMoney's own model, and print what it makes of them: faults, and a caption for each.
import { readFileSync } from "node:fs";
import ftm from "@alephdata/followthemoney";

const { Model, defaultModel } = ftm;
const model = new Model(defaultModel);
const rows = readFileSync(process.argv[2], "utf-8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
const schemaOf = new Map(rows.map((row) => [row.id, row.schema]));
const faults = [];
const entities = rows.map((row) => {
  const fail = (text) => faults.push(`${row.schema} ${row.id}: ${text}`);
  if (!/^[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?$/.test(row.id)) fail("an id that is none");
  if (!(row.schema in defaultModel.schemata)) return fail("no such schema");
  const schema = model.getSchema(row.schema);
  if (schema.abstract) fail("an abstract schema");
  for (const name of defaultModel.schemata[row.schema].required ?? []) if (!row.properties[name]?.length) fail(`no ${name}`);
  const unknown = Object.keys(row.properties).filter((name) => !schema.hasProperty(name));
  if (unknown.length > 0) return fail(`no property ${unknown}`);
  for (const [name, values] of Object.entries(row.properties)) check(schema.getProperty(name), values, fail);
  const entity = model.getEntity(row);
  return { id: entity.id, schema: entity.schema.name, caption: entity.getCaption() };
});
console.log(JSON.stringify({ faults, entities }));

function check(property, values, fail) {
  const type = property.type.name, longest = property.maxLength ?? defaultModel.types[type].maxLength;
  if (new Set(values).size !== values.length) fail(`${property.name} says a thing twice`);
  for (const value of values) {
    if (typeof value !== "string" || value.trim() === "" || [...value].length > longest) fail(`${property.name}: ${value}`);
    if (type === "date" && !/^\d{4}(-\d{2}(-\d{2})?)?$/.test(value)) fail(`${property.name} is no date: ${value}`);
    if (type === "url" && !(URL.canParse(value) && /^https?:/.test(value))) fail(`${property.name} is no URL: ${value}`);
    if (type === "entity") {
      const range = model.getSchema(property.range ?? defaultModel.schemata[property.schema.name].properties[property.name].range);
      if (!schemaOf.has(value)) fail(`${property.name} points nowhere`);
      else if (!defaultModel.schemata[schemaOf.get(value)]?.schemata.includes(range.name)) fail(`${property.name} is a ${schemaOf.get(value)}`);
    }
  }
}
