// The dashboard in a browser. IPMIPS_DASHBOARD and IPMIPS_DASHBOARD_POWER are addresses with their tokens: one that only reads, one with -AllowPower. Both show the same virtual BMCs.
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { findings, open, text, withBrowser, withData } from './browser.mjs';

const address = process.env.IPMIPS_DASHBOARD, powerAddress = process.env.IPMIPS_DASHBOARD_POWER;
const origin = new URL(address).origin, token = new URL(address).searchParams.get('token');
const powerOrigin = new URL(powerAddress).origin, powerToken = new URL(powerAddress).searchParams.get('token');
const metricsToken = process.env.IPMIPS_METRICS_TOKEN;
withBrowser();

/** A request as a program makes it, with any headers. */
function ask(path, { method = 'GET', headers = {}, at = origin } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(at + path, { method, headers, agent: false }, response => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', part => { body += part; if (body.length > 10_000_000) request.destroy(); });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    request.on('error', reject);
    request.end();
  });
}
const bearer = value => ({ Authorization: `Bearer ${value}` });

/** Opens a server that can be read. */
async function openServer(page) {
  await page.locator('#find').fill(process.env.IPMIPS_POWER_SERVER);
  await page.locator('#server-table .open').click();
  await page.locator('#drill tbody th, #drill tbody td').first().waitFor();
}

// The page of a stranger, on another port of this computer.
let stranger, strangerOrigin;
before(async () => {
  stranger = http.createServer((_, response) => { response.setHeader('Content-Type', 'text/html'); response.end('<!DOCTYPE html><title>stranger</title><body></body>'); });
  await new Promise(resolve => { stranger.listen(0, '127.0.0.1', resolve); });
  strangerOrigin = `http://127.0.0.1:${stranger.address().port}`;
});
after(() => stranger.close());

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing: ${colorScheme}`, async t => {
    const { page } = await open(t, powerAddress, { colorScheme });
    await page.locator('#live', { hasText: 'Connected' }).waitFor();
    assert.deepEqual(await findings(page), []);
    await openServer(page);
    assert.deepEqual(await findings(page, '#drill'), []);
    await page.locator('#drill button', { hasText: 'Turn off' }).click();
    await page.locator('#confirm-title').waitFor();
    assert.deepEqual(await findings(page, '#confirm'), []);
  });
}

test('without the token, or with a wrong one, there is nothing', async () => {
  const wrong = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
  for (const path of ['/', `/?token=${wrong}`, '/?token=', `/?token=${metricsToken}`]) {
    const { status, body } = await ask(path);
    assert.equal(status, 401, path);
    assert.ok(body.length < 100);
  }
  for (const path of ['/stream?since=0', '/server?server=0', '/metrics', `/server?server=0&token=${token}`, '/nothing']) {
    for (const headers of [{}, bearer(wrong), bearer(''), { Authorization: `Basic ${Buffer.from(`x:${token}`).toString('base64')}` }, { Cookie: `token=${token}` }]) {
      const { status, body } = await ask(path, { headers });
      assert.equal(status, 401, path);
      assert.ok(body.length < 100);
    }
  }
});

test('the token of the metrics opens the metrics alone', async () => {
  assert.equal((await ask('/metrics', { headers: bearer(metricsToken) })).status, 200);
  for (const path of ['/stream?since=0', '/server?server=0']) assert.equal((await ask(path, { headers: bearer(metricsToken) })).status, 401);
  assert.equal((await ask('/power?server=0&action=Off', { method: 'POST', headers: bearer(metricsToken), at: powerOrigin })).status, 401);
});

test('under another name there is nothing', async () => {
  const port = new URL(address).port;
  for (const host of ['evil.example', `evil.example:${port}`, `localhost.evil.example:${port}`, `127.0.0.1.evil.example:${port}`, `127.0.0.1:${port}@evil.example`]) {
    for (const path of [`/?token=${token}`, '/server?server=0', '/metrics']) {
      const { status, body } = await ask(path, { headers: { Host: host, ...bearer(token) } });
      assert.ok(status >= 400 && status < 500, `${host} ${status}`);
      assert.ok(body.length < 500 && !body.includes('reasons'));
    }
  }
});

test('another origin gets nothing, even with the token', async () => {
  for (const headers of [{ Origin: 'http://evil.example' }, { Origin: strangerOrigin }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }]) {
    for (const path of ['/server?server=0', '/metrics', '/stream?since=0']) assert.equal((await ask(path, { headers: { ...headers, ...bearer(token) } })).status, 403);
    assert.equal((await ask('/power?server=0&action=Off', { method: 'POST', headers: { ...headers, ...bearer(powerToken) }, at: powerOrigin })).status, 403);
  }
  const preflight = await ask('/server?server=0', { method: 'OPTIONS', headers: { Origin: strangerOrigin, 'Access-Control-Request-Headers': 'authorization' } });
  assert.equal(preflight.status, 403);
  assert.equal(Object.keys(preflight.headers).filter(name => name.startsWith('access-control')).length, 0);
});

test('the page of a stranger gets nothing by any way that a page has', async t => {
  const { page } = await open(t, strangerOrigin, { expectErrors: true });
  const got = await page.evaluate(async ({ address, origin, token, powerOrigin, powerToken }) => {
    const said = {};
    const tryTo = async (name, what) => { try { said[name] = await what(); } catch (error) { said[name] = `error: ${error.name}`; } };
    const fetchText = async (path, options) => { const response = await fetch(path, options); return response.type === 'opaque' ? 'opaque' : (await response.text()).slice(0, 200); };
    await tryTo('fetch', () => fetchText(address));
    await tryTo('fetch with the token', () => fetchText(`${origin}/server?server=0`, { headers: { Authorization: `Bearer ${token}` } }));
    await tryTo('fetch without CORS', () => fetchText(address, { mode: 'no-cors' }));
    await tryTo('post', () => fetchText(`${powerOrigin}/power?server=0&action=Off`, { method: 'POST', mode: 'no-cors', headers: { Authorization: `Bearer ${powerToken}` } }));
    await tryTo('event source', () => new Promise((resolve, reject) => {
      const source = new EventSource(`${origin}/stream?since=0&token=${token}`);
      source.onmessage = event => { source.close(); resolve(event.data); };
      source.onerror = () => { source.close(); reject(new Error()); };
    }));
    for (const [name, element] of [['image', document.createElement('img')], ['script', document.createElement('script')]]) {
      await tryTo(name, () => new Promise((resolve, reject) => { element.onload = () => resolve('loaded'); element.onerror = () => reject(new Error()); element.src = address; document.body.append(element); }));
    }
    await tryTo('frame', () => new Promise(resolve => {
      const frame = document.createElement('iframe');
      frame.onload = () => { try { resolve(frame.contentDocument ? frame.contentDocument.body.innerText : 'not readable'); } catch { resolve('not readable'); } };
      frame.src = address;
      document.body.append(frame);
    }));
    return said;
  }, { address, origin, token, powerOrigin, powerToken });
  assert.deepEqual(got, {
    fetch: 'error: TypeError', 'fetch with the token': 'error: TypeError', 'fetch without CORS': 'error: TypeError', post: 'error: TypeError', 'event source': 'error: Error',
    image: 'error: Error', script: 'error: Error', frame: 'not readable',
  });
  const frame = page.frames().find(each => each !== page.mainFrame());
  assert.ok(!(await frame.content().catch(() => '')).includes('id="data"'));
});

test('the form of a stranger is posted in vain', async t => {
  const { page } = await open(t, strangerOrigin, { expectErrors: true });
  await page.evaluate(path => {
    const form = document.createElement('form');
    form.method = 'POST';
    form.action = path;
    document.body.append(form);
    form.submit();
  }, `${powerOrigin}/power?server=0&action=Off&token=${powerToken}`);
  await page.waitForURL(`${powerOrigin}/**`);
  assert.match(await text(page, 'body'), /not allowed/);
});

test('nothing is kept by the browser, framed or taken for another type', async () => {
  for (const [path, headers] of [[`/?token=${token}`, {}], ['/metrics', bearer(metricsToken)], ['/server?server=0', bearer(token)], ['/', {}]]) {
    const got = (await ask(path, { headers })).headers;
    assert.equal(got['cache-control'], 'no-store');
    assert.equal(got['x-content-type-options'], 'nosniff');
    assert.equal(got['x-frame-options'], 'DENY');
    assert.equal(got['referrer-policy'], 'no-referrer');
    assert.match(got['content-security-policy'], /default-src 'none'.*frame-ancestors 'none'/);
    assert.doesNotMatch(got['content-security-policy'], /unsafe/);
    assert.equal(got['set-cookie'], undefined);
  }
});

test('only what is there can be asked for', async () => {
  assert.equal((await ask('/nothing', { headers: bearer(token) })).status, 404);
  for (const server of ['-1', '99999', 'x', '', '0x0', '99999999999999999999']) assert.equal((await ask(`/server?server=${server}`, { headers: bearer(token) })).status, 404);
  for (const method of ['PUT', 'DELETE', 'HEAD', 'POST']) assert.equal((await ask('/server?server=0', { method, headers: bearer(token) })).status, 404);
});

test('what is no request at all ends its own connection, and nothing else', async () => {
  const { hostname: host, port } = new URL(address);
  const junk = ['\r\n\r\n', 'GET\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', `GET /${'x'.repeat(100000)} HTTP/1.1\r\n\r\n`, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n', 'POST /power/run HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    'GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', Buffer.from(Array.from({ length: 4096 }, (_, index) => index * 7919 % 256)), ''];
  for (const bytes of junk) {
    const answer = await new Promise(resolve => {
      let text = '';
      const socket = net.connect(Number(port), host, () => { socket.write(bytes); socket.end(); });
      socket.on('data', part => { text += part; });
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text));
    });
    assert.ok(!answer.includes('<!DOCTYPE') && !/^HTTP\/1\.1 200/.test(answer), JSON.stringify(bytes.slice(0, 40)));
  }
  assert.equal((await ask('/server?server=0', { headers: bearer(token) })).status, 200);
});

test('without -AllowPower there is no button and no way', async t => {
  const { page } = await open(t, address);
  await openServer(page);
  assert.equal(await page.locator('#drill button', { hasText: /Turn|Reset|Shut/ }).count(), 0);
  for (const path of ['/power?server=0&action=Off', '/power/run']) assert.equal((await ask(path, { method: 'POST', headers: { ...bearer(token), 'X-Ticket': 'x' } })).status, 403);
});

test('with -AllowPower a change is confirmed, made once, and seen', async t => {
  const { page } = await open(t, powerAddress);
  await page.locator('#live', { hasText: 'Connected' }).waitFor();
  await openServer(page);
  const posts = [];
  page.on('request', request => { if (request.method() === 'POST') posts.push(request); });
  const off = page.locator('#drill button', { hasText: 'Turn off' });

  await off.click();
  await page.locator('#confirm button', { hasText: 'Cancel' }).click();
  assert.equal(posts.length, 1); // the ticket that was not taken

  await off.click();
  assert.match(await text(page, '#confirm'), /data may be lost.*At \d{4}-.* it was on/s);
  await page.locator('#confirm button', { hasText: 'Turn off' }).click();
  await page.locator('#power-result', { hasText: 'done, the server is off' }).waitFor();
  await page.locator('.facts div', { hasText: /^Power\s*Off$/ }).waitFor();

  // The same request again, with the same ticket.
  const run = posts.find(post => post.url().endsWith('/power/run'));
  const again = await ask('/power/run', { method: 'POST', headers: { ...bearer(powerToken), 'X-Ticket': run.headers()['x-ticket'] }, at: powerOrigin });
  assert.equal(again.status, 409);
  assert.match(again.body, /Nothing was sent/);
  assert.equal((await ask('/power/run', { method: 'POST', headers: bearer(powerToken), at: powerOrigin })).status, 409);
});

test('one ticket that is sent many times at once changes something once', async () => {
  const server = process.env.IPMIPS_POWER_INDEX;
  const { ticket } = JSON.parse((await ask(`/power?server=${server}&action=Reset`, { method: 'POST', headers: bearer(powerToken), at: powerOrigin })).body);
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask('/power/run', { method: 'POST', headers: { ...bearer(powerToken), 'X-Ticket': ticket }, at: powerOrigin })));
  assert.deepEqual(answers.map(each => each.status).sort(), [200, ...Array(9).fill(409)]);
});

test('where nothing changes, the connection stays', async () => {
  const response = await fetch(`${origin}/stream?since=${Number.MAX_SAFE_INTEGER}`, { headers: bearer(token) });
  const reader = response.body.getReader();
  const { value, done } = await reader.read();
  assert.equal(done, false);
  assert.equal(new TextDecoder().decode(value), ': nothing new\n\n');
  await reader.cancel();
});

test('a body that never comes is not waited for', async () => {
  const { hostname: host, port } = new URL(address);
  const answer = await new Promise(resolve => {
    let said = '';
    const socket = net.connect(Number(port), host, () => socket.write(`POST /power HTTP/1.1\r\nHost: ${host}:${port}\r\nContent-Length: 1000\r\n\r\nx`));
    socket.on('data', part => { said += part; });
    socket.on('close', () => resolve(said));
    socket.on('error', () => resolve(said));
  });
  assert.match(answer, /^HTTP\/1\.1 401/);
  assert.match(answer, /^connection: close/im);
});

/** Opens the dashboard with other data. What it says of changes is what the test says, or nothing. */
async function openWith(t, change, { updates = () => [], at = address, ...options } = {}) {
  const opened = await open(t, 'about:blank', { expectErrors: true, ...options });
  await opened.page.route(at, async route => {
    const response = await route.fetch();
    await route.fulfill({ response, body: withData(await response.text(), data => { change(data); opened.data = data; }) });
  });
  await opened.page.route('**/stream?*', route => {
    const body = updates(opened.data).map(update => `data: ${JSON.stringify({ board: 1, servers: [], events: [], history: [], ...update })}\n\n`).join('');
    return body ? route.fulfill({ contentType: 'text/event-stream', body }) : route.abort();
  });
  await opened.page.goto(at);
  return opened;
}

test('what became critical comes first, and the racks show what is known', async t => {
  const { page, data } = await openWith(t, data => {
    for (const server of data.servers) Object.assign(server, { health: 0, pending: true, reached: false, inlet: null, hot: null, watts: null, time: null });
  }, { updates: data => [{ servers: [{ ...data.servers[7], index: 7, pending: undefined, health: 3, inlet: 31, reached: true, time: data.created }] }] });
  await page.locator('#server-table tbody tr').first().locator('.badge', { hasText: 'Critical' }).waitFor();
  assert.equal(await text(page, '#server-table tbody tr:first-child .open'), data.servers[7].name);
  assert.equal(await page.locator('#metric').inputValue(), 'inlet');
  assert.match(await page.locator('#map .slot.poor').innerText(), /✕ 31°/);
});

test('what was not read yet is not well', async t => {
  const { page, data } = await openWith(t, data => { data.servers.forEach((server, index) => Object.assign(server, { health: index ? 0 : 1, pending: index ? true : undefined })); });
  assert.equal(await text(page, '#attention p:visible'), `Nothing yet; ${data.servers.length - 1} servers have not been read.`);
});

test('the focus stays in the events when one comes', async t => {
  let sends = false;
  const { page } = await openWith(t, data => { data.events = [[0, data.created - 1000, 2, 'Fan', 'Low', null, null]]; }, {
    updates: data => sends ? [{ events: [[1, data.created, 3, 'Fan', 'Failed', null, null]] }] : [],
  });
  await page.locator('#event-table .open').focus();
  sends = true;
  await page.locator('#event-table tbody tr', { hasText: 'Failed' }).first().waitFor();
  assert.match(await page.evaluate(() => document.activeElement.closest('tr')?.textContent), /Low/);
});

test('one BMC whose clock is wrong does not stretch the time line, and is named', async t => {
  const { page } = await openWith(t, data => {
    data.events = [[0, 946684800000, 2, 'Fan', 'Low', null, null]];
    data.servers[0].clock = 9000.5;
  });
  assert.doesNotMatch(await page.locator('#timeline svg').getAttribute('aria-label'), /from (19|200)/);
  assert.match(await text(page, '#events-note'), /clock of 1 server is wrong/);
});

for (const width of [1440, 800, 390]) {
  test(`where nothing comes any more, the page says so everywhere: ${width} pixels wide`, async t => {
    const { page } = await openWith(t, () => {}, { viewport: { width, height: 900 } });
    await page.locator('#live.lost').waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.ok(await page.locator('header.top').evaluate(element => element.clientHeight) < 180);
    await page.evaluate(() => document.getElementById('inventory').scrollIntoView());
    assert.ok(await page.locator('#live').evaluate(element => { const box = element.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth; }));
    await page.route('**/server?*', route => route.abort());
    await page.locator('#server-table .open').first().click();
    assert.match(await text(page, '#drill-trouble'), /Not connected: the dashboard does not respond/);
    await page.locator('#drill', { hasText: 'They could not be loaded' }).waitFor();
  });
}

test('a refusal is shown as the dashboard says it', async t => {
  const { page } = await open(t, 'about:blank', { expectErrors: true });
  await page.route('**/stream?*', route => route.fulfill({ status: 503, body: 'There are too many pages at a time.\n' }));
  await page.goto(address);
  await page.locator('#live', { hasText: 'Not connected: There are too many pages at a time. What is shown is of' }).waitFor();
});

test('what was read long ago is named', async t => {
  const { page } = await openWith(t, data => { data.servers.find(server => server.reached).time = data.created - 3_600_000; });
  assert.match(await text(page, '#subtitle'), /1 was read longer ago/);
});

test('a page in the background has no connection, and gets one again', async t => {
  const { page } = await open(t, address, { expectErrors: true });
  await page.locator('#live', { hasText: 'Connected' }).waitFor();
  const turn = hidden => page.evaluate(value => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  const ended = page.waitForEvent('requestfailed', request => request.url().includes('/stream?'));
  await turn(true);
  await ended;
  await page.locator('#live.lost', { hasText: 'in the background' }).waitFor();
  const begun = page.waitForRequest('**/stream?*');
  await turn(false);
  await begun;
  await page.locator('#live', { hasText: 'Connected' }).waitFor();
});

test('what became of a change is shown with its server, and with no other', async t => {
  const { page } = await open(t, powerAddress);
  await page.route('**/power?*', route => route.fulfill({ json: { ticket: 'x' } }));
  let answer;
  await page.route('**/power/run', async route => {
    await new Promise(resolve => { answer = resolve; });
    await route.fulfill({ json: { succeeded: true, text: 'done, the server is off' } });
  });
  const servers = page.locator('#inventory-table .open');
  await servers.nth(0).click();
  await page.locator('#drill button', { hasText: 'Turn off' }).click();
  const run = page.waitForRequest('**/power/run');
  await page.locator('#confirm button', { hasText: 'Turn off' }).click();
  await run;
  await page.keyboard.press('Escape');
  await servers.nth(1).click();
  answer();
  await page.keyboard.press('Escape');
  await servers.nth(0).click();
  await page.locator('#power-result', { hasText: 'done, the server is off' }).waitFor();
  await page.keyboard.press('Escape');
  await servers.nth(1).click();
  assert.equal(await text(page, '#power-result'), '');
});

test('what happens to a BMC comes to the page by itself', async t => {
  const { page } = await open(t, address);
  await page.locator('#live', { hasText: 'Connected' }).waitFor();
  await page.locator('#find-event').fill('Correctable');
  assert.equal(await page.locator('#event-table tbody tr').count(), 0);
  // The test that started this one waits for the file, and has the BMC log an event.
  const { writeFile } = await import('node:fs/promises');
  await writeFile(process.env.IPMIPS_SIGNAL, 'event');
  await page.locator('#event-table tbody tr', { hasText: 'Correctable' }).first().waitFor({ timeout: 60000 });
});

test('the metrics have what the page has', async () => {
  const { body, headers } = await ask('/metrics', { headers: bearer(metricsToken) });
  assert.match(headers['content-type'], /^text\/plain; version=0\.0\.4/);
  assert.match(body, /^ipmi_temperature_celsius\{instance="127\.0\.0\.1:\d+",id="\d+",name="Inlet Temp"\} \d+/m);
  assert.match(body, /^ipmi_chassis_power_state\{/m);
  assert.match(body, new RegExp(`^ipmi_up\\{instance="${process.env.IPMIPS_DEAD}",collector="ipmi"\\} 0$`, 'm'));
});
