// From a call as Google Sheets makes it to what it shows. Sheets hands over a blank cell as "", a
// day as a Date, an error as its name; it shows what is thrown as #ERROR!, and NaN as #NUM!.

const sheet = (() => {
  const ERRORS = new Set([
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#ERROR!",
  ]);
  const DAY = 24 * 3600 * 1000;

  function answer(name, given) {
    const entry = catalogue[name];
    if (given.length > entry.kinds.length) throw new Error("参数过多 · too many arguments");
    const areas = Array.from(entry.kinds, (_, place) => rowsOf(given[place]));
    const rows = calls.answer(entry, areas);
    const [[first]] = rows;
    if (rows.length > 1 || rows[0].length > 1) {
      return rows.map((row) => row.map((value) => (value instanceof CellError ? NaN : value)));
    }
    if (!(first instanceof CellError)) return first;
    const reason = calls.REASONS[first.code];
    throw new Error(reason === undefined ? first.code : `${first.code} ${reason}`);
  }

  function rowsOf(value) {
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) return [[cellOf(value)]];
    return value.map((row) => (Array.isArray(row) ? row.map(cellOf) : [cellOf(row)]));
  }

  function cellOf(value) {
    if (value === "" || value === undefined) return null;
    if (ERRORS.has(value)) return new CellError(value);
    return Object.prototype.toString.call(value) === "[object Date]" ? serialOf(value) : value;
  }

  // -- days: what the sheet shows, whatever the time zone of the script -------------------------

  // The number of a day, with its time as a fraction: 45292 is 2024-01-01.
  const serialOf = (date) => (date.getTime() + minutesAhead(date) * 60000) / DAY + 25569;

  // How far the sheet's clock is ahead of Greenwich's at a moment.
  function minutesAhead(date) {
    const zone = zoneOf();
    if (zone === null) return -date.getTimezoneOffset();
    const day = Math.floor(date.getTime() / DAY);
    const [before, after] = [offsetAt(zone, day * DAY), offsetAt(zone, (day + 1) * DAY)];
    return before === after ? before : offsetAt(zone, date.getTime());
  }

  let zoneFound;

  function zoneOf() {
    if (zoneFound === undefined) {
      zoneFound =
        typeof SpreadsheetApp === "undefined"
          ? null
          : SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
    }
    return zoneFound;
  }

  const offsets = new Map();

  // Asking Google takes long, and most days are asked for again.
  function offsetAt(zone, time) {
    if (!offsets.has(time)) {
      const shown = Utilities.formatDate(new Date(time), zone, "yyyy-MM-dd'T'HH:mm:ss'Z'");
      offsets.set(time, (Date.parse(shown) - time) / 60000);
    }
    return offsets.get(time);
  }

  return { answer };
})();

return sheet;
