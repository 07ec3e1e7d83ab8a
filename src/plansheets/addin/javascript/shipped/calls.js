// From what a cell asks to the rows it shows: ranges meet, columns are read, errors are told.

const calls = (() => {
  const { fail } = excel;
  const isSingle = (kind) => kind.toLowerCase() === "v";
  const holdsNumbers = (kind) => kind !== kind.toLowerCase();
  const REASONS = {
    "#DIV/0!": "没有可除的基数 · there is no base to divide by",
    "#N/A": "缺少数据 · something is missing",
    "#NUM!": "数值超出范围 · a number is out of range",
    "#VALUE!": "参数不合理 · an argument makes no sense",
  };
  const range = (length, make) => Array.from({ length }, (_, place) => make(place));

  // The rows that a call shows, errors among them as CellErrors. Each argument is given as rows of
  // cells, or undefined where it is left out. Kinds has a letter for each: v a value, c a column, t
  // a table; capitals hold numbers. A range for a value asks the formula for each of its cells; a
  // function that gives a column or a table is asked once.
  function answer({ formula, kinds, gives }, given) {
    const rows = guarded(() => {
      const areas = given.map((area, place) => area && read(area, kinds[place]));
      const single = areas.filter((area, place) => area && isSingle(kinds[place]));
      const height = common(single.map((area) => area.length));
      const width = common(single.map((area) => area[0].length));
      const asked = (row, column) =>
        formula(
          ...areas.map((area, place) =>
            area && isSingle(kinds[place]) ? valueAt(area, row, column) : area,
          ),
        );
      if (gives === "value") {
        return range(height, (row) =>
          range(width, (column) => guarded(() => asked(row, column))),
        );
      }
      if (height > 1 || width > 1) fail("#VALUE!");
      return gives === "table" ? asked(0, 0) : shaped(asked(0, 0), given[0]);
    });
    return rows instanceof CellError ? [[rows]] : rows.map((row) => row.map(shown));
  }

  function guarded(make) {
    try {
      return make();
    } catch (error) {
      if (error instanceof CellError) return error;
      throw error;
    }
  }

  // An argument as its formula takes it: rows of values, a column, or a table.
  function read(area, kind) {
    const isNothing = (value) => value === undefined || (value === "" && holdsNumbers(kind));
    const rows = area.map((row) => row.map((value) => (isNothing(value) ? null : value)));
    if (kind.toLowerCase() !== "c") return rows;
    const column = [];
    for (const row of rows) column.push(...row);
    return column;
  }

  // A single row or column is the same all along; a formula over an error is that error.
  function valueAt(rows, row, column) {
    const line = rows[rows.length > 1 ? row : 0];
    const value = line[line.length > 1 ? column : 0];
    return value instanceof CellError ? fail(value.code) : value;
  }

  // The length of ranges together; a single cell meets every length.
  function common(lengths) {
    const found = lengths.filter((length) => length !== 1);
    if (found.some((length) => length !== found[0])) fail("#VALUE!");
    return found.length > 0 ? found[0] : 1;
  }

  // A column in the shape of the range that it is for.
  function shaped(column, pattern) {
    const width = pattern[0].length;
    return pattern.map((_, row) => column.slice(row * width, (row + 1) * width));
  }

  // A cell shows nothing as an empty text, what is too great as #NUM!, and no sign before 0.
  function shown(value) {
    if (value === null) return "";
    if (typeof value !== "number") return value;
    return Number.isFinite(value) ? value + 0 : new CellError("#NUM!");
  }

  return { answer, REASONS };
})();
