// Opens a page of growth: node open_growth.js FILE WIDTH SCREENSHOT
'use strict';

/**
 * Of each chart, where each line's colour is: how many pixels, and by which share of the plot's width and height;
 * and whether it is in the plot's lowest row.
 */
function lines() {
  return [...document.querySelectorAll('.plot')].map(area => {
    const canvas = area.querySelector('canvas');
    const outer = canvas.getBoundingClientRect();
    const inner = area.querySelector('.u-over').getBoundingClientRect();
    const [left, top] = [Math.round(inner.left - outer.left), Math.round(inner.top - outer.top)];
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const keys = [...area.parentElement.querySelectorAll('.key')];
    return keys.map(key => {
      const [r, g, b] = getComputedStyle(key).backgroundColor.match(/\d+/g).map(Number);
      let pixels = 0;
      const columns = new Set();
      const rows = new Set();
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255) {
          pixels++;
          columns.add(i / 4 % canvas.width - left);
          rows.add(Math.floor(i / 4 / canvas.width) - top);
        }
      }
      return { pixels, width: columns.size / inner.width, height: rows.size / inner.height,
        atBottom: rows.has(Math.round(inner.height) - 1), below: Math.max(...rows) >= Math.round(inner.height) + 1 };
    });
  });
}

/** Of each chart, whether something reaches its right edge, and so is cut there. */
function cut() {
  return [...document.querySelectorAll('.plot canvas')].map(canvas => {
    const { data } = canvas.getContext('2d').getImageData(canvas.width - 1, 0, 1, canvas.height);
    return data.some(byte => byte > 0);
  });
}

require('./opened_page.js')(async page => ({
  headings: await page.locator('h2').allTextContents(),
  titles: await page.locator('h3').allTextContents(),
  tables: await page.locator('table').evaluateAll(
    tables => tables.map(table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent)))),
  notes: await page.locator('.note').allTextContents(),
  lines: await page.evaluate(lines),
  cut: await page.evaluate(cut),
  // the marks of each axis across, if there were room for all
  ticks: await page.evaluate(() => data.benchmarks.map(
    ({ values }) => marks({ valToPos: value => 1000 * values.indexOf(value) }, values))),
  // whether the number goes by decades
  wide: await page.evaluate(() => data.benchmarks.map(benchmark => across(benchmark).scale.distr === 3)),
}));
