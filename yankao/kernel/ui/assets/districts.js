// The outlines of the districts: the base map, and the answer to "which district is this?".
let loading;

export function districts(url) {
  loading ??= fetch(url).then((answer) => answer.json());
  return loading;
}

function insideRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i], [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

export function districtAt(point, collection) {
  return collection.features.find(({ geometry }) => {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return polygons.some(([outer, ...holes]) => insideRing(point, outer) && !holes.some((hole) => insideRing(point, hole)));
  });
}

/** Six decimals: ten centimetres. */
export const decimals = (number) => Number(number).toFixed(6);
