// From a call as Excel makes it to what it shows. Excel hands over every argument as rows of cells,
// null where it is left out, and an error as a CustomFunctions.Error. A blank cell is null on the
// web, yet 0 on the desktop: where a 0 comes from cells, Excel is asked whether they are empty.
// Where it does not say, no number is shown.

const office = (() => {
  const ERRORS = new Set(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"]);
  const CODES = {
    "#DIV/0!": "divisionByZero",
    "#N/A": "notAvailable",
    "#NUM!": "invalidNumber",
    "#NULL!": "nullReference",
  };
  const UNTOLD = "空单元格还是 0？Excel 没有说明 · Blank or 0? Excel did not say";

  // The last of what Excel hands over tells where the arguments are.
  function answer(name, given) {
    const entry = catalogue[name];
    const { parameterAddresses: addresses } = Object(given[entry.kinds.length]);
    const areas = given
      .slice(0, entry.kinds.length)
      .map((value, place) => rowsOf(value, Object(addresses)[place]));
    const zeros = areas.map((area) => area !== undefined && area.some((row) => row.includes(0)));
    if (!zeros.includes(true)) return shown(calls.answer(entry, areas));
    if (!Array.isArray(addresses)) return [[untold()]];
    // what stands in no cell is written out or calculated, and its 0 is one
    const places = areas.map((_, place) => place);
    const unsure = places.filter((place) => zeros[place] && addresses[place]);
    if (unsure.length === 0) return shown(calls.answer(entry, areas));
    return withBlanks(areas, unsure, addresses).then(
      (known) => shown(calls.answer(entry, known)),
      () => [[untold()]],
    );
  }

  // What stands in a cell is not left out, though it be nothing.
  function rowsOf(value, address) {
    if (value === undefined || value === null) return address ? [[null]] : undefined;
    return (Array.isArray(value) ? value : [[value]]).map((row) => row.map(cellOf));
  }

  function cellOf(value) {
    const code = value instanceof CustomFunctions.Error ? value.code : value;
    if (value !== code || ERRORS.has(code)) return new CellError(String(code));
    return value === undefined ? null : value;
  }

  // One error for each kind: a whole column may hold a million of them.
  function shown(rows) {
    const errors = new Map();
    const inCell = (value) => {
      if (!(value instanceof CellError)) return value;
      if (!errors.has(value.code)) errors.set(value.code, told(value));
      return errors.get(value.code);
    };
    return rows.map((row) => row.map(inCell));
  }

  // Excel shows a message beside #VALUE! and #N/A.
  function told({ code }) {
    const own = CODES[code] || "invalidValue";
    const error = CustomFunctions.ErrorCode[own];
    if (own !== "invalidValue" && own !== "notAvailable") return new CustomFunctions.Error(error);
    return new CustomFunctions.Error(error, calls.REASONS[code] || code);
  }

  const untold = () => new CustomFunctions.Error(CustomFunctions.ErrorCode.invalidValue, UNTOLD);

  // -- blank or 0 -------------------------------------------------------------------------------

  // The areas with null for each 0 whose cell is empty.
  async function withBlanks(areas, unsure, addresses) {
    const context = new Excel.RequestContext();
    const asked = unsure.map((place) => {
      const range = rangeAt(context, addresses[place]);
      const used = range.getUsedRangeOrNullObject(true);
      range.load(["rowIndex", "columnIndex", "rowCount", "columnCount"]);
      used.load(["rowIndex", "columnIndex", "valueTypes"]);
      return { place, range, used };
    });
    await context.sync();
    const known = [...areas];
    for (const { place, range, used } of asked) known[place] = filled(areas[place], range, used);
    return known;
  }

  function filled(area, range, used) {
    if (area.length > range.rowCount || area[0].length > range.columnCount) {
      throw new Error("the cells are others than those that were handed over");
    }
    const types = used.isNullObject ? [] : used.valueTypes;
    const down = range.rowIndex - (used.isNullObject ? 0 : used.rowIndex);
    const right = range.columnIndex - (used.isNullObject ? 0 : used.columnIndex);
    const isEmpty = (row, column) => {
      const type = (types[row + down] || [])[column + right];
      return type === undefined || type === "Empty";
    };
    return area.map((row, place) =>
      row.map((value, column) => (value === 0 && isEmpty(place, column) ? null : value)),
    );
  }

  // Sheet1!A1:B2, or 'Bob''s sales'!A1.
  function rangeAt(context, address) {
    const end = address.lastIndexOf("!");
    const sheet = address.slice(0, end).replace(/^'(.*)'$/, "$1").replace(/''/g, "'");
    return context.workbook.worksheets.getItem(sheet).getRange(address.slice(end + 1));
  }

  return { answer };
})();

return office;
