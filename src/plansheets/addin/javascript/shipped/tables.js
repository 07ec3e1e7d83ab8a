// Functions that no formula expresses: whole columns, and the RFM table. NAMES are its words.

const tables = (() => {
  const { fail, isBlank, isNumber, sumOf } = excel;

  const MISSING = new CellError("#N/A");
  // Numbers no farther apart, as a share of them, are equal.
  const NOISE = 1e-12;
  // A customer no farther below a mean, as a share of it, is at the mean.
  const NEAR_MEAN = 1e-9;
  // What is left of an order is nothing below this share of what was paid and refunded.
  const REMAINDER = 1e-9;
  // Shares no farther apart are equal.
  const NEAR_SHARE = 5e-11;

  // Scores by rank for a whole column, 1 to levels; a cell without a number has none.
  function rankScores(values, levels, ties, lower) {
    const known = values.filter(isNumber);
    if (known.length === 0) fail("#VALUE!");
    const scores = scoresOf(known, levels, ties, lower)[Symbol.iterator]();
    return values.map((value) => (isNumber(value) ? scores.next().value : MISSING));
  }

  function scoresOf(known, levels, ties, lower) {
    if (levels < 1 || levels !== Math.floor(levels)) fail("#VALUE!");
    const signed = known.map((value) => (lower ? -value : value));
    return ties === "first" ? byOrder(signed, levels) : byValue(signed, levels);
  }

  // Equal values score alike: 1 + how many whole levels are worse.
  function byValue(known, levels) {
    const scores = [];
    const ordered = placesInOrder(known);
    let worse = 0;
    for (const place of ordered) {
      const reached = known[place] - NOISE * Math.abs(known[place]);
      while (known[ordered[worse]] < reached) worse += 1;
      scores[place] = 1 + Math.min(levels - 1, Math.floor((worse * levels) / known.length));
    }
    return scores;
  }

  // Equal values are parted by their order. The ranks are cut into levels of equal width, each with
  // its upper end; where there are more levels than values, with its lower end.
  function byOrder(known, levels) {
    const scores = [];
    const width = known.length - 1;
    placesInOrder(known.map((value) => Number(value.toPrecision(12)))).forEach((place, rank) => {
      let passed = levels;
      if (levels <= width) passed = Math.max(0, Math.ceil((rank * levels) / width) - 1);
      else if (width > 0) passed = Math.floor((rank * levels) / width);
      scores[place] = 1 + Math.min(levels - 1, passed);
    });
    return scores;
  }

  // The places of numbers from the least on, equal ones as they come.
  function placesInOrder(known) {
    const places = known.map((_, place) => place);
    return places.sort((one, other) => known[one] - known[other] || one - other);
  }

  // A, B or C for each of a column: by the share that all greater ones hold together.
  function abcClasses(values, shareA, shareB) {
    const known = values.filter(isNumber).sort((one, other) => other - one);
    if (known.length === 0) fail("#VALUE!");
    const total = sumOf(known);
    if (total <= 0) fail("#DIV/0!");
    if (!(shareA >= 0 && shareA <= shareB && shareB <= 1)) fail("#VALUE!");
    const [leastA, leastB] = [shareA, shareB].map((share) => leastOf(known, total, share));
    return values.map((value) => {
      if (!isNumber(value)) return MISSING;
      if (value >= leastA) return "A";
      return value >= leastB ? "B" : "C";
    });
  }

  // ABC by the share of sales, XYZ by the variation; neither where one is missing.
  function abcXyzClasses(values, variations, shareA, shareB, cutX, cutY) {
    const much = abcClasses(values, shareA, shareB);
    if (cutX > cutY || variations.some((one) => isNumber(one) && one < 0)) fail("#VALUE!");
    return much.map((letter, place) => {
      const variation = variations[place];
      if (letter === MISSING || !isNumber(variation)) return MISSING;
      if (excel.rounded(variation - cutX, 10) <= 0) return `${letter}X`;
      return excel.rounded(variation - cutY, 10) <= 0 ? `${letter}Y` : `${letter}Z`;
    });
  }

  // The share that all as great or greater hold together.
  function paretoShares(values) {
    const known = values.filter(isNumber);
    if (known.length === 0 || known.some((value) => value < 0)) fail("#VALUE!");
    const total = sumOf(known);
    if (total <= 0) fail("#DIV/0!");
    const shares = [];
    const ordered = placesInOrder(known).reverse();
    let [upto, next] = [0, 0];
    for (const place of ordered) {
      const reached = known[place] - NOISE * Math.abs(known[place]);
      for (; next < ordered.length && known[ordered[next]] >= reached; next += 1) {
        upto += known[ordered[next]];
      }
      shares[place] = upto / total;
    }
    return placed(values, shares);
  }

  // What each number of a column has, beside those that are none.
  function placed(values, found) {
    const next = found[Symbol.iterator]();
    return values.map((value) => (isNumber(value) ? next.next().value : MISSING));
  }

  function median(known) {
    const ordered = [...known].sort((one, other) => one - other);
    const middle = Math.floor(ordered.length / 2);
    return ordered.length % 2 === 1
      ? ordered[middle]
      : (ordered[middle - 1] + ordered[middle]) / 2;
  }

  // How far off each is, by medians (Iglewicz & Hoaglin, 1993).
  function outlierScores(values) {
    const known = values.filter(isNumber);
    if (known.length === 0) fail("#VALUE!");
    const centre = median(known);
    const apart = median(known.map((value) => Math.abs(value - centre)));
    if (apart <= 0) fail("#DIV/0!");
    return placed(values, known.map((value) => (0.6745 * (value - centre)) / apart));
  }

  // The mean of so many numbers up to each; a blank is passed over.
  function movingAverages(values, size) {
    const known = values.filter(isNumber);
    if (known.length === 0 || size < 1 || size !== Math.floor(size)) fail("#VALUE!");
    const means = known.map((_, place) =>
      place + 1 < size ? MISSING : sumOf(known.slice(place + 1 - size, place + 1)) / size,
    );
    return placed(values, means);
  }

  // The least of those, which descend, before which less than a share lies.
  function leastOf(known, total, share) {
    let least = Infinity;
    let upto = 0;
    for (const value of known) {
      if (upto / total >= share - NEAR_SHARE) break;
      least = value - NOISE * Math.abs(value);
      upto += value;
    }
    return least;
  }

  // A row for each customer of an order list, below a header.
  function rfm(
    customers, dates, amounts, asOf, windowDays, levels, ties, language, orders, refunds,
  ) {
    const rows = ordersOf(
      customers,
      dates,
      amounts,
      filled(orders, dates),
      filled(refunds, dates),
      Math.floor(asOf),
    );
    const buyers = buyersOf(customers, rows, Math.floor(asOf), windowDays);
    const [recency, frequency, monetary] = ["ago", "often", "paid"].map((measure) =>
      buyers.map((buyer) => buyer[measure]),
    );
    const scores = [
      scoresOf(recency, levels, ties, true),
      scoresOf(frequency, levels, ties, false),
      scoresOf(monetary, levels, ties, false),
    ];
    const { header, segmentOf } = segmenting(recency, frequency, monetary, language);
    const grid = NAMES.grid[language];
    return [
      header,
      ...buyers.map((buyer, place) => {
        const [r, f, m] = scores.map((score) => score[place]);
        const cell = levels === grid.length ? grid[r - 1][f - 1] : "";
        return [buyer.name, buyer.ago, buyer.often, buyer.paid, r, f, m, segmentOf(buyer), cell];
      }),
    ];
  }

  // A column as long as another; one blank cell stands for none.
  function filled(column, pattern) {
    if (column.length <= 1 && column.every(isBlank)) return pattern.map(() => null);
    return column.length === pattern.length ? column : fail("#VALUE!");
  }

  // Each order once: whose, when, how much was paid for it, how much of it refunded.
  function ordersOf(customers, dates, amounts, orders, refunds, last) {
    if (!dates.some((day, place) => isNumber(day) && isNumber(amounts[place]))) fail("#VALUE!");
    if (refunds.some((refund) => isNumber(refund) && refund < 0)) fail("#VALUE!");
    const owners = ownersOf(customers, orders);
    const found = new Map();
    customers.forEach((customer, place) => {
      const day = dates[place];
      const order = keyOf(orders[place]);
      const buyer = isBlank(customer) ? owners.get(order) : keyOf(customer);
      if (buyer === undefined || buyer === null) return;
      if (isNumber(day) && Math.floor(day) > last) return;
      if (!found.has(buyer)) found.set(buyer, new Map());
      const own = found.get(buyer);
      const line = { day: null, paid: null, refunded: 0 };
      // a row without an order is one of its own
      const group = order === null ? line : order;
      if (!own.has(group)) own.set(group, { buyer, ...line });
      const kept = own.get(group);
      if (isNumber(day)) {
        kept.day = Math.min(Math.floor(day), kept.day === null ? Infinity : kept.day);
      }
      if (isNumber(amounts[place])) kept.paid += amounts[place];
      if (isNumber(refunds[place])) kept.refunded += refunds[place];
    });
    const whole = [];
    for (const own of found.values()) {
      for (const one of own.values()) if (one.day !== null && one.paid !== null) whole.push(one);
    }
    return whole;
  }

  // The one customer of each order, who has its rows without a customer; null where there are more.
  function ownersOf(customers, orders) {
    const owners = new Map();
    customers.forEach((customer, place) => {
      const order = keyOf(orders[place]);
      if (order === null || isBlank(customer)) return;
      const own = keyOf(customer);
      owners.set(order, owners.has(order) && owners.get(order) !== own ? null : own);
    });
    owners.delete(null);
    return owners;
  }

  // Those who bought within the window, in the order in which they first appear.
  function buyersOf(customers, rows, last, windowDays) {
    const buyers = new Map();
    for (const customer of customers) {
      const key = keyOf(customer);
      if (key !== null && !buyers.has(key)) {
        const name = typeof customer === "string" ? stripped(customer) : customer;
        buyers.set(key, { name, latest: -Infinity, often: 0, paid: 0, gross: 0 });
      }
    }
    for (const { buyer, day, paid, refunded } of rows) {
      if (day < last - windowDays + 1) continue;
      const own = buyers.get(buyer);
      const net = paid - refunded;
      own.paid += net;
      own.gross += Math.abs(net);
      // an order counts where more was paid for it than refunded
      if (net > REMAINDER * (Math.abs(paid) + refunded)) {
        own.often += 1;
        own.latest = Math.max(own.latest, day);
      }
    }
    return [...buyers.values()]
      .filter((own) => own.often > 0 && own.paid > REMAINDER * own.gross)
      .map((own) => ({ ...own, ago: last - own.latest }));
  }

  // What makes two names the same: capitals and spaces around do not count.
  function keyOf(name) {
    if (isBlank(name)) return null;
    return typeof name === "string" ? stripped(name).toLowerCase() : name;
  }

  // Without any kind of space before or after.
  const SPACE =
    "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
  const AROUND = new RegExp(`^${SPACE}|${SPACE}$`, "g");
  const stripped = (text) => text.replace(AROUND, "");

  // One of eight names for each: by high and low, a mean itself being high.
  function segmenting(recency, frequency, monetary, language) {
    const header = [...NAMES.headers[language]];
    const many = recency.length;
    const [days, orders, money] = [recency, frequency, monetary].map((one) => sumOf(one) / many);
    let line = orders;
    // by a mean of one order everybody would be frequent
    if (2 * frequency.filter((often) => often === 1).length > many) {
      line = NAMES.frequent;
      header[NAMES.segmentColumn] = NAMES.once[language];
    } else if (frequency.every((often) => often === frequency[0])) {
      line = frequency[0] + 1;
    }
    const segmentOf = ({ ago, often, paid }) =>
      NAMES.eight[language][
        4 * (paid - money >= -NEAR_MEAN * Math.abs(money)) +
          2 * (excel.rounded(often - line, 9) >= 0) +
          (excel.rounded(ago - days, 9) <= 0)
      ];
    return { header, segmentOf };
  }

  return {
    abcClasses, abcXyzClasses, movingAverages, outlierScores, paretoShares, rankScores, rfm,
  };
})();
