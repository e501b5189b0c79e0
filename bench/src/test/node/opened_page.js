// Opens a page in headless Chromium and prints what it finds as one JSON object, for scripts that are called
// with FILE WIDTH SCREENSHOT.
// Nothing may be asked of the network, so all requests but for the page itself are listed.
'use strict';

const { pathToFileURL } = require('node:url');
const { chromium } = require('playwright-core');

async function open(file, width, screenshot, find) {
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
      title: await page.title(),
      charts: await page.locator('.plot canvas').count(),
      overflow: await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ...await find(page),
    }));
  } finally {
    await browser.close();
  }
}

/** @param find what else is to be found, of a page */
module.exports = find => open(process.argv[2], Number(process.argv[3]), process.argv[4], find)
  .catch(error => {
    console.error(error);
    process.exitCode = 1;
  });
