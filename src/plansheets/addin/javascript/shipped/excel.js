// What Excel's functions do: over values, over columns (arrays), over tables (arrays of rows).
// A number is a number, a blank cell is null, an error is thrown.

class CellError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

const excel = (() => {
  const fail = (code) => {
    throw new CellError(code);
  };

  const isNumber = (value) => typeof value === "number";
  const isBlank = (value) => value === null || value === "";

  // Every value of the arguments, whether they are values or columns.
  function* each(given) {
    for (const one of given) {
      if (Array.isArray(one)) yield* each(one);
      else yield one;
    }
  }

  // -- what is asked of arguments ---------------------------------------------------------------

  function numbersOrBlanks(...given) {
    for (const value of each(given)) if (!isNumber(value) && !isBlank(value)) fail("#VALUE!");
  }

  function needed(...given) {
    if (given.some(isBlank)) fail("#N/A");
  }

  function sameLength(...columns) {
    if (columns.some((column) => column.length !== columns[0].length)) fail("#VALUE!");
  }

  function inOrder(column, either) {
    let up = false;
    let down = false;
    const known = column.filter(isNumber);
    for (let place = 1; place < known.length; place += 1) {
      up = up || known[place] > known[place - 1];
      down = down || known[place] < known[place - 1];
    }
    if (down && (up || !either)) fail("#VALUE!");
  }

  // A number is true unless it is zero; a text is no condition, the empty one neither.
  function truth(value) {
    return typeof value === "string" ? fail("#VALUE!") : Boolean(value);
  }

  // The one of the words that it is, in small or in capital letters.
  function oneOf(word, ...words) {
    const found = words.find((one) => String(word).toLowerCase() === one.toLowerCase());
    return found === undefined ? fail("#VALUE!") : found;
  }

  // -- arithmetic -------------------------------------------------------------------------------

  const ratio = (part, whole) => (Number(whole) === 0 ? fail("#DIV/0!") : part / whole);
  const numberOrZero = (value) => (isNumber(value) ? value : 0);

  function squareRoot(value) {
    return value < 0 ? fail("#NUM!") : Math.sqrt(value);
  }

  function power(base, exponent) {
    return base < 0 && !Number.isInteger(exponent) ? fail("#NUM!") : base ** exponent;
  }

  function counted(...given) {
    let count = 0;
    for (const value of each(given)) if (isNumber(value)) count += 1;
    return count;
  }

  // Of those that are numbers; 0 where none is.
  function extreme(given, isBetter) {
    let found = null;
    for (const value of each(given)) {
      if (isNumber(value) && (found === null || isBetter(value, found))) found = value;
    }
    return numberOrZero(found);
  }

  const largest = (...given) => extreme(given, (value, found) => value > found);
  const smallest = (...given) => extreme(given, (value, found) => value < found);

  // -- rounding: half away from zero, on the decimal number that people see ----------------------

  // Half a digit in the 15th: 2.675 is held as a little less, and rounds to 2.68 all the same.
  const SHOWN = 2e-15;
  // No more than this is taken for what binary left out, however many digits stand before.
  const LEAST = 0.05;
  // From here on a number has no decimals to round.
  const WHOLE = 2 ** 52;

  // Powers of ten to multiply by and to divide by; 0.01 would not be exact.
  function scales(digits) {
    const places = Math.min(Math.max(Math.trunc(digits), -308), 308);
    return [Number(`1e${Math.max(places, 0)}`), Number(`1e${Math.max(-places, 0)}`)];
  }

  // A number in units of its last digit made whole, and back.
  function inUnits(value, digits, wholeOf) {
    const [up, down] = scales(digits);
    const scaled = (Math.abs(value) * up) / down;
    if (scaled >= WHOLE) return Number(value);
    return Math.sign(value) * ((wholeOf(scaled) * down) / up);
  }

  const rounded = (value, digits) =>
    inUnits(value, digits, (scaled) => Math.floor(scaled + 0.5 + Math.min(scaled * SHOWN, LEAST)));

  // Away from zero; the 15th digit adds no step.
  const roundedUp = (value, digits) =>
    inUnits(value, digits, (scaled) => Math.ceil(scaled * (1 - SHOWN)));

  // Towards zero; the 15th digit costs no step.
  const roundedDown = (value, digits) =>
    inUnits(value, digits, (scaled) => Math.floor(scaled * (1 + SHOWN)));

  // -- columns and tables -----------------------------------------------------------------------

  function item(column, place) {
    if (!(place >= 1 && place < column.length + 1)) fail("#VALUE!");
    return column[Math.floor(place) - 1];
  }

  const itemOfTable = (table, row, column) => item(item(table, row), column);
  const rowCount = (area) => area.length;
  // What is read as a column has one, whatever its shape.
  const columnCount = (area) => (Array.isArray(area[0]) ? area[0].length : 1);

  const COMPARISONS = {
    "=": (value, bound) => value === bound,
    "<>": (value, bound) => value !== bound,
    "<": (value, bound) => value < bound,
    "<=": (value, bound) => value <= bound,
    ">": (value, bound) => value > bound,
    ">=": (value, bound) => value >= bound,
  };

  const holds = (value, conditions) =>
    isNumber(value) &&
    conditions.every(([operator, bound]) => COMPARISONS[operator](value, bound));

  // Numbers for which all conditions hold, each an operator and a bound.
  const countWhere = (column, ...conditions) =>
    column.filter((value) => holds(value, conditions)).length;

  // The numbers of one column beside those of another for which a condition holds.
  const sumWhere = (column, condition, summed) =>
    sumOf(summed.filter((_, place) => holds(column[place], [condition])));

  const allHold = (asked, place) =>
    asked.every(([column, condition]) => holds(column[place], [condition]));

  // The numbers of a column where the condition on each of other columns holds.
  const sumWhereAll = (summed, ...asked) =>
    sumOf(summed.filter((_, place) => allHold(asked, place)));

  const countWhereAll = (...asked) =>
    asked[0][0].filter((_, place) => allHold(asked, place)).length;

  // The standard deviation of these numbers themselves.
  function standardDeviation(column) {
    const known = column.filter(isNumber);
    const mean = ratio(sumOf(known), known.length);
    return Math.sqrt(sumOf(known.map((value) => (value - mean) ** 2)) / known.length);
  }

  function sumOfProducts(...columns) {
    sameLength(...columns);
    const [first, ...others] = columns;
    return sumOf(
      first.map((value, place) =>
        others.reduce(
          (product, other) => product * numberOrZero(other[place]),
          numberOrZero(value),
        ),
      ),
    );
  }

  const total = (...given) => sumOf([...each(given)]);

  // What is lost of each step is added at the end (Neumaier).
  function sumOf(column) {
    let total = 0;
    let lost = 0;
    for (const part of column.filter(isNumber)) {
      const after = total + part;
      lost += Math.abs(total) >= Math.abs(part) ? total - after + part : part - after + total;
      total = after;
    }
    return total + lost;
  }

  // -- days: day 0 is 1899-12-30, a Saturday ----------------------------------------------------

  const DAY = 86400000;
  const DAY_ZERO = Date.UTC(1899, 11, 30);

  // From the 1st of March 1900 on Excel's days are those of the calendar.
  const dateOf = (day) =>
    day >= 61 && day < 2958466 ? new Date(DAY_ZERO + Math.floor(day) * DAY) : fail("#NUM!");

  // The first of the month that lies so many months after that of the day.
  function monthStart(day, months) {
    const start = dateOf(day);
    const first = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, 1));
    const year = first.getUTCFullYear();
    return year >= 1900 && year <= 9999 ? (first - DAY_ZERO) / DAY : fail("#NUM!");
  }

  const monthEnd = (day, months) => monthStart(day, Math.trunc(months) + 1) - 1;

  // The same day of another month, or its last where it has no such day.
  const monthLater = (day, months) =>
    Math.min(
      monthStart(day, Math.trunc(months)) + dateOf(day).getUTCDate() - 1,
      monthEnd(day, months),
    );

  const networkDays = (start, end, holidays) => daysWorked(start, end, "0000011", holidays);

  // Days from start to end, both counted, whose letter in free, from Monday on, is 0.
  function daysWorked(start, end, free, holidays = []) {
    const [first, last] = [Math.floor(start), Math.floor(end)];
    if (last < first) return -daysWorked(end, start, free, holidays);
    const isWorked = (day) => free[(((day + 5) % 7) + 7) % 7] === "0";
    const workedUntil = (day) => {
      const weeks = Math.floor((day + 1) / 7);
      const week = [...free].filter((letter) => letter === "0").length;
      let worked = weeks * week;
      for (let one = 0; one <= day - 7 * weeks; one += 1) worked += isWorked(one) ? 1 : 0;
      return worked;
    };
    const off = new Set(holidays.filter(isNumber).map(Math.floor));
    const lost = [...off].filter((day) => first <= day && day <= last && isWorked(day));
    return workedUntil(last) - workedUntil(first - 1) - lost.length;
  }

  // -- the normal distribution ------------------------------------------------------------------

  // Half the complementary error function: a series near the middle, a continued fraction beyond.
  function normalShare(value) {
    const away = Math.abs(value) / Math.SQRT2;
    let tail = 0;
    if (away < 2.5) {
      let term = away;
      let total = away;
      for (let count = 1; count < 200; count += 1) {
        term *= (2 * away * away) / (2 * count + 1);
        total += term;
      }
      tail = 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-away * away) * total;
    } else {
      let fraction = 0;
      for (let count = 200; count > 0; count -= 1) fraction = count / 2 / (away + fraction);
      tail = Math.exp(-away * away) / Math.sqrt(Math.PI) / (away + fraction);
    }
    return value > 0 ? 1 - tail / 2 : tail / 2;
  }

  const polynomial = (at, ...factors) => factors.reduceRight((sum, factor) => sum * at + factor, 0);

  // Wichura, algorithm AS 241: The percentage points of the normal distribution (1988).
  function normalQuantile(share) {
    if (!(share > 0 && share < 1)) fail("#NUM!");
    const off = share - 0.5;
    if (Math.abs(off) <= 0.425) {
      const near = 0.180625 - off * off;
      return (
        (off *
          polynomial(near, 3.3871328727963666, 133.14166789178438, 1971.5909503065514,
            13731.693765509461, 45921.95393154987, 67265.7709270087, 33430.57558358813,
            2509.0809287301227)) /
        polynomial(near, 1, 42.31333070160091, 687.1870074920579, 5394.196021424751,
          21213.794301586597, 39307.89580009271, 28729.085735721943, 5226.495278852854)
      );
    }
    const tail = Math.sqrt(-Math.log(off < 0 ? share : 1 - share));
    if (tail <= 5) {
      const near = tail - 1.6;
      return (
        (Math.sign(off) *
          polynomial(near, 1.4234371107496835, 4.630337846156546, 5.769497221460691,
            3.6478483247632045, 1.2704582524523684, 0.2417807251774506, 0.022723844989269184,
            0.0007745450142783414)) /
        polynomial(near, 1, 2.053191626637759, 1.6763848301838038, 0.6897673349851,
          0.14810397642748008, 0.015198666563616457, 0.0005475938084995345,
          1.0507500716444169e-9)
      );
    }
    const near = tail - 5;
    return (
      (Math.sign(off) *
        polynomial(near, 6.657904643501103, 5.463784911164114, 1.7848265399172913,
          0.29656057182850487, 0.026532189526576124, 0.0012426609473880784,
          2.711555568743488e-5, 2.0103343992922881e-7)) /
      polynomial(near, 1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615,
        0.0007868691311456133, 1.8463183175100548e-5, 1.4215117583164459e-7,
        2.0442631033899397e-15)
    );
  }

  return {
    columnCount, countWhere, countWhereAll, counted, daysWorked, fail, inOrder, isBlank, isNumber,
    item, itemOfTable, largest, monthEnd, monthLater, needed, networkDays, normalQuantile,
    normalShare, numberOrZero, numbersOrBlanks, oneOf, power, ratio, rounded, roundedDown,
    roundedUp, rowCount, sameLength, smallest, squareRoot, standardDeviation, sumOf,
    sumOfProducts, sumWhere, sumWhereAll, total, truth,
  };
})();
