"use strict";
// What a reader can do with the drawing. The picture stands in the page already; this moves its parts.

(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const picture = $("picture"), view = $("view"), panel = $("panel"), details = $("details"), status = $("status");
  const MARGIN = 20, BETWEEN = 44;
  // An editor that shows the page. What the reader has done is kept there, for the page is made anew with each edit.
  const host = typeof acquireVsCodeApi === "function" ? acquireVsCodeApi() : null;
  const kept = host?.getState() ?? {};
  const nodes = [];

  // The elements of the picture beside what is known of them.
  data.pipelines.forEach((pipeline, p) => {
    pipeline.flat = pipeline.nodes.map((node, n) => {
      const own = { ...node, ...data.geometry[p][n], p, n, flat: pipeline };
      nodes.push(own);
      return own;
    });
    pipeline.nodes.forEach((node, n) => { pipeline.flat[n].around = node.parent === null ? null : pipeline.flat.find((o) => o.id === node.parent); });
  });
  for (const element of picture.querySelectorAll(".node")) {
    const node = data.pipelines[element.dataset.p].flat[element.dataset.n];
    node.element = element;
    element.ir = node;
    node.ways = new Map();
    for (const edge of element.querySelectorAll(":scope > .edges > .edge")) node.ways.set(Number(edge.dataset.e), edge);
    if (node.plan && node.around) {
      element.setAttribute("aria-expanded", String(!node.collapsed));
      // The icon of a group opens and closes it; lines alone would be hard to hit.
      node.icon = element.querySelector(":scope > .icon");
      node.icon.insertAdjacentHTML("afterend", '<rect class="toggle" x="3" y="4" width="26" height="26" rx="5"/>');
    }
    element.setAttribute("tabindex", "-1");
  }
  const children = (node) => (node.plan && !node.collapsed ? node.inside.map((i) => node.flat.flat[i]) : []);
  const isShown = (node) => { for (let a = node.around; a; a = a.around) if (a.collapsed) return false; return true; };
  const move = (element, x, y) => element.setAttribute("transform", `translate(${Layout.number(x)} ${Layout.number(y)})`);

  // Coordinates, from the innermost group outwards.
  function arrange() {
    let y = MARGIN, wide = 0;
    for (const { flat } of data.pipelines) {
      for (let n = flat.length - 1; n >= 0; n--) {
        const node = flat[n], kids = children(node);
        node.size = node.card;
        if (node.plan && !node.collapsed) {
          const inside = Layout.inside(node.plan, kids.map((k) => k.size));
          const { start, size } = Layout.around(node.card, inside.size);
          node.size = size;
          kids.forEach((kid, i) => { kid.x = inside.corners[i][0] + start[0]; kid.y = inside.corners[i][1] + start[1]; });
          const group = node.element.querySelector(":scope > .edges");
          if (group) move(group, start[0], start[1]);
          for (const { edge, points } of inside.routes) {
            const path = Layout.way(points);
            for (const line of node.ways.get(edge)?.querySelectorAll("path") ?? []) line.setAttribute("d", path);
          }
        }
      }
      flat[0].x = MARGIN;
      flat[0].y = y;
      for (const node of flat) {
        const shown = isShown(node);
        node.shown = shown;
        node.element.classList.toggle("away", !shown);
        node.absolute = node.around ? [node.around.absolute[0] + node.x, node.around.absolute[1] + node.y] : [node.x, node.y];
        if (!shown) continue;
        move(node.element, node.x, node.y);
        const box = node.element.querySelector(":scope > .box");
        if (box) { box.setAttribute("width", Layout.number(node.size[0])); box.setAttribute("height", Layout.number(node.size[1])); }
        const badge = node.element.querySelector(":scope > .badge");
        if (badge) move(badge, node.badge + node.size[0] - node.card[0], 8);
        const edges = node.element.querySelector(":scope > .edges");
        if (edges) edges.classList.toggle("away", node.collapsed);
        if (node.icon) {
          node.element.setAttribute("aria-expanded", String(!node.collapsed));
          node.icon.setAttribute("d", node.collapsed ? "M5 2L10 7L5 12" : "M2 5L7 10L12 5");
        }
      }
      y += flat[0].size[1] + BETWEEN;
      wide = Math.max(wide, flat[0].size[0]);
    }
    whole = [wide + 2 * MARGIN, y - BETWEEN + MARGIN];
    pointAt(here);
  }

  // Panning and zooming.
  let whole = [1, 1], scale = 1, left = 0, top = 0, fitted = true;
  const frame = () => picture.getBoundingClientRect();
  function show() {
    view.setAttribute("transform", `translate(${left} ${top}) scale(${scale})`);
    fitted = false;
    keep();
  }
  function zoom(factor, x, y) {
    const { width, height } = frame();
    const [cx, cy] = [x ?? width / 2, y ?? height / 2];
    const next = Math.min(4, Math.max(0.02, scale * factor));
    left = cx - ((cx - left) * next) / scale;
    top = cy - ((cy - top) * next) / scale;
    scale = next;
    show();
  }
  function fit() {
    const { width, height } = frame();
    scale = Math.min(host ? 1 : 1.5, Math.max(0.02, Math.min(width / whole[0], height / whole[1])));
    left = (width - whole[0] * scale) / 2;
    top = Math.max(0, (height - whole[1] * scale) / 2);
    show();
    fitted = true;
    keep();
  }
  function reveal(node, legible) {
    if (legible && scale < 0.6) {
      const { width, height } = frame();
      scale = 0.9;
      [left, top] = [width / 2 - (node.absolute[0] + node.size[0] / 2) * scale, height / 3 - node.absolute[1] * scale];
    }
    const { width, height } = frame(), pad = 40;
    const [x, y] = [node.absolute[0] * scale + left, node.absolute[1] * scale + top];
    const [w, h] = [Math.min(node.size[0] * scale, width - 2 * pad), Math.min(Math.min(node.size[1], 200) * scale, height - 2 * pad)];
    if (x < pad) left += pad - x; else if (x + w > width - pad) left -= x + w - width + pad;
    if (y < pad) top += pad - y; else if (y + h > height - pad) top -= y + h - height + pad;
    show();
  }
  picture.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { left: fx, top: fy } = frame();
    const step = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
    zoom(Math.exp(-Math.max(-240, Math.min(240, step)) * 0.0022), event.clientX - fx, event.clientY - fy);
  }, { passive: false });
  let drag = null;
  picture.addEventListener("pointerdown", (event) => { if (event.button === 0) drag = { x: event.clientX, y: event.clientY, left, top, moved: false }; });
  picture.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < 4) return;
    if (!drag.moved) { drag.moved = true; picture.setPointerCapture(event.pointerId); picture.classList.add("dragging"); }
    [left, top] = [drag.left + dx, drag.top + dy];
    show();
  });
  const drop = () => { picture.classList.remove("dragging"); const was = drag; drag = null; moved = was?.moved ?? false; };
  let moved = false;
  picture.addEventListener("pointerup", drop);
  picture.addEventListener("pointercancel", drop);

  // Collapsing. What the reader looks at stays where it is.
  function change(anchor, act) {
    const before = anchor?.shown ? anchor.absolute.slice() : null;
    act();
    arrange();
    if (before && anchor.shown) {
      left += (before[0] - anchor.absolute[0]) * scale;
      top += (before[1] - anchor.absolute[1]) * scale;
      show();
    }
  }
  function toggle(node, to = !node.collapsed) {
    if (!node.plan || node.around === null) return;
    change(node, () => { node.collapsed = to; });
    say(`${node.title} ${to ? "collapsed" : "expanded"}`);
  }
  function depth(most) {
    change(null, () => {
      for (const node of nodes) {
        let deep = 0;
        for (let a = node.around; a; a = a.around) deep += 1;
        if (node.plan && deep > 0) node.collapsed = deep >= most;
      }
    });
    let node = selected;
    while (node && !node.shown) node = node.around;
    if (node) select(node, false); else fit();
    fit();
  }

  // Selecting. An editor that shows the page is told which task the reader selects, and may open one.
  let selected = null, telling = true;
  const say = (words) => { status.textContent = words; };
  function select(node, focus = true) {
    selected?.element.classList.remove("selected");
    selected?.element.setAttribute("tabindex", "-1");
    selected?.element.removeAttribute("aria-selected");
    for (const way of picture.querySelectorAll(".edge.near")) way.classList.remove("near");
    selected = node;
    keep();
    if (!node) { panel.hidden = true; nodes[0]?.element.setAttribute("tabindex", "0"); return; }
    node.element.classList.add("selected");
    node.element.setAttribute("tabindex", "0");
    node.element.setAttribute("aria-selected", "true");
    const place = node.around ? node.around.inside.indexOf(node.n) : -1;
    node.around?.links.forEach(([from, to], e) => { if (from === place || to === place) node.around.ways.get(e)?.classList.add("near"); });
    tell(node);
    if (focus) { node.element.focus({ preventScroll: true }); reveal(node); }
    if (host) { if (telling) host.postMessage({ type: "select", id: node.id, line: node.line, span: node.span }); }
    else history.replaceState(null, "", `#${encodeURIComponent(node.id)}`);
  }
  const make = (name, text, cls) => { const e = document.createElement(name); if (text !== undefined) e.textContent = text; if (cls) e.className = cls; return e; };
  function tell(node) {
    const rows = make("dl");
    const row = (term, words) => { if (words) rows.append(make("dt", term), make("dd", words)); };
    row("Kind", node.words);
    row("Name", node.name === node.title ? "" : node.name);
    row("Component", node.component);
    row("Image", node.images.join("\n"));
    node.around_words.forEach((words, i) => row(i === 0 ? "Around it" : "", words));
    row("Note", node.note);
    row("Inside", node.plan ? `${node.inside.length} task${node.inside.length === 1 ? "" : "s"}` : "");
    row("Line", String(node.line));
    row("Id", node.id);
    const parts = [make("h2", node.title), rows];
    const list = (title, items) => { if (items.length) { const ul = make("ul"); ul.append(...items); parts.push(make("h3", title), ul); } };
    // What compilers put before names says nothing to people.
    const plain = (name) => (node.prefix && name?.startsWith(node.prefix) ? name.slice(node.prefix.length) || name : name);
    const findings = node.findings.map((f) => data.findings[f]);
    list("Findings", findings.map((f) => {
      const li = make("li");
      li.append(make("span", f.severity, f.severity), ` ${f.text} `, make("span", `[${f.rule}] line ${f.line}`, "type"));
      return li;
    }));
    const ports = (all, sign) => all.map((port) => {
      const li = make("li");
      li.append(make("strong", plain(port.name)), " ", make("span", [port.kind, port.type].filter(Boolean).join(", "), "type"));
      if (port.value) li.append(make("br"), make("span", `${sign} ${port.value}`, "from"));
      return li;
    });
    const flows = (edges, end) => edges.map((edge) => {
      const li = make("li");
      const other = node.flat.flat.find((o) => o.id === edge[end]);
      const go = make("button", other.title);
      go.type = "button";
      go.addEventListener("click", () => select(other));
      li.append(go, ...edge.flows.map((f) => make("div", f.from || f.to ? `${f.kind} ${[plain(f.from), plain(f.to)].filter(Boolean).join(" \u2192 ")}` : "order alone", "from")));
      return li;
    });
    const beside = node.around?.edges ?? [];
    list("From", flows(beside.filter((e) => e.to === node.id), "from"));
    list("To", flows(beside.filter((e) => e.from === node.id), "to"));
    list("Inputs", ports(node.inputs, "\u2190"));
    list("Outputs", ports(node.outputs, "\u2190"));
    if (node.plan && node.around) {
      const go = make("button", node.collapsed ? "Expand" : "Collapse");
      go.type = "button";
      go.addEventListener("click", () => { toggle(node); tell(node); });
      parts.splice(1, 0, go);
    }
    details.replaceChildren(...parts);
    panel.hidden = host !== null && !kept.details;
  }
  const nodeOf = (target) => target.closest?.(".node")?.ir ?? null;
  picture.addEventListener("click", (event) => {
    if (moved) { moved = false; return; }
    const node = nodeOf(event.target);
    if (node && event.target.closest(".toggle")) toggle(node);
    if (node && !event.target.closest(".edge")) select(node); else if (!node) select(null);
  });
  picture.addEventListener("dblclick", (event) => {
    const node = nodeOf(event.target);
    if (node && host && !node.plan) visit(node); else if (node) toggle(node);
  });

  // From task to task by the keyboard.
  const middle = (node) => [node.absolute[0] + node.size[0] / 2, node.absolute[1] + node.size[1] / 2];
  function along(node, down) {
    const place = node.around?.inside.indexOf(node.n) ?? -1;
    const ends = (node.around?.links ?? []).filter((l) => l[down ? 0 : 1] === place).map((l) => node.flat.flat[node.around.inside[l[down ? 1 : 0]]]);
    const far = (other) => Math.abs(middle(other)[1] - middle(node)[1]) + Math.abs(middle(other)[0] - middle(node)[0]) / 4;
    return ends.sort((a, b) => far(a) - far(b))[0];
  }
  function towards(node, dx, dy) {
    const [x, y] = middle(node);
    let best = null, least = Infinity;
    for (const other of node.around ? children(node.around) : data.pipelines.map((q) => q.flat[0])) {
      if (other === node) continue;
      const [ox, oy] = middle(other);
      const ahead = (ox - x) * dx + (oy - y) * dy, aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      if (ahead > 1 && ahead + 3 * aside < least) { best = other; least = ahead + 3 * aside; }
    }
    return best;
  }
  function go(node, key, shift) {
    if (shift && key === "ArrowDown") { if (node.collapsed) toggle(node, false); return children(node)[0]; }
    if (shift && key === "ArrowUp") return node.around;
    if (key === "ArrowDown" && node.around === null) return children(node)[0];
    if (key === "ArrowDown") return along(node, true) ?? towards(node, 0, 1);
    if (key === "ArrowUp") return along(node, false) ?? towards(node, 0, -1) ?? node.around;
    return towards(node, key === "ArrowLeft" ? -1 : 1, 0);
  }
  picture.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = selected ?? nodes[0];
    if (!node) return;
    if (event.key.startsWith("Arrow")) { const next = selected ? go(node, event.key, event.shiftKey) : node; if (next) select(next); }
    else if (event.key === "Enter" && host && selected) visit(selected);
    else if (event.key === "Enter" || event.key === " ") { if (selected) { toggle(node); tell(node); } else select(node); }
    else if (event.key === "Escape") select(null);
    else if (event.key === "Home") select(nodes[0]);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0" || event.key === "f") fit();
    else if (event.key === "/") $("search").focus();
    else return;
    event.preventDefault();
  });
  // A press that becomes a drag moves the focus, too, and selects nothing.
  picture.addEventListener("focusin", (event) => { if (drag) return; const node = nodeOf(event.target); if (node && node !== selected) select(node, false); });

  // Searching.
  let hits = [], at = -1;
  function search() {
    const words = $("search").value.trim().toLowerCase();
    for (const hit of hits) hit.element.classList.remove("match");
    const texts = (n) => [n.title, n.name, n.component, ...n.images];
    hits = words ? nodes.filter((n) => n.around && texts(n).some((t) => t?.toLowerCase().includes(words))) : [];
    at = -1;
    for (const hit of hits) hit.element.classList.add("match");
    $("hits").textContent = words ? (hits.length ? `${hits.length} found` : "nothing found") : "";
  }
  function step(by) {
    if (!hits.length) return;
    at = at < 0 ? (by > 0 ? 0 : hits.length - 1) : (at + by + hits.length) % hits.length;
    const hit = hits[at];
    change(null, () => { for (let a = hit.around; a; a = a.around) a.collapsed = false; });
    select(hit, false);
    reveal(hit, true);
    $("hits").textContent = `${at + 1} of ${hits.length}`;
    say(`${hit.title}, ${at + 1} of ${hits.length}`);
  }
  $("search").addEventListener("input", search);
  $("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); step(event.shiftKey ? -1 : 1); }
    if (event.key === "Escape") { $("search").value = ""; search(); }
  });
  $("next").addEventListener("click", () => step(1));
  $("previous").addEventListener("click", () => step(-1));

  $("in").addEventListener("click", () => zoom(1.25));
  $("out").addEventListener("click", () => zoom(0.8));
  $("fit").addEventListener("click", fit);
  $("close").addEventListener("click", () => {
    const was = selected;
    if (host) showDetails(false); else select(null);
    was?.element.focus();
  });
  $("depth").addEventListener("change", () => depth(Number($("depth").value)));
  $("theme").addEventListener("change", () => { document.documentElement.dataset.theme = $("theme").value; });

  // Opening a task by its id, for an editor or the part of the address behind the #.
  const byId = (id) => nodes.find((n) => n.id === id);
  function open(id) {
    const node = byId(id);
    if (!node) return false;
    change(null, () => { for (let a = node.around; a; a = a.around) a.collapsed = false; });
    quietly(node);
    reveal(node, true);
    return true;
  }

  // Inside of an editor: its colours, its cursor, and the way to its text.
  let here = null, pointed = null;
  /** Shows which task the cursor is in, or the group that hides it. */
  function pointAt(node) {
    here = node;
    let shown = node;
    while (shown && !shown.shown) shown = shown.around;
    if (shown === pointed) return;
    pointed?.element.classList.remove("here");
    pointed?.element.removeAttribute("aria-current");
    pointed = shown;
    pointed?.element.classList.add("here");
    pointed?.element.setAttribute("aria-current", "location");
  }
  /** Selects, and tells the editor nothing: it knows. */
  function quietly(node) {
    if (node === selected) return;
    telling = false;
    select(node, false);
    telling = true;
  }
  function visit(node) { host.postMessage({ type: "visit", id: node.id }); }
  function keep() {
    if (!host || !settled) return;
    const groups = nodes.filter((n) => n.plan && n.around).map((n) => [n.id, n.collapsed]);
    Object.assign(kept, { selected: selected?.id, groups, view: fitted ? null : [scale, left, top] });
    host.setState(kept);
  }
  function showDetails(on) {
    kept.details = on;
    $("more").setAttribute("aria-pressed", String(on));
    panel.hidden = !on || selected === null;
    keep();
  }
  let settled = false;
  function settle() {
    const page = document.documentElement;
    page.dataset.host = "true";
    const paint = () => { page.dataset.theme = /light/.test(document.body.dataset.vscodeThemeKind ?? "") ? "light" : "dark"; };
    paint();
    new MutationObserver(paint).observe(document.body, { attributes: true, attributeFilter: ["data-vscode-theme-kind"] });
    const more = make("button", "Details");
    more.type = "button";
    more.id = "more";
    $("fit").after(more);
    more.addEventListener("click", () => showDetails(!kept.details));
    window.addEventListener("message", ({ data: message }) => {
      if (message?.type === "open") open(String(message.id));
      if (message?.type === "point") {
        pointAt(byId(message.id) ?? null);
        if (pointed) {
          // Who moves the cursor does not look at what was selected here before.
          if (!document.hasFocus()) quietly(pointed);
          reveal(pointed);
        }
      }
      // What the editor wants to find again after it was closed.
      if (message?.type === "keep") {
        const other = (kept.document ?? message.document) !== message.document;
        kept.document = message.document;
        if (other) { select(null); fit(); } else keep();
      }
    });
    for (const [id, collapsed] of kept.groups ?? []) { const node = byId(id); if (node?.plan && node.around) node.collapsed = collapsed; }
    arrange();
    fit();
    quietly(byId(kept.selected) ?? null);
    if (kept.view) { [scale, left, top] = kept.view; show(); }
    settled = true;
    showDetails(kept.details ?? false);
    host.postMessage({ type: "ready" });
  }

  arrange();
  fit();
  select(null);
  if (host) settle();
  document.documentElement.dataset.ready = "true";
  if (location.hash.length > 1) { try { open(decodeURIComponent(location.hash.slice(1))); } catch { /* no id */ } }
  window.addEventListener("resize", () => { if (fitted && (host || !selected)) fit(); });
})();
