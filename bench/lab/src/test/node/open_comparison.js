// Opens the page of a comparison: node open_comparison.js FILE WIDTH SCREENSHOT
'use strict';

require('./opened_page.js')(async page => ({
  verdict: await page.textContent('#verdict'),
  rows: await page.locator('#differences tr').count(),
  facts: await page.textContent('#facts'),
  environment: (await page.locator('#environment').allInnerTexts()).join(),
  same: (await page.locator('#same').allTextContents()).join(),
  folded: await page.locator('#common:not([open])').count(),
  // functions of the page, as its axes use them
  labels: await page.evaluate(() => [[0.8, 1.4], [900, 1300], [90, 4e6], [1e3, 9e9]]
    .map(([min, max]) => cuts(min, max).map(label))),
  counts: await page.evaluate(() => [1, 2].map(n => count(n, 'round'))),
  times: await page.evaluate(() => [0, 0.02, 9.996, 999.6, 1e6, 6e7].map(time)),
}));
