// Which region of a picture a point lies in. The server asks the same of every
// mark again, and its answer is the one that is kept.
export const placeMax = 1000;

export class Figure {
  constructor(drawing) {
    Object.assign(this, drawing);
  }

  /// A place in thousandths, of a point in the units of the picture.
  place({ x, y }) {
    const share = (at, of) => Math.min(placeMax, Math.max(0, Math.round((at * placeMax) / of)));
    return { x: share(x, this.width), y: share(y, this.height) };
  }

  point({ x, y }) {
    return { x: (x * this.width) / placeMax, y: (y * this.height) / placeMax };
  }

  regionAt(place) {
    const { x, y } = this.point(place);
    const near = [[0, 0], [0.2, 0], [0, 0.2], [-0.2, 0], [0, -0.2]];
    for (const [dx, dy] of near) {
      const found = this.cells.find((cell) => contains(cell.edge, x + dx, y + dy));
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  region(key) {
    return this.cells.find((cell) => cell.key === key);
  }
}

function contains(edge, x, y) {
  let inside = false;
  edge.forEach(([x1, y1], index) => {
    const [x2, y2] = edge[(index + 1) % edge.length];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) {
      inside = !inside;
    }
  });
  return inside;
}
