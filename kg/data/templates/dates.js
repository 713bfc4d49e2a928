// EDTF dates: as spans of days for filters and as words for people, never more precise than the text.

const SEASONS = { 21: 2, 22: 5, 23: 8, 24: 11 };

// [first, last] in milliseconds, or null without a date. Unknown digits (X) widen the span.
function readSpan(date) {
  if (!date) return null;
  const parts = date.split("/").filter((part) => part !== "" && part !== "..").map(readPart).filter((part) => part !== null);
  return parts.length === 0 ? null : [Math.min(...parts.map((part) => part[0])), Math.max(...parts.map((part) => part[1]))];
}

function readPart(part) {
  const match = /^(-?[\dX]{4})(?:-([\dX]{2}))?(?:-([\dX]{2}))?/.exec(part.replace(/[~?%]/g, ""));
  if (match === null) return null;
  const [, year, month, day] = match;
  const known = (text) => text !== undefined && !text.includes("X");
  const first = Number(year.replace(/X/g, "0")), last = Number(year.replace(/X/g, "9"));
  if (!known(year) || !known(month)) return [utc(first, 0, 1), utc(last + 1, 0, 1) - 1];
  const season = SEASONS[Number(month)];
  if (season !== undefined) return [utc(first, season, 1), utc(first, season + 3, 1) - 1];
  const at = Number(month) - 1;
  if (!known(day)) return [utc(first, at, 1), utc(first, at + 1, 1) - 1];
  return [utc(first, at, Number(day)), utc(first, at, Number(day) + 1) - 1];
}

function utc(year, month, day) {
  const date = new Date(Date.UTC(2000, month, day));
  date.setUTCFullYear(year + date.getUTCFullYear() - 2000);
  return date.getTime();
}

function sayDate(date) {
  if (!date) return say("undated");
  const parts = date.split("/");
  return sayRange(parts) ?? parts.map(sayPart).join(" – ");
}

// "1–3 Dec 2023" for two whole days; null for anything else.
function sayRange(parts) {
  if (parts.length !== 2 || !parts.every((part) => /^\d{4}-\d{2}-\d{2}$/.test(part))) return null;
  const [first, last] = parts.map((part) => readPart(part)[0]);
  return first > last ? null : formatWith({ year: "numeric", month: "short", day: "numeric" }).formatRange(first, last);
}

// Making one takes the browser longer than using it a hundred times.
const formats = new Map();

function formatWith(style) {
  const locale = WORDS[language].locale, key = `${locale} ${Object.keys(style).join(" ")}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...style }));
  return formats.get(key);
}

function sayPart(part) {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(part);
  if (match === null || Number(match[2] ?? 1) > 12) return part;
  const [, year, month, day] = match;
  const style = { year: "numeric" };
  if (month) style.month = "short";
  if (day) style.day = "numeric";
  return formatWith(style).format(readPart(part)[0]);
}

// Equal bins over all dates: months, quarters or years, whichever gives at most sixty.
function makeBins(spans) {
  if (spans.length === 0) return [];
  const first = new Date(spans.reduce((low, span) => Math.min(low, span[0]), Infinity)).getUTCFullYear();
  const last = new Date(spans.reduce((high, span) => Math.max(high, span[1]), -Infinity)).getUTCFullYear();
  const years = last - first + 1;
  const months = years <= 5 ? 1 : years <= 15 ? 3 : 12 * Math.ceil(years / 60);
  const bins = [];
  for (let month = 0; month < years * 12; month += months) {
    bins.push([utc(first, month, 1), utc(first, month + months, 1) - 1]);
  }
  return bins;
}

// A month for the bounds of the time filter: "2023-08".
function monthOf(time) {
  return new Date(time).toISOString().slice(0, 7);
}
