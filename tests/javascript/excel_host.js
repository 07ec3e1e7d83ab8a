// A stand-in for Excel as the host of custom functions: it puts arguments into cells, hands them
// over as Excel does, answers what a function asks of the workbook, and says what cells would show.
// In on the standard input: {script, metadata, blank, addresses, calls}. Blank is what a blank cell
// is handed over as; addresses, whether Excel tells where arguments are.
"use strict";

const vm = require("node:vm");

const asked = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const SHEET = "Bob's sales";

class HostError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const registered = new Map();
const CustomFunctions = {
  Error: HostError,
  ErrorCode: {
    invalidValue: "#VALUE!", notAvailable: "#N/A", divisionByZero: "#DIV/0!",
    invalidNumber: "#NUM!", nullReference: "#NULL!",
  },
  associate: (id, answer) => registered.set(id, answer),
};

// -- the workbook ---------------------------------------------------------------------------------

let cells = new Map();
let refusing = false;
const key = (row, column) => `${row},${column}`;
const letters = (column) => {
  const [before, last] = [Math.floor(column / 26), String.fromCharCode(65 + (column % 26))];
  return before > 0 ? letters(before - 1) + last : last;
};
const number = (word) => [...word].reduce((all, one) => all * 26 + one.charCodeAt(0) - 64, 0) - 1;

function typeOf(value) {
  if (value === undefined || value === null) return "Empty";
  if (value instanceof HostError) return "Error";
  return { number: "Double", string: "String", boolean: "Boolean" }[typeof value];
}

// What is loaded can be read once the context is in step.
class Loaded {
  constructor(context, properties) {
    this.properties = properties;
    this.loaded = new Set();
    context.waiting.push(this);
    const read = (target, name) => {
      if (!(name in properties)) return Reflect.get(target, name);
      if (!target.there || !(target.loaded.has(name) || name === "isNullObject")) {
        throw new Error(`${String(name)} is read before it is loaded`);
      }
      return properties[name];
    };
    return new Proxy(this, { get: read });
  }

  load(names) {
    if (!Array.isArray(names)) throw new Error("names are loaded as a list");
    names.forEach((name) => this.loaded.add(name));
  }
}

function rangeOf(context, address) {
  const found = /^([A-Z]+)(\d*)(?::([A-Z]+)(\d*))?$/.exec(address);
  if (found === null) throw new Error(`no address: ${address}`);
  const [, left, top, right = left, bottom = top] = found;
  const rows = [top ? Number(top) - 1 : 0, bottom ? Number(bottom) - 1 : 1048575];
  const columns = [number(left), number(right)];
  const range = new Loaded(context, {
    rowIndex: rows[0], columnIndex: columns[0],
    rowCount: rows[1] - rows[0] + 1, columnCount: columns[1] - columns[0] + 1,
  });
  range.getUsedRangeOrNullObject = (valuesOnly) => {
    if (valuesOnly !== true) throw new Error("formats alone make no cell used");
    const used = [...cells.keys()].map((one) => one.split(",").map(Number)).filter(
      ([row, column]) =>
        typeOf(cells.get(key(row, column))) !== "Empty" &&
        row >= rows[0] && row <= rows[1] && column >= columns[0] && column <= columns[1],
    );
    if (used.length === 0) return new Loaded(context, { isNullObject: true });
    const ends = [0, 1].map((side) => used.map((place) => place[side]));
    const [first, last] = [Math.min, Math.max].map((end) =>
      ends.map((side) => side.reduce((one, other) => end(one, other))),
    );
    const valueTypes = [];
    for (let row = first[0]; row <= last[0]; row += 1) {
      const line = [];
      for (let column = first[1]; column <= last[1]; column += 1) {
        line.push(typeOf(cells.get(key(row, column))));
      }
      valueTypes.push(line);
    }
    return new Loaded(context, {
      isNullObject: false, rowIndex: first[0], columnIndex: first[1], valueTypes,
    });
  };
  return range;
}

class RequestContext {
  constructor() {
    this.waiting = [];
    const sheet = { getRange: (address) => rangeOf(this, address) };
    this.workbook = {
      worksheets: {
        getItem: (name) => {
          if (name !== SHEET) throw new Error(`no sheet: ${name}`);
          return sheet;
        },
      },
    };
  }

  async sync() {
    if (refusing) throw new Error("Excel is busy");
    this.waiting.forEach((one) => { one.there = true; });
  }
}

// -- calls ----------------------------------------------------------------------------------------

const stored = (value) =>
  value !== null && typeof value === "object" ? new HostError(value.error) : value;
const handed = (value) => (value === null || value === undefined ? asked.blank : value);

async function call([id, given, how = {}]) {
  cells = new Map();
  refusing = how.refusing === true;
  const told = asked.metadata.functions.find((one) => one.id === id);
  let left = 0;
  const places = [];
  const areas = told.parameters.map((_, place) => {
    const one = given[place];
    if (one === undefined || one === "left out") return null;
    if (!Array.isArray(one)) return [[stored(one.written)]];
    const rows = one.map((row) => row.map(stored));
    rows.forEach((row, down) => row.forEach((value, right) => cells.set(key(down, left + right), value)));
    const end = left + rows[0].length - 1;
    const corners = [letters(left) + 1, letters(end) + rows.length];
    const address = corners[0] === corners[1] ? corners[0] : corners.join(":");
    places[place] = `'${SHEET.replace(/'/g, "''")}'!${how.wholeColumns ? `${letters(left)}:${letters(end)}` : address}`;
    left += rows[0].length + 1;
    if (how.bare && rows.length === 1 && rows[0].length === 1) return handed(rows[0][0]);
    return rows.map((row) => row.map(handed));
  });
  const invocation = { functionName: id };
  if (asked.addresses) invocation.parameterAddresses = areas.map((_, place) => places[place]);
  try {
    const answer = registered.get(id)(...areas, invocation);
    const rows = await answer;
    return { shown: checked(rows), waited: answer instanceof Promise || typeof answer.then === "function" };
  } catch (error) {
    return { thrown: String(error.stack) };
  }
}

function checked(rows) {
  if (rows.some((row) => row.length !== rows[0].length)) throw new Error("rows of unequal length");
  return rows.map((row) => row.map((value) => {
    if (value instanceof HostError) return { error: value.code, message: value.message };
    if (value === null || value === undefined) throw new Error("Excel would show 0 for nothing");
    if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`${value} in a cell`);
    if (Object.is(value, -0)) throw new Error("a zero has a sign");
    return value;
  }));
}

vm.runInNewContext(asked.script, { CustomFunctions, Excel: { RequestContext } });

const ids = asked.metadata.functions.map((one) => one.id);
if (ids.length !== registered.size || !ids.every((id) => registered.has(id))) {
  throw new Error("functions.js and functions.json name other functions");
}

(async () => {
  const answers = [];
  for (const one of asked.calls) answers.push(await call(one));
  process.stdout.write(JSON.stringify(answers));
})();
