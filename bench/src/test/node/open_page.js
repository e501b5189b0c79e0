// Opens a page in headless Chromium and prints what it finds as one JSON object:
//   node open_page.js FILE WIDTH SCREENSHOT
// Nothing may be asked of the network, so all requests but for the page itself are listed.
'use strict';

const { pathToFileURL } = require('node:url');
const { chromium } = require('playwright-core');

async function main(file, width, screenshot) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
  const errors = [];
  const requests = [];
  try {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const url = pathToFileURL(file).href;
    page.on('console', message => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', error => errors.push(String(error)));
    page.on('request', request => request.url() !== url && requests.push(request.url()));
    await page.goto(url);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: screenshot, fullPage: true });
    console.log(JSON.stringify({
      errors,
      requests: requests.filter(address => !address.startsWith('data:')),
      verdict: await page.textContent('#verdict'),
      title: await page.title(),
      charts: await page.locator('.plot canvas').count(),
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
      overflow: await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    }));
  } finally {
    await browser.close();
  }
}

main(process.argv[2], Number(process.argv[3]), process.argv[4]).catch(error => {
  console.error(error);
  process.exitCode = 1;
});
