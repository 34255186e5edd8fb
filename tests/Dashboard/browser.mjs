// What the tests of the pages share: a browser, and axe.
import { createRequire } from 'node:module';
import { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const { source } = createRequire(import.meta.url)('axe-core');
let browser;

/** Starts a browser for the tests of a file. */
export function withBrowser() {
  before(async () => { browser = await chromium.launch({ executablePath: process.env.IPMIPS_CHROMIUM, args: ['--no-sandbox'] }); });
  after(async () => { await browser.close(); });
}

/** Opens a page in a context of its own, and closes it after the test. What the page logs as an error fails the test, unless it is expected. */
export async function open(test, address, { expectErrors = false, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000); // a busy machine
  const errors = [];
  page.on('console', message => { if (message.type() === 'error') errors.push(message.text()); });
  page.on('pageerror', error => errors.push(String(error)));
  page.on('dialog', dialog => { errors.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  const requests = [];
  page.on('request', request => requests.push(request.url()));
  await page.goto(address);
  test.after(async () => {
    await context.close();
    if (!expectErrors) assert.deepEqual(errors, []);
  });
  return { page, context, errors, requests };
}

/** What axe finds on a page; nothing, it is hoped. */
export async function findings(page, within) {
  await page.evaluate(source);
  const { violations } = await page.evaluate(part => globalThis.axe.run(part || document, { resultTypes: ['violations'] }), within);
  return violations.map(each => `${each.id}: ${each.nodes.length} of ${each.nodes[0].html}`);
}

/** The HTML of a page with other data. */
export function withData(html, change) {
  return html.replace(/(<script type="application\/json" id="data">)(.*?)(<\/script>)/s, (_, begin, json, end) => {
    const data = JSON.parse(json);
    change(data);
    return begin + JSON.stringify(data).replaceAll('<', '\\u003c') + end;
  });
}

export const text = (page, selector) => page.locator(selector).innerText();
