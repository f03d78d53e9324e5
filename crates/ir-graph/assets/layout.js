"use strict";
// Places for the members of a group, from its plan and their sizes: the same steps as layout/align.rs, layout/place.rs and
// layout/mod.rs, in the same order, so that a page shows what the program drew. A test compares the two.

const Layout = (() => {
  const PADDING = 16, BETWEEN_PARTS = 32, ASPECT = 1.6;
  const BETWEEN_MEMBERS = 30, BETWEEN_BENDS = 12, BESIDE_BEND = 20;
  const LEAST_BETWEEN_LAYERS = 40, MOST_BETWEEN_LAYERS = 110, SLOPE = 0.1;
  const BETWEEN_PORTS = 14, CORNER = 14;

  const countItems = (part) => part.layers.reduce((sum, layer) => sum + layer.length, 0);
  const lists = (length) => Array.from({ length }, () => []);

  function neighbours(part, items) {
    const above = lists(items), below = lists(items);
    for (const chain of part.chains) {
      for (let i = 1; i < chain.items.length; i++) {
        below[chain.items[i - 1]].push(chain.items[i]);
        above[chain.items[i]].push(chain.items[i - 1]);
      }
    }
    return { above, below };
  }

  function places(layers, items) {
    const place = new Array(items).fill(0);
    for (const layer of layers) layer.forEach((item, i) => { place[item] = i; });
    return place;
  }

  // Edges that would bend a long edge.
  function conflicts(part, above, items) {
    const members = part.members.length, place = places(part.layers, items), found = new Set();
    for (let i = 1; i < part.layers.length; i++) {
      const upper = part.layers[i - 1], lower = part.layers[i];
      let from = 0, scanned = 0;
      lower.forEach((item, at) => {
        const first = item >= members ? above[item][0] : undefined;
        const straight = first !== undefined && first >= members ? place[first] : undefined;
        if (straight === undefined && at + 1 !== lower.length) return;
        const to = straight === undefined ? upper.length : straight;
        for (let k = scanned; k <= at; k++) {
          for (const other of above[lower[k]]) {
            const bothBend = other >= members && lower[k] >= members;
            if ((place[other] < from || place[other] > to) && !bothBend) found.add(other * items + lower[k]);
          }
        }
        scanned = at + 1;
        from = to;
      });
    }
    return found;
  }

  function blocks(layers, towards, crossing, items) {
    const root = Array.from({ length: items }, (_, i) => i);
    const continued = new Array(items).fill(false), place = places(layers, items);
    for (const layer of layers) {
      let free = 0;
      for (const item of layer) {
        const near = towards[item].slice().sort((a, b) => place[a] - place[b]);
        if (near.length === 0) continue;
        const last = near.length - 1;
        for (let m = Math.floor(last / 2); m <= Math.ceil(last / 2); m++) {
          const other = near[m];
          const crosses = crossing.has(other * items + item) || crossing.has(item * items + other);
          if (root[item] === item && !crosses && !continued[other] && place[other] >= free) {
            continued[other] = true;
            root[item] = root[other];
            free = place[other] + 1;
          }
        }
      }
    }
    return root;
  }

  function compact(layers, root, items, apart) {
    const leaving = lists(items), waiting = new Array(items).fill(0);
    for (const layer of layers) {
      for (let i = 1; i < layer.length; i++) {
        const from = root[layer[i - 1]], to = root[layer[i]];
        leaving[from].push([to, apart(layer[i - 1], layer[i])]);
        waiting[to] += 1;
      }
    }
    const x = new Array(items).fill(0), order = [];
    for (let i = 0; i < items; i++) if (root[i] === i && waiting[i] === 0) order.push(i);
    for (let next = 0; next < order.length; next++) {
      for (const [to, room] of leaving[order[next]]) {
        x[to] = Math.max(x[to], x[order[next]] + room);
        if (--waiting[to] === 0) order.push(to);
      }
    }
    for (let next = order.length - 1; next >= 0; next--) {
      let most = Infinity;
      for (const [to, room] of leaving[order[next]]) most = Math.min(most, x[to] - room);
      if (most !== Infinity) x[order[next]] = Math.max(x[order[next]], most);
    }
    return x.map((_, i) => x[root[i]]);
  }

  function centres(part, width) {
    const items = countItems(part), members = part.members.length;
    const { above, below } = neighbours(part, items);
    const crossing = conflicts(part, above, items);
    const apart = (a, b) => {
      const bends = (a < members ? 0 : 1) + (b < members ? 0 : 1);
      return (width[a] + width[b]) / 2 + [BETWEEN_MEMBERS, BESIDE_BEND, BETWEEN_BENDS][bends];
    };
    const corners = [];
    for (const upwards of [false, true]) {
      for (const rightwards of [false, true]) {
        let layers = part.layers.slice();
        if (upwards) layers.reverse();
        if (rightwards) layers = layers.map((layer) => layer.slice().reverse());
        const root = blocks(layers, upwards ? below : above, crossing, items);
        const x = compact(layers, root, items, apart);
        corners.push(rightwards ? x.map((v) => -v) : x);
      }
    }
    const extent = (x) => {
      let left = Infinity, right = -Infinity;
      for (let i = 0; i < items; i++) {
        left = Math.min(left, x[i] - width[i] / 2);
        right = Math.max(right, x[i] + width[i] / 2);
      }
      return [left, right];
    };
    const extents = corners.map(extent);
    let narrowest = extents[0];
    for (const e of extents) if (e[1] - e[0] < narrowest[1] - narrowest[0]) narrowest = e;
    const shifts = extents.map((e, i) => (i % 2 === 0 ? narrowest[0] - e[0] : narrowest[1] - e[1]));
    const x = [];
    for (let i = 0; i < items; i++) {
      const at = corners.map((c, k) => c[i] + shifts[k]).sort((a, b) => a - b);
      x.push((at[1] + at[2]) / 2);
    }
    const left = extent(x)[0];
    return x.map((v) => v - left);
  }

  function spread(edges, centre, width, wants, ports) {
    const sorted = edges.map((e) => [wants(e), e]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const half = Math.max(width / 2 - CORNER, 0), gaps = sorted.length - 1;
    const room = gaps > 0 ? Math.min(BETWEEN_PORTS, (2 * half) / gaps) : 0;
    let least = centre - half, most = centre + half - room * gaps;
    for (const [wish, edge] of sorted) {
      const port = Math.min(Math.max(wish, least), Math.max(most, least));
      ports[edge] = port;
      least = port + room;
      most += room;
    }
  }

  function place(part, sizes) {
    const items = countItems(part), members = part.members.length;
    const size = (item) => (item < members ? sizes[part.members[item]] : [0, 0]);
    const width = Array.from({ length: items }, (_, i) => size(i)[0]);
    const x = centres(part, width);
    const layerOf = new Array(items).fill(0);
    part.layers.forEach((layer, i) => layer.forEach((item) => { layerOf[item] = i; }));
    const widest = new Array(part.layers.length).fill(0);
    for (const { items: way } of part.chains) {
      for (let i = 1; i < way.length; i++) {
        const at = layerOf[way[i - 1]];
        widest[at] = Math.max(widest[at], Math.abs(x[way[i - 1]] - x[way[i]]));
      }
    }
    const top = [], bottom = [];
    let y = 0;
    part.layers.forEach((layer, i) => {
      const height = layer.reduce((most, item) => Math.max(most, size(item)[1]), 0);
      top.push(y);
      bottom.push(y + height);
      y += height + Math.min(LEAST_BETWEEN_LAYERS + SLOPE * widest[i], MOST_BETWEEN_LAYERS);
    });

    const leaving = lists(members), entering = lists(members), starts = [], ends = [];
    part.chains.forEach(({ items: way }, i) => {
      leaving[way[0]].push(i);
      entering[way[way.length - 1]].push(i);
    });
    const next = (i) => x[part.chains[i].items[1]];
    const before = (i) => {
      const way = part.chains[i].items;
      return way.length <= 2 ? starts[i] : x[way[way.length - 2]];
    };
    for (let m = 0; m < members; m++) spread(leaving[m], x[m], width[m], next, starts);
    for (let m = 0; m < members; m++) spread(entering[m], x[m], width[m], before, ends);

    const routes = part.chains.map(({ edge, items: way, up }, i) => {
      const first = way[0], last = way[way.length - 1], start = layerOf[first];
      const points = [[starts[i], top[start] + size(first)[1]], [starts[i], bottom[start]]];
      for (let k = 1; k < way.length - 1; k++) {
        points.push([x[way[k]], top[start + k]], [x[way[k]], bottom[start + k]]);
      }
      points.push([ends[i], top[layerOf[last]]]);
      if (up) points.reverse();
      return { edge, points };
    });
    const corners = [];
    let right = 0;
    for (let i = 0; i < items; i++) right = Math.max(right, x[i] + width[i] / 2);
    for (let m = 0; m < members; m++) corners.push([x[m] - width[m] / 2, top[layerOf[m]]]);
    return { corners, routes, size: [right, bottom[bottom.length - 1]] };
  }

  /** Places of the members of a group; `sizes` are theirs. The left upper corner of what is inside is 0, 0. */
  function inside(plan, sizes) {
    const placed = plan.parts.map((part) => place(part, sizes));
    let area = 0, widest = 0;
    for (const { size } of placed) {
      area += (size[0] + BETWEEN_PARTS) * (size[1] + BETWEEN_PARTS);
      widest = Math.max(widest, size[0]);
    }
    const limit = Math.max(widest, Math.sqrt(area * ASPECT));
    const all = { corners: sizes.map(() => [0, 0]), routes: [], size: [0, 0] };
    let x = 0, y = 0, row = 0;
    placed.forEach(({ corners, routes, size }, i) => {
      if (x > 0 && x + size[0] > limit) {
        x = 0;
        y += row + BETWEEN_PARTS;
        row = 0;
      }
      plan.parts[i].members.forEach((member, k) => { all.corners[member] = [corners[k][0] + x, corners[k][1] + y]; });
      for (const { edge, points } of routes) all.routes.push({ edge, points: points.map((p) => [p[0] + x, p[1] + y]) });
      all.size = [Math.max(all.size[0], x + size[0]), Math.max(all.size[1], y + size[1])];
      x += size[0] + BETWEEN_PARTS;
      row = Math.max(row, size[1]);
    });
    return all;
  }

  /** Where the inside of a group begins, and the size of the group, from the size of its header. */
  function around(header, size) {
    const width = Math.max(header[0], size[0] + 2 * PADDING);
    return { start: [(width - size[0]) / 2, header[1]], size: [width, header[1] + size[1] + PADDING] };
  }

  const number = (v) => String(Math.round(v * 10) / 10 || 0);

  /** A way as the data of a path. */
  function way(points) {
    let out = "", before = null;
    for (const [px, py] of points) {
      const x = number(px), y = number(py);
      if (before === null) out += `M${x} ${y}`;
      else if (before[1] === y) { /* nothing between */ }
      else if (before[0] === x) out += `V${y}`;
      else {
        const middle = number((before[2] + py) / 2);
        out += `C${before[0]} ${middle} ${x} ${middle} ${x} ${y}`;
      }
      before = [x, y, py];
    }
    return out;
  }

  return { inside, around, way, number };
})();

if (typeof module !== "undefined") module.exports = Layout;
