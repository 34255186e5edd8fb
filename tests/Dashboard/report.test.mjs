// The page of New-IpmiReport in a browser. IPMIPS_REPORT is its file: a fleet with healthy, unhealthy and dead servers, one of which has texts that would be markup.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { findings, open, text, withBrowser, withData } from './browser.mjs';

const address = pathToFileURL(process.env.IPMIPS_REPORT).href;
const dead = process.env.IPMIPS_DEAD;
const evil = process.env.IPMIPS_EVIL;
withBrowser();

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing, and nothing is cut off: ${colorScheme}, ${width} pixels wide`, async t => {
      const { page } = await open(t, address, { colorScheme, viewport: { width, height: 900 } });
      assert.deepEqual(await findings(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await page.locator('#server-table .open').first().click();
      assert.deepEqual(await findings(page, '#drill'), []);
    });
  }
}

test('the page loads nothing but itself', async t => {
  const { page, requests } = await open(t, address, { expectErrors: true });
  assert.deepEqual(requests.filter(each => !each.startsWith('data:')), [address]);
  // Its policy forbids what it does not do.
  const blocked = await page.evaluate(() => new Promise(resolve => {
    document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
  }));
  assert.equal(blocked, 'script-src-elem');
  assert.equal(await page.evaluate(() => window.ran), undefined);
});

test('texts of BMCs, of files and of users are never markup', async t => {
  const { page } = await open(t, address);
  const html = await readFile(process.env.IPMIPS_REPORT, 'utf8');
  assert.ok(!html.includes('<img') && !html.includes('<b>'));
  await page.locator('#find').fill(evil);
  await page.locator('#server-table .open').first().click();
  const drill = await text(page, '#drill');
  for (const part of ['"><b>x</b>', '<img src=x onerror=x>']) assert.ok(drill.includes(part), part);
  assert.ok((await text(page, '#map')).includes('<script>alert(1)</script>'));
  assert.ok((await page.title()).includes('</title><b>'));
  assert.equal(await page.locator('b:not(.range b), img').count(), 0);
  assert.equal(await page.evaluate(() => document.querySelectorAll('script').length), 2);
});

test('what could not be read is shown so, and never as well', async t => {
  const { page } = await open(t, address);
  assert.match(await text(page, '#subtitle'), /1 could not be read/);
  await page.locator('#find').fill(dead);
  const row = page.locator('#server-table tbody tr');
  assert.equal(await row.count(), 1);
  assert.equal(await row.locator('.mark.ok').count(), 0);
  assert.match(await row.innerText(), /not known/);
  await row.locator('.open').click();
  const drill = await text(page, '#drill');
  assert.match(drill, /ConnectionRefused|respond/);
  assert.doesNotMatch(drill, /\bOk\b/);
});

test('tables are searched, filtered and sorted', async t => {
  const { page } = await open(t, address);
  const rows = page.locator('#server-table tbody tr');
  const all = await rows.count();
  const critical = await page.locator('#health-filter button', { hasText: /^Critical$/ });
  await critical.click();
  assert.ok(await rows.count() < all);
  for (const badge of await page.locator('#server-table .badge').allInnerTexts()) assert.match(badge, /Critical/);
  await critical.click();
  const header = page.locator('#server-table th', { hasText: 'Draw' });
  await header.locator('button').click();
  assert.equal(await header.getAttribute('aria-sort'), 'descending');
  const watts = (await page.locator('#server-table tbody td:nth-last-child(3)').allInnerTexts()).filter(each => each !== '–').map(each => parseInt(each.replace(/\D/g, ''), 10));
  assert.deepEqual(watts, [...watts].sort((a, b) => b - a));
});

test('all of it can be done with the keyboard', async t => {
  const { page } = await open(t, address);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.locator('#map .slot[tabindex="0"]').focus();
  const first = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press('ArrowDown');
  const next = await page.evaluate(() => document.activeElement.textContent);
  assert.notEqual(next, first);
  assert.equal(await page.locator('#map .slot[tabindex="0"]').count(), 1);
  await page.keyboard.press('Enter');
  assert.ok(next.startsWith(await text(page, '#drill-title')));
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#drill').isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), next);
});

test('charts have their text, and health is not colour alone', async t => {
  const { page } = await open(t, address);
  assert.match(await page.locator('#timeline svg').getAttribute('aria-label'), /^\d+ events? from .* to /);
  await page.locator('#timeline summary').click();
  assert.ok(await page.locator('#timeline tbody tr').count() > 0);
  await page.locator('#metric').selectOption('health');
  for (const slot of await page.locator('#map .slot').allInnerTexts()) assert.match(slot, /[✓!✕‼?]/);
});

/** Opens the report with other data. */
async function openWith(t, change, options) {
  const path = `${process.env.IPMIPS_REPORT}.other.html`;
  await writeFile(path, withData(await readFile(process.env.IPMIPS_REPORT, 'utf8'), change));
  return open(t, pathToFileURL(path).href, options);
}

for (const width of [1440, 800, 390]) {
  test(`long names take nothing else its place: ${width} pixels wide`, async t => {
    const { page } = await openWith(t, data => {
      for (const server of data.servers.filter(each => each.health !== 1)) server.name = `bmc-with-a-long-name-${server.name.replace(/\D/g, '')}.management.example.net`;
      for (const server of data.servers) if (server.sensors.length) server.sensors[0][0] = 'A_sensor_of_which_the_name_has_no_blank'.repeat(3);
      data.servers[0].rack = 'A rack that is named after the hall, the row, the place in the row and the team that owns it';
    }, { viewport: { width, height: 900 } });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    for (const region of width === 1440 ? ['#attention', '#server-table'] : ['#attention']) {
      assert.ok(await page.locator(`${region} .scroll`).evaluate(element => element.scrollWidth <= element.clientWidth), region);
    }
    assert.ok(await page.evaluate(() => [...document.querySelectorAll('.slot')].every(slot => {
      const frame = slot.parentElement.getBoundingClientRect(), own = slot.getBoundingClientRect();
      return own.left >= frame.left && own.right <= frame.right;
    })));
    await page.locator('#server-table .open').last().click();
    if (width === 1440) assert.ok(await page.locator('#drill .scroll').first().evaluate(element => element.scrollWidth <= element.clientWidth));
  });
}

test('all columns of the health are seen on a small screen', async t => {
  const { page } = await open(t, address, { viewport: { width: 1280, height: 800 } });
  assert.ok(await page.locator('#server-table .scroll').evaluate(element => element.scrollWidth <= element.clientWidth));
});

test('a name that is written from right to left keeps to itself', async t => {
  const { page } = await openWith(t, data => { data.servers.forEach(server => { server.rack = 'مركز'; server.unit = null; }); });
  const [name, number] = await page.locator('#map h3').evaluate(heading => [heading.querySelector('bdi'), heading.querySelector('span')].map(each => each.getBoundingClientRect().left));
  assert.ok(name < number);
});

test('servers without a unit of their own are below the rack, without gaps', async t => {
  const { page } = await openWith(t, data => data.servers.forEach((server, index) => { server.rack = 'A'; [server.unit, server.units] = [[19, 2], [1, 1], [1, 1], [null, 1]][index] ?? [3 + index % 4, 1]; }));
  const rows = await page.locator('#map .slot').evaluateAll(slots => slots.map(slot => Number(slot.style.gridRowStart)).sort((a, b) => a - b));
  // Six stand in the rack of 20 units, the others below it.
  assert.deepEqual(rows, [1, 15, 16, 17, 18, 20, ...rows.slice(6).map((_, index) => 21 + index)]);
});

test('without racks, servers are grouped by what their names have in common', async t => {
  const names = ['web01-ilo.example.net', 'web02-ilo.example.net', 'db-bmc1', 'db-bmc2', '10.0.0.1', '10.0.0.2:6230', 'fd00::1', 'fd00::2', 'idrac-7XK2P02', 'gateway'];
  const { page } = await openWith(t, data => {
    data.servers = names.map(name => ({ ...data.servers[0], name, rack: null, unit: null }));
    data.events = [];
  });
  assert.deepEqual((await page.locator('#map h3').allInnerTexts()).sort(), ['10.0.0.* 2', 'Other servers 2', 'db 2', 'fd00::* 2', 'web 2']);
  assert.equal(await page.locator('#server-table th', { hasText: 'Rack' }).count(), 0);
});

test('there can be many events, and times that cannot be right', async t => {
  const { page } = await openWith(t, data => {
    data.events = Array.from({ length: 200_000 }, (_, index) => [0, index === 0 ? null : index === 1 ? 946684800000 : data.created - index, 2, 'Fan', 'Low', null, null]);
  });
  assert.match(await page.locator('#timeline svg').getAttribute('aria-label'), /^199,998 events/);
  assert.match(await text(page, '#timeline .legend'), /2 events have no time, or one long past/);
  assert.ok(await page.locator('#inventory-table tbody tr').count() > 0);
});

test('the days of the chart are days, also where summer time ends', async t => {
  const at = text => Date.parse(`${text}+01:00`);
  const { page } = await openWith(t, data => {
    data.created = at('2026-11-10T12:00');
    data.after = at('2026-10-11T12:00');
    data.events = ['2026-10-12T11:30', '2026-11-08T00:30', '2026-11-08T23:30'].map(text => [0, at(text), 2, 'Fan', 'Low', null, null]);
  }, { timezoneId: 'Europe/Berlin' });
  await page.locator('#timeline summary').click();
  assert.deepEqual(await page.locator('#timeline tbody th').allInnerTexts(), ['2026-10-12 12:00:00', '2026-11-08 00:00:00', '2026-11-08 12:00:00']);
});

test('with colours of the system, too, it is seen what is chosen, and what a colour means', async t => {
  const { page } = await open(t, address, { forcedColors: 'active' });
  const styles = (selector, name) => page.locator(selector).evaluateAll((elements, property) => elements.map(element => getComputedStyle(element)[property]), name);
  assert.equal(new Set(await styles('#legend .swatch', 'backgroundColor')).size, 6);
  assert.equal(new Set(await styles('nav a', 'borderBottomColor')).size, 2);
  await page.locator('#health-filter button').first().click();
  assert.equal(new Set(await styles('#health-filter button', 'backgroundColor')).size, 2);
});

test('the theme that was chosen stays', async t => {
  const { page } = await open(t, address, { colorScheme: 'light' });
  await page.locator('#theme').selectOption('dark');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
});

test('on paper, it is said which servers are left out', async t => {
  const { page } = await openWith(t, data => {
    data.servers = Array.from({ length: 70 }, (_, index) => ({ ...data.servers[0], name: `server${index}`, health: 3 }));
    data.events = [];
  });
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('#attention tbody tr').count(), 60);
  assert.match(await text(page, '#attention-paper'), /60 of the 70 servers/);
});

test('it prints on few pages, in light colours', async t => {
  const { page } = await open(t, address, { colorScheme: 'dark' });
  const pages = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages <= 5, `${pages} pages`);
  const colors = () => page.locator('#map .slot').evaluateAll(slots => slots.map(slot => slot.style.background));
  const dark = await colors();
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.notDeepEqual(await colors(), dark);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  assert.deepEqual(await colors(), dark);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgb(255, 255, 255)');
  assert.equal(await page.locator('#server-table table').isVisible(), false);
});
