// Opens a page of growth: node open_growth.js FILE WIDTH SCREENSHOT
'use strict';

/** Of each chart, how many pixels each line's colour has. */
function painted() {
  return [...document.querySelectorAll('.plot')].map(area => {
    const canvas = area.querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const keys = [...area.parentElement.querySelectorAll('.key')];
    return keys.map(key => {
      const [r, g, b] = getComputedStyle(key).backgroundColor.match(/\d+/g).map(Number);
      let pixels = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255) pixels++;
      }
      return pixels;
    });
  });
}

require('./opened_page.js')(async page => ({
  headings: await page.locator('h2').allTextContents(),
  titles: await page.locator('h3').allTextContents(),
  tables: await page.locator('table').evaluateAll(
    tables => tables.map(table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent)))),
  painted: await page.evaluate(painted),
  // whether the number goes by decades
  wide: await page.evaluate(() => data.benchmarks.map(benchmark => across(benchmark).scale.distr === 3)),
}));
