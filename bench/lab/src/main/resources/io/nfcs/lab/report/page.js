const element = id => document.getElementById(id);

/** Returns round numbers that divide a range: even steps, or powers of ten if the range is wide. */
function cuts(min, max) {
  const found = [];
  if (max / min > 12) {
    for (let decade = Math.pow(10, Math.floor(Math.log10(min))); decade <= max; decade *= 10) {
      for (const step of max / min > 1e4 ? [1] : [1, 2, 5]) found.push(step * decade);
    }
  } else {
    const rough = (max - min) / 5;
    const decade = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = [1, 2, 5, 10].find(s => s * decade >= rough) * decade;
    for (let k = Math.ceil(min / step); k * step <= max; k++) found.push(k * step);
  }
  return found.filter(cut => cut >= min && cut <= max);
}

function row(table, cells, head) {
  const tr = table.insertRow();
  for (const cell of cells) {
    const td = document.createElement(head ? "th" : "td");
    if (cell instanceof Node) { td.append(cell); td.className = "interval"; }
    else td.textContent = cell;
    tr.append(td);
  }
  return tr;
}

function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = "var(--" + name + ")";
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function plot(box, options, series) {
  const size = () => ({ width: Math.max(240, box.clientWidth - 14), height: 260 });
  const axes = { stroke: colour("soft"), grid: { stroke: colour("line"), width: 1 },
    ticks: { stroke: colour("line"), width: 1 } };
  const chart = new uPlot({ ...size(), legend: { show: false }, ...options,
    axes: options.axes.map(a => ({ ...axes, ...a })) }, series, box);
  new ResizeObserver(() => chart.setSize(size())).observe(box);
}
