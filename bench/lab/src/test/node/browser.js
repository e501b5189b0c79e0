// A page in headless Chromium that tells what goes wrong on it, for the scripts beside.
'use strict';

const { chromium } = require('playwright-core');

/**
 * Calls with a page of some settings and the errors of that page, and ends the browser.
 *
 * @param settings of the page, such as its viewport
 * @param use what is done with it
 */
module.exports = async (settings, use) => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
  try {
    const errors = [];
    const page = await browser.newPage(settings);
    page.on('console', message => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', error => errors.push(String(error)));
    await use(page, errors);
  } finally {
    await browser.close();
  }
};
