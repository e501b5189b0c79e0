'use strict';

const KEPT = 300;
const SHADES = ['#3b7dd8', '#d9822b', '#2f9e66', '#8f5bd1', '#c2417c', '#5f7a8a', '#9a7b1f', '#1f8f9a'];
const RISKS = ['normal', 'warning', 'critical', 'emergency'];
const DECISIONS = ['accept', 'monitor', 'reject', 'emergency'];
const element = id => document.getElementById(id);
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const ms = value => value == null ? '–' : value.toFixed(value < 10 ? 2 : 1) + ' ms';

let ticks = [];
let run = null;
let stages = [];
let quantities = [];
let period = 100;
let plots = {};
let shown = 'phase';
let field = null;
let former = new Map();

function text(id, value) {
  const at = element(id);
  if (at.textContent !== value) at.textContent = value;
}

function make(tag, content, className) {
  const made = document.createElement(tag);
  if (content != null) made.textContent = content;
  if (className) made.className = className;
  return made;
}

function plot(id, series, options) {
  const host = element(id);
  host.replaceChildren();
  const axis = {stroke: css('--quiet'), grid: {stroke: css('--line'), width: 1}, ticks: {stroke: css('--line')}};
  plots[id] = new uPlot({
    width: host.clientWidth,
    height: 190,
    scales: {x: {time: false}, ...(options && options.scales)},
    axes: [{...axis}, {...axis, size: 52}],
    series: [{label: 'tick'}, ...series],
  }, [[], ...series.map(() => [])], host);
}

function makePlots() {
  const line = (label, shade) => ({label, stroke: SHADES[shade], width: 1.5});
  plot('plot-late', [line('late, ms', 1), line('took, ms', 0)]);
  plot('plot-order', [line('oscillators', 0), line('field', 2)], {scales: {y: {range: [0, 1]}}});
  plot('plot-risk', [line('H_a', 4), line('risk level', 1), line('decision', 3)]);
  // the uppermost sum is drawn first, so that each lower one covers its part
  plot('plot-stages', stages.map((name, i) => ({
    label: name,
    stroke: SHADES[i % SHADES.length],
    fill: SHADES[i % SHADES.length],
    width: 0,
    points: {show: false},
    paths: uPlot.paths.bars({size: [1, 100]}),
    value: (_, sum, series, index) =>
      index == null || !ticks.length ? '–' : ms((ticks.at(-60 + index) || ticks.at(-1)).stages[i]),
  })).reverse());
  element('further').replaceChildren(...quantities.map((quantity, i) => {
    const host = make('section');
    host.append(make('h3', quantity.name + (quantity.unit ? ', ' + quantity.unit : '')));
    host.append(make('p', quantity.help, 'quiet'), make('div', null, 'plot'));
    host.lastChild.id = 'plot-further-' + i;
    return host;
  }));
  quantities.forEach((quantity, i) => plot('plot-further-' + i, [{
    ...line(quantity.key, i % SHADES.length),
    value: (_, value) => value == null ? '–' : quantity.codes[value] ?? String(value),
  }]));
  draw();
}

function draw() {
  const n = ticks.map(t => t.n);
  plots['plot-late'].setData([n, ticks.map(t => t.late), ticks.map(t => t.took)]);
  plots['plot-order'].setData([n, ticks.map(t => t.r), ticks.map(t => t.coherence)]);
  plots['plot-risk'].setData([n, ticks.map(t => t.ha),
    ticks.map(t => t.risk < 0 ? null : t.risk), ticks.map(t => t.decision < 0 ? null : t.decision)]);
  quantities.forEach((_, i) => plots['plot-further-' + i].setData([n, ticks.map(t => t.values[i])]));
  const last = ticks.slice(-60);
  const sums = stages.map((_, i) => last.map(t => t.stages.slice(0, i + 1).reduce((a, b) => a + b, 0)));
  plots['plot-stages'].setData([last.map(t => t.n), ...sums.reverse()]);
}

function drawStages() {
  const lately = ticks.slice(-Math.max(1, Math.round(1000 / period)));
  const body = element('stages').tBodies[0];
  const budget = element('budget');
  if (body.rows.length !== stages.length) {
    body.replaceChildren(...stages.map((name, i) => {
      const row = make('tr');
      const head = make('td');
      const swatch = make('span', null, 'swatch');
      swatch.style.background = SHADES[i % SHADES.length];
      head.append(swatch, name);
      row.append(head, make('td'), make('td'), make('td'));
      row.id = 'stage-' + name;
      return row;
    }));
    budget.replaceChildren(...stages.map((_, i) => {
      const part = make('span');
      part.style.background = SHADES[i % SHADES.length];
      return part;
    }));
  }
  stages.forEach((_, i) => {
    const mean = lately.reduce((sum, t) => sum + t.stages[i], 0) / Math.max(1, lately.length);
    const share = mean / period;
    const row = body.rows[i];
    row.className = share > 0.5 ? 'bad' : share > 0.25 ? 'warn' : '';
    row.cells[1].textContent = ticks.length ? ms(ticks.at(-1).stages[i]) : '–';
    row.cells[2].textContent = ms(mean);
    row.cells[3].textContent = (100 * share).toFixed(1) + ' %';
    budget.children[i].style.width = Math.min(100, 100 * share) + '%';
  });
}

function drawLate(late) {
  element('causes').tBodies[0].replaceChildren(...late.map(t => {
    const row = make('tr');
    const parts = t.parts.map(p => `${p.cause}${p.what ? ' ' + p.what : ''} ${ms(p.ms)}`);
    row.append(make('td', t.n), make('td', ms(t.late)), make('td', t.missed), make('td', parts.join(', ')));
    return row;
  }));
}

function drawTiers(tiers) {
  if (!tiers.length) return;
  const caches = Map.groupBy(tiers, tier => tier.cache);
  element('tiers').replaceChildren(...[...caches].map(([cache, all]) => {
    const flow = make('div', null, 'flow');
    flow.append(make('b', cache));
    all.forEach((tier, i) => {
      if (i) flow.append('→');
      const key = cache + '/' + tier.tier;
      const old = former.get(key) || tier;
      const asked = tier.lookups - old.lookups;
      former.set(key, tier);
      const ratio = tier.lookups ? (100 * tier.hits / tier.lookups).toFixed(1) + ' %' : '–';
      const bytes = tier.entries < 0 ? '' : ', ' + (tier.bytes / 1048576).toFixed(1) + ' MiB';
      flow.append(make('span', `${tier.tier}: ${ratio} of ${tier.lookups} (+${asked})${bytes}`, 'tier'));
    });
    return flow;
  }));
}

function drawAlerts(alerts) {
  element('alerts').replaceChildren(...(alerts.length
    ? alerts.map(a => make('li', `${a.name} (${a.severity}): ${a.text}`, a.severity))
    : [make('li', 'none', 'well')]));
}

function show(state) {
  if (state.run !== run) {
    run = state.run;
    ticks = [];
  }
  period = state.period_ms || period;
  const shape = [state.stages || [], state.quantities || []];
  if (JSON.stringify(shape) !== JSON.stringify([stages, quantities])) {
    [stages, quantities] = shape;
    makePlots();
  }
  const newest = ticks.length ? ticks.at(-1).n : -1;
  ticks = ticks.concat(state.ticks.filter(t => t.n > newest)).slice(-KEPT);
  const system = state.summary.system_performance;
  text('hz', system.coordination_frequency == null ? '–' : system.coordination_frequency.toFixed(3) + ' Hz');
  text('p95', system.response_time_p95 == null ? '–' : ms(1000 * system.response_time_p95));
  text('score', system.overall_score == null ? '–' : system.overall_score.toFixed(1));
  text('run', String(run ?? '–'));
  const last = ticks.at(-1);
  if (last) {
    text('tick', String(last.n));
    text('risk', 'risk: ' + (RISKS[last.risk] || 'unknown'));
    element('risk').className = 'pill ' + (['good', 'warn', 'bad', 'bad'][last.risk] || 'quiet');
    text('decision', 'decision: ' + (DECISIONS[last.decision] || 'none'));
    element('decision').className = 'pill ' + (['good', 'warn', 'bad', 'bad'][last.decision] || 'quiet');
  }
  const wrong = state.not_alive.concat(state.not_ready);
  text('health', wrong.length ? wrong[0] : 'alive and ready');
  element('health').className = 'pill ' + (state.not_alive.length ? 'bad' : wrong.length ? 'warn' : 'good');
  drawStages();
  drawLate(state.late);
  drawTiers(state.tiers);
  drawAlerts(state.summary.alerts);
  draw();
}

async function loadField() {
  const response = await fetch('/field');
  if (response.status === 200) {
    field = new DataView(await response.arrayBuffer());
    drawField();
  }
}

function drawField() {
  if (!field) return;
  const nx = field.getInt32(8, true);
  const ny = field.getInt32(12, true);
  const cells = nx * ny;
  const canvas = element('field');
  canvas.width = ny;
  canvas.height = nx;
  const context = canvas.getContext('2d');
  const image = context.createImageData(ny, nx);
  for (let i = 0; i < cells; i++) {
    const phase = field.getUint8(20 + i) / 256;
    const amplitude = field.getUint8(20 + cells + i);
    for (let c = 0; c < 3; c++) {
      image.data[4 * i + c] = shown === 'amplitude'
        ? amplitude
        : 128 + 100 * Math.cos(2 * Math.PI * (phase - c / 3));
    }
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  text('field-tick', `tick ${field.getBigInt64(0, true)}, largest amplitude ${field.getFloat32(16, true).toFixed(3)}`);
}

function choose(what) {
  shown = what;
  element('phase').setAttribute('aria-pressed', String(what === 'phase'));
  element('amplitude').setAttribute('aria-pressed', String(what === 'amplitude'));
  drawField();
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  text('theme', name === 'dark' ? 'Light' : 'Dark');
  if (stages.length || Object.keys(plots).length) makePlots();
}

async function begin() {
  theme(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  element('theme').onclick = () => theme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
  element('phase').onclick = () => choose('phase');
  element('amplitude').onclick = () => choose('amplitude');
  makePlots();
  show(await (await fetch('/state')).json());
  const events = new EventSource('/events');
  events.onmessage = event => show(JSON.parse(event.data));
  events.onerror = () => {
    text('health', 'no connection');
    element('health').className = 'pill bad';
  };
  loadField();
  setInterval(loadField, 1000);
  addEventListener('resize', makePlots);
}

begin();
