// A stand-in for Google Sheets: it runs a script as Apps Script does, hands values over as Sheets
// does, and says what a cell would show. In on the standard input: {script, zone, calls}.
"use strict";

const vm = require("node:vm");

const { script, zone, calls } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));

const services = {
  SpreadsheetApp: { getActiveSpreadsheet: () => ({ getSpreadsheetTimeZone: () => zone }) },
  Utilities: { formatDate },
};
const asked = { formats: 0 };

function formatDate(date, where, pattern) {
  if (pattern !== "yyyy-MM-dd'T'HH:mm:ss'Z'") throw new Error(`unknown pattern ${pattern}`);
  asked.formats += 1;
  return `${clock(date, where)}Z`;
}

const CLOCK = new Intl.DateTimeFormat("en-GB", {
  timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
  hour: "2-digit", minute: "2-digit", second: "2-digit",
});

// What a clock in a time zone shows, as 2024-06-30T12:00:00.
function clock(date, where) {
  if (where !== zone) throw new Error(`another time zone: ${where}`);
  const shown = CLOCK.formatToParts(date);
  const part = (type) => shown.find((one) => one.type === type).value;
  const year = part("year").padStart(4, "0");
  return `${year}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}`;
}

// The moment at which the sheet's clock shows a time.
function moment(shown) {
  const wanted = Date.parse(`${shown}Z`);
  let found = wanted;
  for (let turn = 0; turn < 3; turn += 1) {
    found += wanted - Date.parse(`${clock(new Date(found), zone)}Z`);
  }
  return new Date(found);
}

function handed(value) {
  if (value === null) return "";
  if (Array.isArray(value)) {
    const rows = value.map((row) => row.map(handed));
    return rows.length === 1 && rows[0].length === 1 ? rows[0][0] : rows;
  }
  if (value.day) return moment(value.day);
  return value.error ? value.error : value;
}

function shown(value) {
  if (Array.isArray(value)) return value.map(shown);
  if (value instanceof Date) throw new Error("no function gives a Date");
  if (value === null || value === undefined) throw new Error("a function gives nothing");
  if (typeof value !== "number") return value;
  if (Object.is(value, -0)) throw new Error("a zero has a sign");
  return Number.isFinite(value) ? value : "#NUM!";
}

const project = vm.createContext(services);
vm.runInContext(script, project);

const answers = calls.map(([name, given]) => {
  const values = given.map((one) => (one === "left out" ? undefined : handed(one)));
  try {
    return { shown: shown(project[name](...values)) };
  } catch (error) {
    return { thrown: error.message };
  }
});
process.stdout.write(JSON.stringify({ answers, formats: asked.formats }));
