// Up to five classes of about as many districts each: a city has few large values and many small ones.
const MOST = 5;

/** Rows with a value, ascending, cut where equal values stay together. */
export function classes(rows) {
  const known = rows.filter(({ value }) => value !== null && !Number.isNaN(value)).sort((a, b) => a.value - b.value);
  const groups = [];
  for (const [place, row] of known.entries()) {
    const last = groups.at(-1);
    const wanted = Math.floor((place * MOST) / known.length);
    if (last && (wanted <= last.wanted || last.at(-1).value === row.value)) last.push(row);
    else groups.push(Object.assign([row], { wanted }));
  }
  return groups;
}

/** A colour between two that the browser tells as rgb(…). */
export function mixed(from, to, share) {
  const [a, b] = [from, to].map((colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number));
  return `rgb(${a.map((part, place) => Math.round(part + (b[place] - part) * share)).join(", ")})`;
}
