// Opens the page of a running loop in headless Chromium and prints what it finds as JSON, a line each:
//   node watch_page.js URL WIDTH THEME SCREENSHOT
// The first line when the page lives; after a line on standard input the second one, when a stage is red.
'use strict';

const { createInterface } = require('node:readline');
const withPage = require('./browser');

async function main(url, width, theme, screenshot) {
  await withPage({ viewport: { width, height: 900 }, colorScheme: theme }, async (page, errors) => {
    const foreign = [];
    page.on('request', request => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) foreign.push(request.url());
    });
    await page.goto(url);
    const tick = async () => Number(await page.textContent('#tick')) || 0;
    const later = async than => page.waitForFunction(
      n => Number(document.getElementById('tick').textContent) > n, than, { timeout: 30000 });
    await later(0);
    const first = await tick();
    await later(first + 5);
    await page.waitForFunction(() => document.getElementById('field-tick').textContent !== '', null,
      { timeout: 30000 });
    console.log(JSON.stringify({
      first,
      second: await tick(),
      health: await page.textContent('#health'),
      stages: await page.locator('#stages tbody tr').count(),
      red: await page.locator('#stages tbody tr.bad').count(),
      charts: await page.locator('.plot canvas').count(),
      background: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
      overflow: await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    }));
    await new Promise(go => createInterface({ input: process.stdin }).once('line', go));
    await page.waitForSelector('#stage-slow.bad', { timeout: 30000 });
    const red = await tick();
    // by keyboard alone: the buttons are reached and pressed
    await page.focus('#amplitude');
    await page.keyboard.press('Enter');
    await page.screenshot({ path: screenshot, fullPage: true });
    console.log(JSON.stringify({
      red,
      pressed: await page.getAttribute('#amplitude', 'aria-pressed'),
      errors,
      foreign,
    }));
  });
}

main(process.argv[2], Number(process.argv[3]), process.argv[4], process.argv[5]).then(
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  });
