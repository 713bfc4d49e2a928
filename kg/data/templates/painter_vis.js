// Draws a scene with vis-network, as pyvis does, every node in its place. Its time goes up with the lines: see `VIS_LINES`.

function makeVisPainter(host, hears) {
  runLibrary();
  const nodes = new vis.DataSet(), edges = new vis.DataSet(), styles = new Map();
  const network = new vis.Network(host, { nodes, edges }, drawing.options);
  network.on("click", (click) => hears.pick(click.nodes[0] ?? null, click.edges[0] ?? null));
  network.on("doubleClick", (click) => click.nodes.length > 0 && hears.open(click.nodes[0]));
  network.on("hoverNode", ({ node, event }) => hears.hover(node, null, event));
  network.on("hoverEdge", ({ edge, event }) => hears.hover(null, edge, event));
  ["blurNode", "blurEdge", "dragStart", "zoom"].forEach((name) => network.on(name, () => hears.hover(null, null)));

  // Only what differs from the last drawing goes to vis: the rest would be drawn again for nothing.
  function exchange(set, items, prefix) {
    const wanted = new Set(items.map((item) => item.id));
    const gone = set.getIds().filter((id) => !wanted.has(id));
    gone.forEach((id) => styles.delete(prefix + id));
    set.remove(gone);
    set.update(items.filter((item) => {
      const style = JSON.stringify(item), known = styles.get(prefix + item.id) === style;
      styles.set(prefix + item.id, style);
      return !known;
    }));
  }

  return {
    clear() {
      styles.clear();
      edges.clear();
      nodes.clear();
    },
    show(scene) {
      exchange(nodes, scene.nodes, "n");
      exchange(edges, scene.lines, "e");
    },
    fit(gently) {
      network.fit({ maxZoomLevel: NEAREST, animation: gently ? { duration: 250, easingFunction: "easeInOutQuad" } : false });
    },
    zoomBy(factor) {
      network.moveTo({ scale: network.getScale() * factor, animation: false });
    },
    toWindow(point) {
      return network.canvasToDOM(point);
    },
    get canvas() {
      return host.querySelector("canvas");
    },
  };
}

// The library is text until it is needed: a page that starts with a large scene does not wait for it. The policy knows
// its hash, and so lets it run.
function runLibrary() {
  if (typeof vis === "undefined") document.head.append(make("script", { text: find("library").textContent }));
}
