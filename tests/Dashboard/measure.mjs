// Measures a page in Chromium: how soon it is painted, what an update costs, and whether memory grows.
//   node measure.mjs ADDRESS [MINUTES]
// ADDRESS is that of a dashboard, with its token, or of a report (file://…). MINUTES is how long a dashboard is watched; default 2. Where Chromium is not
// in the path, IPMIPS_CHROMIUM names it. Prints one line each minute, and the sum at the end.
import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

const [address, minutes = '2'] = process.argv.slice(2);
const executablePath = process.env.IPMIPS_CHROMIUM || execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--enable-precise-memory-info'] });
const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

// First paint: five times, each in a context of its own, with nothing cached.
const paints = [], scripts = [];
for (let run = 0; run < 5; run++) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  await page.goto(address);
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  paints.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime));
  scripts.push(1000 * (await cdp.send('Performance.getMetrics')).metrics.find(each => each.name === 'ScriptDuration').value);
  await context.close();
}
console.log(`first paint: median ${Math.round(median(paints))} ms, most ${Math.round(Math.max(...paints))} ms; script until then: median ${Math.round(median(scripts))} ms`);

if (address.startsWith('http')) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  const updates = [];
  await page.exposeFunction('told', update => { updates.push(update); });
  await page.goto(address);
  await page.evaluate(() => document.addEventListener('ipmi-update', ({ detail }) => { globalThis.told(detail); }));
  const heaps = [];
  for (let minute = 1; minute <= Number(minutes); minute++) {
    await page.waitForTimeout(60_000);
    await cdp.send('HeapProfiler.collectGarbage');
    const { metrics } = await cdp.send('Performance.getMetrics');
    const value = name => metrics.find(each => each.name === name).value;
    heaps.push(value('JSHeapUsedSize') / 1e6);
    const last = updates.slice(-60).map(each => each.milliseconds);
    console.log(`minute ${minute}: heap ${heaps[heaps.length - 1].toFixed(1)} MB, nodes ${value('Nodes')}, listeners ${value('JSEventListeners')}, updates ${updates.length}, most ${Math.max(...last).toFixed(1)} ms`);
  }
  const times = updates.map(each => each.milliseconds);
  if (!times.length) throw new Error('There was no update.');
  const slowest = [...updates].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 5);
  console.log(`slowest: ${slowest.map(each => `${each.milliseconds.toFixed(0)} ms (${each.servers} servers, ${each.events} events)`).join(', ')}`);
  console.log(`updates: ${updates.length} of ${updates.reduce((sum, each) => sum + each.servers, 0)} servers; script: median ${median(times).toFixed(1)} ms, most ${Math.max(...times).toFixed(1)} ms; heap ${heaps[0].toFixed(1)} MB to ${heaps[heaps.length - 1].toFixed(1)} MB`);
}
await browser.close();
