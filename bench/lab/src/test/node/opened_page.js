// Opens a page in headless Chromium and prints what it finds as one JSON object, for scripts that are called
// with FILE WIDTH SCREENSHOT.
// Nothing may be asked of the network, so all requests except that of the page itself are listed.
'use strict';

const { pathToFileURL } = require('node:url');
const withPage = require('./browser');

async function open(file, width, screenshot, find) {
  await withPage({ viewport: { width, height: 900 } }, async (page, errors) => {
    const requests = [];
    const url = pathToFileURL(file).href;
    page.on('request', request => request.url() !== url && requests.push(request.url()));
    await page.goto(url);
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
  });
}

/** @param find what else is to be found, of a page */
module.exports = find => open(process.argv[2], Number(process.argv[3]), process.argv[4], find)
  .catch(error => {
    console.error(error);
    process.exitCode = 1;
  });
