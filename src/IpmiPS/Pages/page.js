'use strict';
// The page of a report and of the dashboard. Everything that a BMC or a user has written is set as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const live = data.live;
  const servers = data.servers;
  servers.forEach((server, index) => { server.index = index; });
  const $ = id => document.getElementById(id);
  const unknown = '–';

  // Health and severity as the data have them: their numbers are in the order of gravity.
  const healths = [
    { key: 'unknown', name: 'Unknown', sign: '?' },
    { key: 'ok', name: 'Ok', sign: '✓' },
    { key: 'warning', name: 'Warning', sign: '!' },
    { key: 'critical', name: 'Critical', sign: '✕' },
    { key: 'fatal', name: 'Non-recoverable', sign: '‼' },
  ];
  const severities = [
    { key: 'unknown', name: 'Unknown', sign: '?' },
    { key: 'info', name: 'Information', sign: 'i' },
    ...healths.slice(2),
  ];
  // What is not known comes before Ok, but after a known problem.
  const gravity = health => health === 1 ? -1 : health;
  const worstFirst = [4, 3, 2, 0, 1];

  // ---- Elements ----

  function el(name, properties, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (key === 'class') element.className = value;
      else if (key === 'style') Object.assign(element.style, value);
      else if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value === true ? '' : value);
    }
    append(element, children);
    return element;
  }

  function svg(name, attributes, ...children) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    append(element, children);
    return element;
  }

  function append(element, children) {
    for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) element.append(child);
  }

  const fill = (element, ...children) => { element.replaceChildren(); append(element, children); };
  const hidden = text => el('span', { class: 'visually-hidden' }, text);
  const mark = (kind, sign, name) => [el('span', { class: `mark ${kind}`, 'aria-hidden': 'true', title: name }, sign), hidden(name)];
  const healthMark = health => health === null ? mark('absent', unknown, 'none') : mark(healths[health].key, healths[health].sign, healths[health].name);
  const badge = kind => el('span', { class: `badge ${kind.key === 'info' ? 'unknown' : kind.key}` }, el('span', { 'aria-hidden': 'true' }, kind.sign), kind.name);
  const openButton = server => el('button', { class: 'open', type: 'button', onclick: () => openServer(server) }, server.name);
  // A name may be written from right to left; what stands beside it is not part of it.
  const unitText = server => server.units > 1 ? `${server.unit}–${topOf(server)}` : server.unit;
  const rackText = (server, between = ' ', before = '· ') => [el('bdi', {}, server.rack), server.unit ? [between, el('span', { class: 'nowrap' }, before + unitText(server))] : ''];

  // ---- Values ----

  // Made once: making one takes longer than using it a hundred times.
  const formats = [0, 1, 2, 3].map(digits => new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  const number = (value, digits = 0) => value === null || value === undefined ? unknown : formats[digits].format(value);
  const watts = value => value === null || value === undefined ? unknown : `${number(value)} W`;
  const manyWatts = value => value >= 10000 ? `${number(value / 1000, 1)} kW` : watts(value);
  const celsius = value => value === null || value === undefined ? unknown : `${number(value, value % 1 ? 1 : 0)} °C`;
  const count = (value, one, many) => `${number(value)} ${value === 1 ? one : many || one + 's'}`;
  const two = value => String(value).padStart(2, '0');
  const day = date => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = date => `${two(date.getHours())}:${two(date.getMinutes())}`;
  const time = value => { if (value === null || value === undefined) return 'no time'; const date = new Date(value); return `${day(date)} ${clock(date)}:${two(date.getSeconds())}`; };
  const compare = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;
  const byName = (a, b) => compare(a.name, b.name);
  const zone = (() => {
    const minutes = -new Date(data.created).getTimezoneOffset();
    return `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  })();

  function powerText(server) { return server.power === null ? 'not known' : server.power; }

  // ---- Tables: rows are made as they are needed ----

  const firstRows = 40, moreRows = 120;

  /** A table whose columns say how to show and how to sort. Only the first rows are made; the rest follows as the reader comes near. */
  function table(host, { caption, columns, sort, direction = 1, rowKey, empty, long, kind, first = firstRows, grows = true }) {
    let rows = [], shown = first, order = { column: sort, direction };
    const headers = columns.map(column => {
      const sortable = column.key && column.value;
      const header = el('th', { scope: 'col', class: column.class }, sortable
        ? el('button', { type: 'button', onclick: () => sortBy(column) }, column.name)
        : column.name || hidden(column.label || ''));
      return header;
    });
    const body = el('tbody');
    const more = el('button', { type: 'button', class: 'plain', onclick: () => { grow(moreRows); } });
    const foot = el('p', { class: 'more-rows screen' }, more);
    const none = el('p', { class: 'hint more-rows' });
    const element = el('table', {}, el('caption', { class: 'visually-hidden' }, caption), el('thead', {}, el('tr', {}, headers)), body);
    fill(host, el('div', { class: ['scroll', long && 'long', kind].filter(Boolean).join(' '), role: 'region', 'aria-label': caption, tabindex: '0' }, element, foot, none));
    if (grows) new IntersectionObserver(entries => { if (entries.some(entry => entry.isIntersecting)) grow(moreRows); }, { rootMargin: '600px' }).observe(more);
    const made = new Map();

    function rowOf(item) {
      return el('tr', {}, columns.map((column, index) => index === 0 && rowKey
        ? el('th', { scope: 'row', class: column.class }, column.show(item))
        : el('td', { class: column.class }, column.show(item))));
    }

    function sortRows() {
      const { column, direction: way } = order;
      if (!column) return;
      const value = columns.find(each => each.key === column).value;
      rows.sort((a, b) => {
        const left = value(a), right = value(b);
        // What is not known comes last, whichever way.
        if (left === null || left === undefined || right === null || right === undefined)
          return (left ?? null) === null ? ((right ?? null) === null ? 0 : 1) : -1;
        return way * (typeof left === 'number' ? left - right : compare(left, right)) || (a.name && b.name ? byName(a, b) : 0);
      });
    }

    function draw() {
      made.clear();
      fill(body, rows.slice(0, shown).map(item => { const row = rowOf(item); if (rowKey) made.set(rowKey(item), row); return row; }));
      after();
    }

    function grow(by) {
      const next = rows.slice(shown, shown + by);
      append(body, next.map(item => { const row = rowOf(item); if (rowKey) made.set(rowKey(item), row); return row; }));
      shown += next.length;
      after();
    }

    function after() {
      const left = rows.length - shown;
      foot.hidden = left <= 0;
      none.hidden = rows.length > 0;
      none.textContent = typeof empty === 'function' ? empty() : empty || 'None.';
      element.hidden = rows.length === 0;
      more.textContent = `Show ${Math.min(left, moreRows)} more of ${number(rows.length)}`;
      headers.forEach((header, index) => {
        if (order.column && columns[index].key === order.column) header.setAttribute('aria-sort', order.direction > 0 ? 'ascending' : 'descending');
        else header.removeAttribute('aria-sort');
      });
    }

    function sortBy(column) {
      order = { column: column.key, direction: order.column === column.key ? -order.direction : column.first || 1 };
      shown = Math.max(first, Math.min(shown, 200));
      sortRows();
      draw();
    }

    return {
      /** Shows other rows. Where only their contents changed, as many as before are shown, and the focus stays where it is. */
      set(items, keep = false) {
        const focused = keep && rowKey ? [...made].find(([, row]) => row.contains(document.activeElement)) : null;
        rows = [...items];
        if (!keep) shown = first;
        shown = Math.max(first, Math.min(shown, rows.length));
        sortRows();
        draw();
        if (focused) made.get(focused[0])?.querySelector('button')?.focus({ preventScroll: true });
      },
      /** Replaces the rows of items that changed, where they are. */
      update(items) {
        for (const item of items) {
          const old = made.get(rowKey(item));
          if (!old) continue;
          const hadFocus = old.contains(document.activeElement);
          const row = rowOf(item);
          row.className = 'changed';
          old.replaceWith(row);
          made.set(rowKey(item), row);
          if (hadFocus) row.querySelector('button')?.focus();
        }
      },
      /** Makes at least so many rows, for paper. */
      atLeast(wanted) { if (shown < wanted) grow(wanted - shown); },
    };
  }

  // ---- Theme ----

  const root = document.documentElement;
  const darkness = window.matchMedia('(prefers-color-scheme: dark)');
  function stored(key, value) {
    try {
      if (value === undefined) return localStorage.getItem(key) || '';
      localStorage.setItem(key, value);
    } catch { /* A page from a file may have no storage. */ }
    return '';
  }
  function applyTheme() {
    const chosen = $('theme').value;
    root.dataset.theme = chosen || (darkness.matches ? 'dark' : 'light');
  }
  // On paper, the colours of the map are light ones, too.
  window.addEventListener('beforeprint', () => { root.dataset.theme = 'light'; drawMap(); });
  window.addEventListener('afterprint', () => { applyTheme(); drawMap(); });
  $('theme').value = ['light', 'dark'].includes(stored('ipmips-theme')) ? stored('ipmips-theme') : '';
  applyTheme();
  $('theme').addEventListener('change', () => { stored('ipmips-theme', $('theme').value); applyTheme(); drawMap(); });
  darkness.addEventListener('change', () => { applyTheme(); drawMap(); });

  // ---- Overview ----

  // The time of the dashboard, which may run on another computer.
  const ahead = Date.now() - data.created;
  const isOld = server => live && server.reached && Date.now() - ahead - server.time > 3000 * live.interval + 60000;

  function drawHead() {
    const failed = servers.filter(server => !server.reached && !server.pending).length, pending = servers.filter(server => server.pending).length, old = servers.filter(isOld).length;
    $('subtitle').textContent = (live ? `${count(servers.length, 'server')}, each read about every ${count(live.interval, 'second')}` + (pending ? `; ${number(pending)} not read yet` : '') : `${count(servers.length, 'server')}, read on ${day(new Date(data.created))} at ${clock(new Date(data.created))}`)
      + (failed ? `; ${number(failed)} could not be read` : '') + (old ? `; ${number(old)} ${old === 1 ? 'was' : 'were'} read longer ago` : '') + `. Times are local (${zone}).`;
    $('foot').textContent = `Made by IpmiPS ${data.version}. What a BMC does not report is shown as not known, never as Ok.`;
  }

  function drawOverview() {
    const by = healths.map((_, health) => servers.filter(server => server.health === health).length);
    fill($('health-bar'), worstFirst.filter(health => by[health]).map(health => el('div', { class: `fill-${healths[health].key}`, style: { flexGrow: by[health] } })));
    fill($('health-counts'), worstFirst.filter(health => by[health] || health === 1).map(health => el('li', {},
      el('button', { type: 'button', onclick: () => showHealth(health) }, el('strong', {}, number(by[health])), badge(healths[health])))));

    const on = servers.filter(server => server.power === 'On').length, off = servers.filter(server => server.power === 'Off').length;
    const drawing = servers.filter(server => server.watts !== null);
    const inlet = hottest('inlet'), hot = hottest('hot');
    const serious = data.events.filter(event => event[2] >= 2).length;
    const unread = servers.filter(server => !server.reached && !server.pending).length;
    fill($('tiles'),
      tile('Powered on', `${number(on)} of ${number(servers.length)}`, `${number(off)} off, ${number(servers.length - on - off)} not known`),
      tile('Power draw', drawing.length ? manyWatts(total(drawing)) : unknown, drawing.length === servers.length ? 'of all servers' : `of ${count(drawing.length, 'server')}; that of the others is not known`),
      inlet ? tile('Warmest inlet', celsius(inlet.inlet), inlet.name) : tile('Highest temperature', hot ? celsius(hot.hot) : unknown, hot ? `${hot.name}, ${hot.hotName}` : 'no server reports one'),
      tile('Events', number(serious), 'that are a warning or worse' + (data.after ? `, since ${day(new Date(data.after))}` : '')),
      unread ? tile('Could not be read', number(unread), 'their state is not known') : null);

    const poor = servers.filter(server => server.health !== 1 && !server.pending).sort((a, b) => gravity(b.health) - gravity(a.health) || byName(a, b));
    const said = poor.map(server => `${server.index} ${server.health} ${reasonText(server)}`).join('\n') || servers.filter(server => server.pending).length;
    if (said !== attentionShown) attention.set(poor, true);
    attentionShown = said;
    $('attention-paper').textContent = poor.length > paperRows ? `These are ${paperRows} of the ${number(poor.length)} servers that are not Ok; all of them are on the screen.` : '';
    $('notice').hidden = servers.length > 0;
    if (!servers.length) $('notice').textContent = 'There are no servers.';
  }

  const paperRows = 60;
  let attentionShown = null;
  const total = list => list.reduce((sum, server) => sum + server.watts, 0);
  const hottest = key => servers.reduce((best, server) => server[key] !== null && (!best || server[key] > best[key]) ? server : best, null);
  const tile = (what, value, more) => el('li', {}, el('p', { class: 'what' }, what), el('p', { class: 'value' }, value), el('p', { class: 'more' }, more));

  function reasonText(server, most = 3) {
    const shown = server.reasons.slice(0, most).map(reason => reason[2]).join(' ');
    return server.reasons.length > most ? `${shown} And ${server.reasons.length - most} more.` : shown;
  }

  const attention = table($('attention'), {
    caption: 'Servers that need attention', rowKey: server => server.index, first: 12, grows: false,
    empty: () => {
      const pending = servers.filter(server => server.pending).length;
      return pending ? `Nothing yet; ${count(pending, 'server has', 'servers have')} not been read.` : 'Nothing. All servers are Ok.';
    },
    columns: [
      { name: 'Server', show: openButton },
      { name: 'Health', show: server => badge(healths[server.health]), class: 'nowrap' },
      { name: 'Reasons', show: server => reasonText(server), class: 'text' },
    ],
  });

  window.addEventListener('beforeprint', () => attention.atLeast(paperRows));

  // ---- Racks ----

  const ramps = {
    light: { heat: ['#c6dff3', '#dfeedd', '#fbe3a2', '#ee8f50', '#b9252a'], cool: ['#e8f1f8', '#7fb2da', '#1d5f97'] },
    dark: { heat: ['#1c4b76', '#1f4f46', '#6a5711', '#9c4d14', '#c93b38'], cool: ['#172b3d', '#1f5f94', '#63aee8'] },
  };
  const metrics = [
    { key: 'inlet', name: 'inlet temperature', value: server => server.inlet, text: celsius, short: value => `${number(value)}°`, from: 15, to: 40, ramp: 'heat' },
    { key: 'hot', name: 'highest temperature', value: server => server.hot, text: celsius, short: value => `${number(value)}°`, from: 25, to: 95, ramp: 'heat' },
    { key: 'watts', name: 'power draw', value: server => server.watts, text: watts, short: value => number(value), from: 0, to: null, ramp: 'cool' },
    { key: 'health', name: 'health', value: server => server.health },
  ];
  fill($('metric'), metrics.map(each => el('option', { value: each.key }, each.name)));
  let metric;
  /** Until the reader chooses, the first of which something is known: a dashboard begins with nothing. */
  function chooseMetric() {
    const before = metric;
    metric = metrics.find(each => servers.some(server => !server.pending && each.value(server) !== null)) || metrics[0];
    $('metric').value = metric.key;
    return metric !== before;
  }
  chooseMetric();
  let isChosen = false;
  $('metric').addEventListener('change', () => { isChosen = true; metric = metrics.find(each => each.key === $('metric').value); drawMap(); });

  const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
  function rampColor(stops, share) {
    const at = Math.min(Math.max(share, 0), 1) * (stops.length - 1), low = Math.min(Math.floor(at), stops.length - 2);
    const from = rgb(stops[low]), to = rgb(stops[low + 1]);
    return from.map((part, index) => Math.round(part + (to[index] - part) * (at - low)));
  }
  function onColor(color) {
    const [r, g, b] = color.map(part => { const share = part / 255; return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff';
  }
  const css = color => `rgb(${color.join(' ')})`;

  /** The highest unit that a server takes. */
  function topOf(server) { return server.unit ? server.unit + server.units - 1 : 0; }

  /** Racks of the rows, in order; servers without one are together by the beginning of their names. */
  const racks = (() => {
    const found = new Map();
    for (const server of servers) {
      const name = server.rack || groupOf(server.name);
      if (!found.has(name)) found.set(name, { name, servers: [], hasUnits: false });
      const rack = found.get(name);
      rack.servers.push(server);
      rack.hasUnits = rack.hasUnits || server.unit !== null;
    }
    // Names that have nothing in common would be a rack each.
    const lone = [...found.values()].filter(rack => rack.servers.length === 1 && !rack.servers[0].rack);
    if (lone.length > 1) {
      lone.forEach(rack => found.delete(rack.name));
      found.set(null, { name: 'Other servers', servers: lone.flatMap(rack => rack.servers), hasUnits: false });
    }
    const list = [...found.values()].sort(byName);
    for (const rack of list) {
      rack.height = Math.max(0, ...rack.servers.map(topOf));
      rack.servers.sort((a, b) => (b.unit || 0) - (a.unit || 0) || byName(a, b));
    }
    return list;
  })();

  function groupOf(name) {
    const host = name.replace(/:\d+$/, '');
    if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return host.replace(/\.\d+$/, '.*');
    if (name.includes('::') || name.split(':').length > 3) return name.replace(/^\[|\](:\d+)?$/g, '').replace(/[^:]*$/, '*');
    const first = host.split('.')[0];
    return first.replace(/[-_](bmc|ipmi|ilo|idrac|mgmt)$/i, '').replace(/[-_]?(bmc|ipmi|ilo|idrac|mgmt)?[-_]?\d+$/i, '') || first;
  }

  const slots = new Map();

  function paintSlot(server) {
    const slot = slots.get(server.index);
    const value = metric.value(server);
    slot.className = 'slot';
    slot.style.background = '';
    slot.style.color = '';
    let what, said;
    if (metric.key === 'health') {
      const health = healths[server.health];
      slot.style.background = `var(--${health.key}-ground)`;
      slot.style.color = `var(--${health.key})`;
      what = health.sign;
      said = health.name;
    } else if (value === null) {
      slot.classList.add('none');
      what = server.reached ? unknown : '?';
      said = server.reached ? 'not reported' : server.pending ? 'not read yet' : 'could not be read';
    } else {
      const color = rampColor(ramps[root.dataset.theme][metric.ramp], (value - metric.from) / (limitOf(metric) - metric.from));
      slot.style.background = css(color);
      slot.style.color = onColor(color);
      what = metric.short(value);
      said = metric.text(value);
    }
    if (metric.key !== 'health' && server.health !== 1 && server.reached) {
      what = `${healths[server.health].sign} ${what}`;
      said += `, ${healths[server.health].name}`;
      slot.classList.add('poor');
      slot.style.setProperty('--mark', `var(--${healths[server.health].key}-fill)`);
    }
    slot.children[1].textContent = what;
    slot.children[2].textContent = ` ${said}`;
    slot.title = `${server.name}: ${said}${server.unit ? `, unit ${unitText(server)}` : ''}`;
  }

  let highest = 0;
  const limitOf = each => each.to ?? Math.max(100, highest);

  function drawMap() {
    highest = Math.max(0, ...servers.map(server => server.watts || 0));
    const stops = metric.ramp && ramps[root.dataset.theme][metric.ramp];
    fill($('legend'), metric.key === 'health'
      ? healths.map(health => [el('span', { class: 'item' }, el('span', { class: `mark ${health.key}`, 'aria-hidden': 'true' }, health.sign), ` ${health.name}`), ' '])
      : [`Colours by ${metric.name}:`, [0, 0.25, 0.5, 0.75, 1].map(share => [el('span', { class: 'item' }, el('span', { class: 'swatch', style: { background: css(rampColor(stops, share)) } }),
          `${share === 1 && metric.to ? '≥ ' : ''}${metric.text(Math.round(metric.from + share * (limitOf(metric) - metric.from)))}`), ' ']),
        el('span', { class: 'item' }, el('span', { class: 'swatch slot none', style: { display: 'inline-block', height: '11px' } }), 'not known')]);
    if (slots.size) {
      servers.forEach(paintSlot);
      return;
    }
    fill($('map'), racks.map(rack => {
      const frame = el('div', { class: rack.hasUnits ? 'frame units' : 'frame', role: 'group', 'aria-label': rack.name });
      const taken = new Set();
      let below = rack.height;
      for (const server of rack.servers) {
        const slot = el('button', { type: 'button', class: 'slot', tabindex: '-1', onclick: () => openServer(server) }, el('span', { class: 'who' }, el('bdi', {}, server.name)), el('span', { class: 'what', 'aria-hidden': 'true' }), hidden(''));
        // The first of a unit stands there; the others, and those without a unit, are below the rack.
        const units = Array.from({ length: server.unit && server.units }, (_, index) => server.unit + index);
        if (rack.hasUnits && server.unit && !units.some(unit => taken.has(unit))) {
          slot.style.gridRow = `${rack.height - topOf(server) + 1} / span ${units.length}`;
          units.forEach(unit => taken.add(unit));
        } else if (rack.hasUnits) {
          slot.style.gridRow = ++below;
        }
        slot.server = server;
        slots.set(server.index, slot);
        frame.append(slot);
      }
      return el('div', { class: 'rack' }, el('h3', { title: rack.name }, el('bdi', {}, rack.name), ' ', el('span', {}, number(rack.servers.length))), frame);
    }));
    servers.forEach(paintSlot);
    $('map').querySelector('.slot')?.setAttribute('tabindex', '0');
  }

  // One stop for the Tab key; arrows move to the nearest server in their direction.
  $('map').addEventListener('keydown', event => {
    const way = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    const from = event.target.closest('.slot');
    if (!way || !from) return;
    event.preventDefault();
    const here = from.getBoundingClientRect();
    let best = null, least = Infinity;
    for (const slot of slots.values()) {
      if (slot === from) continue;
      const there = slot.getBoundingClientRect();
      const dx = there.left - here.left, dy = there.top - here.top;
      const along = dx * way[0] + dy * way[1], across = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (along < 4) continue;
      const far = along + across * 4;
      if (far < least) { least = far; best = slot; }
    }
    if (best) focusSlot(best);
  });
  $('map').addEventListener('focusin', event => { const slot = event.target.closest('.slot'); if (slot) focusSlot(slot, false); });
  function focusSlot(slot, move = true) {
    $('map').querySelector('.slot[tabindex="0"]')?.setAttribute('tabindex', '-1');
    slot.setAttribute('tabindex', '0');
    if (move) slot.focus();
  }

  // ---- Health matrix ----

  const matrix = table($('server-table'), {
    caption: 'Health of servers by part', rowKey: server => server.index, sort: 'health', direction: -1, long: true, kind: 'matrix',
    empty: 'No server matches.',
    columns: [
      { key: 'name', name: 'Server', show: openButton, value: server => server.name },
      servers.some(server => server.rack) && { key: 'group', name: 'Rack', show: server => server.rack ? rackText(server) : '', value: server => server.rack ? `${server.rack} ${server.unit || ''}` : null, class: 'place' },
      { key: 'health', name: 'Health', show: server => badge(healths[server.health]), value: server => gravity(server.health), first: -1, class: 'nowrap' },
      ...data.parts.map((part, index) => ({
        key: `part${index}`, name: part, show: server => healthMark(server.parts[index]), value: server => server.parts[index] === null ? null : gravity(server.parts[index]), first: -1, class: 'center',
      })),
      { key: 'on', name: 'Power', show: powerText, value: server => server.power, class: 'nowrap' },
      { key: 'watts', name: 'Draw', show: server => watts(server.watts), value: server => server.watts, first: -1, class: 'number' },
      { key: 'inlet', name: 'Inlet', show: server => celsius(server.inlet), value: server => server.inlet, first: -1, class: 'number' },
      { key: 'hot', name: 'Highest', show: server => celsius(server.hot), value: server => server.hot, first: -1, class: 'number' },
    ].filter(Boolean),
  });

  const wanted = { text: '', healths: new Set() };
  const healthChips = chips($('health-filter'), worstFirst.map(health => [health, healths[health].name]), wanted.healths, () => drawMatrix());
  $('find').addEventListener('input', () => { wanted.text = $('find').value.trim().toLowerCase(); drawMatrix(); });

  function chips(host, choices, chosen, changed) {
    const buttons = new Map(choices.map(([value, name]) => [value, el('button', {
      type: 'button', 'aria-pressed': 'false', onclick: () => { if (!chosen.delete(value)) chosen.add(value); paint(); changed(); },
    }, name)]));
    function paint() { for (const [value, button] of buttons) button.setAttribute('aria-pressed', String(chosen.has(value))); }
    fill(host, [...buttons.values()]);
    return { only(value) { chosen.clear(); chosen.add(value); paint(); changed(); } };
  }

  function matches(server) {
    if (wanted.healths.size && !wanted.healths.has(server.health)) return false;
    return !wanted.text || [server.name, server.rack, server.maker, server.model, server.serial, server.asset, server.firmware, server.system, ...server.reasons.map(reason => reason[2])]
      .some(text => text && text.toLowerCase().includes(wanted.text));
  }
  function drawMatrix(keep = false) { matrix.set(servers.filter(matches), keep); }
  function showHealth(health) { healthChips.only(health); $('servers').scrollIntoView(); }

  // ---- Power ----

  const meter = (value, most) => el('span', { class: 'meter', 'aria-hidden': 'true' }, el('span', { style: { width: `${most ? 100 * value / most : 0}%` } }));
  const rackPower = table($('power-racks'), {
    caption: 'Power by rack', sort: 'name',
    columns: [
      { key: 'name', name: 'Rack', show: rack => rack.name, value: rack => rack.name },
      { key: 'on', name: 'On', show: rack => `${number(rack.on)} of ${number(rack.servers.length)}`, value: rack => rack.on, first: -1, class: 'number' },
      { key: 'watts', name: 'Draw', show: rack => rack.watts === null ? unknown : manyWatts(rack.watts), value: rack => rack.watts, first: -1, class: 'number' },
      { name: '', label: 'Share', show: rack => rack.watts === null ? '' : meter(rack.watts, rack.most) },
    ],
  });
  const topPower = table($('power-top'), {
    caption: 'Servers with the highest draw', rowKey: server => server.index, empty: 'No server reports its power.',
    columns: [
      { name: 'Server', show: openButton },
      { name: 'Draw', show: server => watts(server.watts), class: 'number' },
      { name: '', label: 'Share', show: server => meter(server.watts, highest) },
    ],
  });
  function drawPower() {
    for (const rack of racks) {
      const drawing = rack.servers.filter(server => server.watts !== null);
      rack.on = rack.servers.filter(server => server.power === 'On').length;
      rack.watts = drawing.length ? total(drawing) : null;
    }
    const most = Math.max(...racks.map(rack => rack.watts || 0));
    racks.forEach(rack => { rack.most = most; });
    rackPower.set(racks, true);
    topPower.set(servers.filter(server => server.watts !== null).sort((a, b) => b.watts - a.watts || byName(a, b)).slice(0, 10), true);
    if (data.history) drawHistory();
  }

  // ---- Events ----

  const wantedEvents = { text: '', severities: new Set() };
  chips($('severity-filter'), [4, 3, 2, 1, 0].map(severity => [severity, severities[severity].name]), wantedEvents.severities, () => drawEvents());
  $('find-event').addEventListener('input', () => { wantedEvents.text = $('find-event').value.trim().toLowerCase(); drawEvents(); });
  const eventText = event => [event[4], event[5] === 'Deasserted' ? '(ended)' : '', event[6] ? `– ${event[6]}` : ''].filter(Boolean).join(' ');
  const eventColumns = [
    { key: 'time', name: 'Time', show: event => time(event[1]), value: event => event[1], first: -1, class: 'nowrap' },
    { key: 'server', name: 'Server', show: event => openButton(servers[event[0]]), value: event => servers[event[0]].name },
    { key: 'severity', name: 'Severity', show: event => badge(severities[event[2]]), value: event => event[2], first: -1, class: 'nowrap' },
    { key: 'sensor', name: 'Sensor', show: event => event[3] || '', value: event => event[3] },
    { key: 'event', name: 'Event', show: eventText, value: event => event[4], class: 'text' },
  ];
  const eventTable = table($('event-table'), { caption: 'Events of all servers', rowKey: event => event, sort: 'time', direction: -1, empty: 'No event matches.', columns: eventColumns });

  function drawEvents(keep = false) {
    const shown = data.events.filter(event => (!wantedEvents.severities.size || wantedEvents.severities.has(event[2]))
      && (!wantedEvents.text || [servers[event[0]].name, event[3], event[4], event[6]].some(text => text && text.toLowerCase().includes(wantedEvents.text))));
    eventTable.set(shown, keep);
    const more = servers.filter(server => server.moreEvents).length, unread = servers.filter(server => server.eventsUnread && !server.pending).length, wrong = servers.filter(server => server.clock).length;
    $('events-note').textContent = [
      data.after ? `Since ${time(data.after)}.` : live ? `Those of the 24 hours before the dashboard was started, and all since; the newest ${number(live.maximumEvents)} are kept.` : '',
      more ? `${count(more, 'server has', 'servers have')} more events than are shown here.` : '',
      unread ? `The events of ${count(unread, 'server')} could not be read.` : '',
      wrong ? `The clock of ${count(wrong, 'server')} is wrong by a day or more: such events have wrong times, or are missing.` : '',
    ].filter(Boolean).join(' ');
    drawTimeline(shown);
  }

  const hour = 3600000, steps = [hour / 4, hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour, 7 * 24 * hour, 30 * 24 * hour];
  // Asked once: to answer, the browser lays out the page, which takes longer than an update.
  const widths = new Map();
  function widthOf(id) {
    if (!widths.has(id)) widths.set(id, Math.max($(id).clientWidth, 300));
    return widths.get(id);
  }

  let timelineEvents = [];
  function drawTimeline(events) {
    timelineEvents = events;
    const dated = events.filter(event => event[1] !== null);
    const now = live ? Date.now() : data.created;
    // One BMC whose clock is wrong must not stretch the chart over years.
    const to = dated.reduce((latest, event) => event[1] <= now + 24 * hour ? Math.max(latest, event[1]) : latest, now);
    const from = data.after || dated.reduce((first, event) => event[1] >= now - 30 * 24 * hour ? Math.min(first, event[1]) : first, to - 24 * hour);
    const step = steps.find(each => (to - from) / each <= 90) || steps[steps.length - 1];
    const bins = [];
    for (let at = startOf(from, step); at <= to; at = nextOf(at, step)) bins.push({ at, by: [0, 0, 0, 0, 0], sum: 0 });
    let outside = events.length - dated.length;
    for (const event of dated) {
      // Where summer time begins or ends, it is one beside.
      let index = Math.min(Math.floor((event[1] - bins[0].at) / step), bins.length - 1);
      if (bins[index + 1]?.at <= event[1]) index++;
      if (bins[index]?.at > event[1]) index--;
      const bin = event[1] <= to && bins[index];
      if (!bin) { outside++; continue; }
      bin.by[event[2]]++;
      bin.sum++;
    }
    const width = widthOf('timeline'), height = 120, left = 34, bottom = 18, most = Math.max(4, ...bins.map(bin => bin.sum));
    const x = index => left + index / bins.length * (width - left);
    const y = value => 6 + (1 - value / most) * (height - bottom - 6);
    const peak = bins.reduce((best, bin) => bin.sum > best.sum ? bin : best, bins[0]);
    const label = `${count(events.length - outside, 'event')} from ${time(from)} to ${time(to)}` + (peak.sum ? `; the most, ${peak.sum}, in the ${stepName(step)} from ${time(peak.at)}` : '') + '.';
    const chart = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, width: '100%' });
    append(chart, [0, Math.round(most / 2), most].map(value => [
      svg('line', { class: value ? 'grid' : 'axis', x1: left, x2: width, y1: y(value), y2: y(value) }),
      svg('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, String(value)),
    ]));
    for (const [index, bin] of bins.entries()) {
      let at = 0;
      for (const severity of [4, 3, 2, 1, 0]) {
        if (!bin.by[severity]) continue;
        const bar = svg('rect', { class: `fill-${severities[severity].key}`, x: x(index) + 0.75, width: Math.max(x(index + 1) - x(index) - 1.5, 1), y: y(at + bin.by[severity]), height: y(at) - y(at + bin.by[severity]) });
        bar.append(svg('title', {}, `${time(bin.at)}: ${bin.by[severity]} ${severities[severity].name}`));
        chart.append(bar);
        at += bin.by[severity];
      }
    }
    const marks = Math.max(2, Math.min(8, Math.floor(width / 140)));
    for (let index = 0; index < marks; index++) {
      const nearest = Math.floor(bins.length * index / marks), { at } = bins[nearest];
      chart.append(svg('text', { x: x(nearest), y: height - 4 }, step >= 12 * hour ? day(new Date(at)) : `${day(new Date(at)).slice(5)} ${clock(new Date(at))}`));
    }
    const legend = el('p', { class: 'legend' }, [4, 3, 2, 1, 0].filter(severity => events.some(event => event[2] === severity))
      .map(severity => [el('span', { class: 'item' }, el('span', { class: `swatch fill-${severities[severity].key}` }), severities[severity].name), ' ']),
      outside ? el('span', {}, ` · ${count(outside, 'event has', 'events have')} no time, or one long past or in the future, and ${outside === 1 ? 'is' : 'are'} not in the chart.`) : null);
    const filled = bins.filter(bin => bin.sum);
    fill($('timeline'), chart, legend, el('details', { class: 'as-table' }, el('summary', {}, 'The chart as a table'),
      el('table', {}, el('caption', { class: 'visually-hidden' }, 'Events by time and severity'),
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'From'), [4, 3, 2, 1, 0].map(severity => el('th', { scope: 'col', class: 'number' }, severities[severity].name)))),
        el('tbody', {}, filled.map(bin => el('tr', {}, el('th', { scope: 'row' }, time(bin.at)), [4, 3, 2, 1, 0].map(severity => el('td', { class: 'number' }, number(bin.by[severity])))))))));
  }
  /** The beginning of a step, in local time. A day may have 23 or 25 hours. */
  function startOf(at, step) {
    const date = new Date(at), hours = date.getHours(), minutes = date.getMinutes();
    return step < hour ? date.setMinutes(minutes - minutes % (step / 60000), 0, 0) : date.setHours(hours - hours % Math.min(step / hour, 24), 0, 0, 0);
  }
  function nextOf(at, step) {
    const date = new Date(at);
    return step < hour ? at + step : date.setHours(date.getHours() + step / hour);
  }
  function stepName(step) { return step < hour ? `${step / 60000} minutes` : step < 24 * hour ? count(step / hour, 'hour') : count(step / 24 / hour, 'day'); }

  // ---- Inventory ----

  const models = table($('models'), {
    caption: 'Models and firmware', sort: 'count', direction: -1,
    columns: [
      { key: 'model', name: 'Model', show: group => group.model, value: group => group.model },
      { key: 'firmware', name: 'BMC firmware', show: group => group.firmware || unknown, value: group => group.firmware },
      { key: 'bios', name: 'BIOS', show: group => group.bios || unknown, value: group => group.bios },
      { key: 'count', name: 'Servers', show: group => number(group.count), value: group => group.count, first: -1, class: 'number' },
    ],
  });
  const modelOf = server => [server.maker, server.model].filter(Boolean).join(' ') || null;
  const inventory = table($('inventory-table'), {
    caption: 'Inventory of servers', rowKey: server => server.index, sort: 'name', long: true,
    columns: [
      { key: 'name', name: 'Server', show: openButton, value: server => server.name },
      { key: 'model', name: 'Model', show: server => modelOf(server) || unknown, value: modelOf },
      { key: 'serial', name: 'Serial number', show: server => server.serial || unknown, value: server => server.serial },
      { key: 'asset', name: 'Asset tag', show: server => server.asset || unknown, value: server => server.asset },
      { key: 'firmware', name: 'BMC firmware', show: server => server.firmware || unknown, value: server => server.firmware },
      { key: 'bios', name: 'BIOS', show: server => server.bios || unknown, value: server => server.bios },
      { key: 'address', name: 'Address', show: server => server.address || unknown, value: server => server.address, class: 'nowrap' },
      { key: 'mac', name: 'MAC address', show: server => server.mac || unknown, value: server => server.mac, class: 'nowrap' },
      { key: 'system', name: 'System', show: server => server.system || unknown, value: server => server.system },
    ],
  });
  function drawInventory(keep = false) {
    const groups = new Map();
    for (const server of servers) {
      const key = JSON.stringify([modelOf(server), server.firmware, server.bios]);
      if (!groups.has(key)) groups.set(key, { model: modelOf(server) || 'not known', firmware: server.firmware, bios: server.bios, count: 0 });
      groups.get(key).count++;
    }
    models.set(groups.values(), keep);
    inventory.set(servers, keep);
  }

  // ---- One server ----

  const drill = $('drill');
  let opened = null, trouble = '';

  /** The view of a server covers the line at the top that says that nothing comes any more. */
  function sayTrouble() {
    const element = $('drill-trouble');
    if (!element) return;
    element.textContent = trouble;
    element.hidden = !trouble;
  }

  function openServer(server) {
    opened = server;
    delete server.isLost;
    drawServer();
    if (!drill.open) drill.showModal();
    drill.scrollTop = 0;
    if (link) link.details(server);
  }
  drill.addEventListener('close', () => { opened = null; });
  drill.addEventListener('click', event => { if (event.target === drill) drill.close(); });

  function drawServer() {
    const server = opened;
    const close = el('button', { type: 'button', class: 'plain', onclick: () => drill.close() }, 'Close');
    const fact = (name, value) => value === null || value === undefined || value === '' ? null : el('div', {}, el('dt', {}, name), el('dd', {}, value));
    const sensorHost = el('div'), eventHost = el('div');
    fill(drill,
      el('div', { class: 'drill-head' }, el('h2', { id: 'drill-title' }, server.name), badge(healths[server.health]), close),
      el('div', { class: 'drill-body' },
        live ? el('p', { id: 'drill-trouble', class: 'notice', role: 'status', hidden: true }) : null,
        el('section', {}, server.reasons.length
          ? el('ul', { class: 'reasons' }, server.reasons.map(reason => el('li', {}, healthMark(reason[1]), el('span', {}, reason[2]))))
          : el('p', {}, 'Every part was read, and none has a problem.'),
        server.notes.length ? el('p', { class: 'hint' }, 'Not read: ', server.notes.join(' ')) : null),
        live && live.allowPower ? powerSection(server) : null,
        el('dl', { class: 'facts' },
          fact('Rack', server.rack ? rackText(server, ', ', 'unit ') : null),
          fact('Power', powerText(server)),
          fact('Draw', server.watts === null ? null : `${watts(server.watts)} (${server.wattsFrom})`),
          fact('Inlet', server.inlet === null ? null : celsius(server.inlet)),
          fact('Highest temperature', server.hot === null ? null : `${celsius(server.hot)}, ${server.hotName}`),
          fact('Model', modelOf(server)), fact('Serial number', server.serial), fact('Asset tag', server.asset),
          fact('BMC firmware', server.firmware), fact('BIOS', server.bios), fact('Address', server.address), fact('MAC address', server.mac),
          fact('System', server.system), fact('Operating system', server.os), fact('GUID', server.guid),
          fact('Last read', server.time === null ? 'never' : time(server.time) + (isOld(server) ? ', long ago' : '')),
          fact('Clock of the BMC', server.clock ? `wrong by ${number(server.clock, 1)} days` : null)),
        historyOf(server),
        el('section', {}, el('h3', {}, 'Sensors'), sensorHost),
        el('section', {}, el('h3', {}, 'Events'), eventHost)));
    if (server.sensors) {
      table(sensorHost, {
        caption: `Sensors of ${server.name}`, empty: server.reached ? 'No sensor was read.' : server.pending ? 'They have not been read yet.' : 'They could not be read.', sort: 'health', direction: -1,
        columns: [
          { key: 'sensor', name: 'Sensor', show: sensor => sensor[0], value: sensor => sensor[0], class: 'place' },
          { key: 'type', name: 'Type', show: sensor => el('span', { class: 'muted' }, sensor[1]), value: sensor => sensor[1] },
          { key: 'value', name: 'Reading', show: sensor => sensor[2] === null ? unknown : `${number(sensor[2], Number.isInteger(sensor[2]) ? 0 : Math.min(3, String(sensor[2]).split('.')[1].length))} ${sensor[3] || ''}`, value: sensor => sensor[2], first: -1, class: 'number' },
          { key: 'health', name: 'Health', show: sensor => badge(healths[sensor[4]]), value: sensor => sensor[4] === 0 ? -1 : sensor[4], first: -1, class: 'nowrap' },
          { key: 'state', name: 'State', show: sensor => sensor[5] || (sensor[6] ? el('span', { class: 'muted' }, sensor[6]) : ''), value: sensor => sensor[5], class: 'text' },
          { name: 'Limits', show: sensor => sensor[7] ? rangeOf(sensor) : '' },
        ],
      }).set(server.sensors);
    } else {
      fill(sensorHost, el('p', { class: 'hint' }, server.isLost ? 'They could not be loaded: the dashboard does not respond.' : server.reached ? 'Loading …' : server.pending ? 'They have not been read yet.' : 'They could not be read.'));
    }
    sayTrouble();
    table(eventHost, { caption: `Events of ${server.name}`, sort: 'time', direction: -1, empty: server.pending ? 'They have not been read yet.' : server.eventsUnread ? 'They could not be read.' : 'None in this time.', columns: eventColumns.filter(column => column.key !== 'server') })
      .set((server.events || data.events.filter(event => event[0] === server.index)));
  }

  /** Limits as text, and the reading between them as a bar. */
  function rangeOf(sensor) {
    const [lnr, lc, lnc, unc, uc, unr] = sensor[7], value = sensor[2];
    const low = [lnc, lc, lnr].filter(limit => limit !== null), high = [unc, uc, unr].filter(limit => limit !== null);
    const text = [low.length ? `> ${low.map(limit => number(limit, limit % 1 ? 2 : 0)).join(' / ')}` : '', high.length ? `< ${high.map(limit => number(limit, limit % 1 ? 2 : 0)).join(' / ')}` : ''].filter(Boolean).join('  ');
    if (value === null || !(low.length + high.length)) return text;
    const points = [...low, ...high, value];
    let from = Math.min(...points), to = Math.max(...points);
    if (!low.length) from = Math.min(0, from);
    const margin = (to - from || 1) * 0.06;
    from -= margin;
    to += margin;
    const at = limit => `${100 * (limit - from) / (to - from)}%`;
    const bar = el('span', { class: 'range', 'aria-hidden': 'true' });
    const zone = (kind, left, right) => bar.append(el('i', { class: kind, style: { left: at(left), right: `${100 - 100 * (right - from) / (to - from)}%` } }));
    if (low.length) zone('warning', from, Math.max(...low));
    if ((lc ?? lnr) !== null) zone('critical', from, lc ?? lnr);
    if (high.length) zone('warning', Math.min(...high), to);
    if ((uc ?? unr) !== null) zone('critical', uc ?? unr, to);
    bar.append(el('b', { style: { left: at(value) } }));
    return [el('span', { class: 'nowrap' }, text), bar];
  }

  // ---- Curves (dashboard) ----

  /** A curve of [time, value]; what is not known is a gap. */
  function curve(points, { name, text, width = 440, height = 90 }) {
    const known = points.filter(point => point[1] !== null);
    if (known.length < 2) return el('p', { class: 'hint' }, points.length > 1 && !known.length ? 'It is not reported.' : 'There is no history yet.');
    const left = 56, bottom = 16;
    const values = known.map(point => point[1]);
    let low = Math.min(...values), high = Math.max(...values);
    const said = `${name} from ${time(known[0][0])} to ${time(known[known.length - 1][0])}: lowest ${text(low)}, highest ${text(high)}, now ${text(values[values.length - 1])}.`;
    if (high - low < Math.abs(high) * 0.04 + 1) { const middle = (high + low) / 2, half = Math.abs(high) * 0.02 + 0.5; low = middle - half; high = middle + half; }
    const x = at => left + (at - points[0][0]) / (points[points.length - 1][0] - points[0][0] || 1) * (width - left - 4);
    const y = value => 8 + (1 - (value - low) / (high - low)) * (height - bottom - 8);
    const isLong = points[points.length - 1][0] - points[0][0] > 20 * hour;
    const label = at => isLong ? time(at).slice(5, 16) : clock(new Date(at));
    let path = '', down = false;
    for (const [at, value] of points) {
      if (value === null) { down = false; continue; }
      path += `${down ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
      down = true;
    }
    return svg('svg', { viewBox: `0 0 ${width} ${height}`, width: '100%', role: 'img', 'aria-label': said },
      [low, high].map(value => [svg('line', { class: 'grid', x1: left, x2: width, y1: y(value), y2: y(value) }), svg('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, text(value))]),
      svg('path', { class: 'curve', d: path }),
      svg('text', { x: left, y: height - 2 }, label(points[0][0])), svg('text', { x: width, y: height - 2, 'text-anchor': 'end' }, label(points[points.length - 1][0])));
  }

  function drawHistory() {
    $('power-history').hidden = false;
    fill($('power-chart'), curve(data.history.map(point => [point[0], point[1]]), { name: 'Power draw of all servers', text: manyWatts, width: widthOf('power-chart'), height: 110 }));
  }

  function historyOf(server) {
    if (!server.history) return null;
    return el('div', { class: 'columns' },
      el('div', {}, el('h3', {}, 'Draw'), curve(server.history.map(point => [point[0], point[1]]), { name: 'Draw', text: watts })),
      el('div', {}, el('h3', {}, 'Inlet, or else the highest temperature'), curve(server.history.map(point => [point[0], point[2] ?? point[3]]), { name: 'Temperature', text: celsius })));
  }

  // ---- The dashboard: changes as they come, and power ----

  const token = new URLSearchParams(location.search).get('token');
  const ask = (path, options = {}) => fetch(path, { ...options, cache: 'no-store', headers: { ...options.headers, Authorization: `Bearer ${token}` } });

  function connect() {
    let board = data.board, asked = null;

    async function follow() {
      for (let wait = 1000; ; wait = Math.min(wait * 2, 15000)) {
        const connection = new AbortController();
        let timer;
        // The dashboard sends something every 15 seconds at least.
        const listen = () => { clearTimeout(timer); timer = setTimeout(() => connection.abort(new Error('the dashboard is silent')), 25000); };
        const leave = () => connection.abort(new Error('the page was in the background'));
        try {
          await shown();
          document.addEventListener('visibilitychange', leave);
          listen();
          const response = await ask(`stream?since=${board}`, { signal: connection.signal });
          if (!response.ok) throw new Error(response.status === 401 ? 'the dashboard was started anew' : (await response.text()).trim());
          say('Connected', false);
          const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
          let text = '';
          for (;;) {
            const { done, value } = await reader.read();
            if (done) throw new Error('the dashboard has ended');
            listen();
            wait = 1000;
            text += value;
            const messages = text.split('\n\n');
            text = messages.pop();
            for (const message of messages) {
              const line = message.split('\n').find(each => each.startsWith('data: '));
              if (line) apply(JSON.parse(line.slice(6)));
            }
          }
        } catch (problem) {
          const error = connection.signal.aborted ? connection.signal.reason : problem;
          say(`Not connected: ${error.name === 'TypeError' ? 'the dashboard does not respond' : error.message.replace(/\.$/, '')}. What is shown is of ${time(latest())}.`, true);
        } finally {
          clearTimeout(timer);
          document.removeEventListener('visibilitychange', leave);
          connection.abort();
        }
        if (!document.hidden) await new Promise(resolve => setTimeout(resolve, wait));
      }
    }

    // A page that is not seen has no connection: a browser has six for all pages of a dashboard.
    const shown = () => new Promise(resolve => {
      if (!document.hidden) return resolve();
      document.addEventListener('visibilitychange', () => resolve(), { once: true });
    });
    const latest = () => Math.max(0, ...servers.map(server => server.time || 0)) || data.created;

    function say(text, lost) {
      const element = $('live');
      element.hidden = false;
      if (element.textContent !== text) element.textContent = text;
      element.classList.toggle('lost', lost);
      trouble = lost ? text : '';
      sayTrouble();
    }

    function apply(update) {
      const begin = performance.now();
      board = update.board;
      let isMoved = false;
      const changed = update.servers.map(change => {
        const server = servers[change.index];
        isMoved = isMoved || server.health !== change.health;
        delete server.pending;
        // Sensors are of an earlier reading now; the view of the server asks again.
        return Object.assign(server, change, { sensors: opened === server ? server.sensors : undefined });
      });
      data.history = update.history;
      if (changed.length) {
        drawHead();
        drawOverview();
        const most = highest;
        highest = Math.max(0, ...servers.map(server => server.watts || 0));
        if (!isChosen && chooseMetric() || metric.key === 'watts' && most !== highest) drawMap();
        else changed.forEach(paintSlot);
        // Where health changed, the rows are sorted again: what became critical must not stay at the end.
        if (wanted.text || wanted.healths.size || isMoved) drawMatrix(true);
        else matrix.update(changed);
        drawPower();
        stale.push(...changed);
      }
      if (update.events.length) {
        data.events.push(...update.events);
        data.events.splice(0, data.events.length - live.maximumEvents);
        drawEvents(true);
        if (!changed.length) drawOverview();
      }
      if (changed.includes(opened)) link.details(opened);
      // For measurements: tests/Dashboard/measure.mjs.
      document.dispatchEvent(new CustomEvent('ipmi-update', { detail: { servers: changed.length, events: update.events.length, milliseconds: performance.now() - begin } }));
    }

    // The inventory hardly changes, and is redrawn when the page has nothing else to do.
    const stale = [];
    setInterval(() => {
      drawHead();
      if (stale.length) { stale.length = 0; drawInventory(true); }
    }, 10000);

    follow();
    return {
      async details(server) {
        const mine = asked = {};
        try {
          const response = await ask(`server?server=${server.index}`);
          if (!response.ok) throw new Error();
          const details = await response.json();
          if (mine !== asked) return;
          Object.assign(server, details, { isLost: false });
        } catch { server.isLost = true; }
        if (opened === server) redrawServer();
      },
    };
  }

  /** Draws the opened server again where it was: same place, same focus. */
  function redrawServer() {
    const place = drill.scrollTop, at = [...drill.querySelectorAll('button')].indexOf(document.activeElement);
    drawServer();
    drill.scrollTop = place;
    if (at >= 0) (drill.querySelectorAll('button')[at] || drill.querySelector('button')).focus({ preventScroll: true });
  }

  let isAsking = false;
  const powerActions = [
    { action: 'On', name: 'Turn on', text: 'The server is turned on.' },
    { action: 'Soft', name: 'Shut down', text: 'The operating system is asked to shut down.' },
    { action: 'Off', name: 'Turn off', text: 'The power is cut. The operating system is not shut down, and data may be lost.', danger: true },
    { action: 'Cycle', name: 'Power cycle', text: 'The power is cut and comes back. The operating system is not shut down, and data may be lost.', danger: true },
    { action: 'Reset', name: 'Reset', text: 'The server is reset. The operating system is not shut down, and data may be lost.', danger: true },
  ];

  function powerSection(server) {
    return el('section', { 'aria-label': 'Power' },
      el('div', { class: 'actions' }, powerActions.map(each => el('button', { type: 'button', class: 'plain', onclick: () => confirmPower(server, each) }, `${each.name} …`))),
      el('p', { id: 'power-result', role: 'status' }, server.said));
  }

  async function confirmPower(server, { action, name, text, danger }) {
    const dialog = $('confirm');
    const say = said => { server.said = `${time(Date.now()).slice(11)} – ${said}`; if (opened === server) $('power-result').textContent = server.said; };
    if (isAsking) return;
    isAsking = true;
    let ticket;
    try {
      const response = await ask(`power?server=${server.index}&action=${action}`, { method: 'POST' });
      if (!response.ok) throw new Error(await response.text());
      ({ ticket } = await response.json());
    } catch (error) {
      say(`${name}: nothing was sent. ${error.name === 'TypeError' ? 'The dashboard does not respond.' : error.message}`);
      return;
    } finally {
      isAsking = false;
    }
    const decided = new Promise(resolve => {
      const decide = yes => { dialog.close(); resolve(yes); };
      dialog.oncancel = () => resolve(false);
      // The view behind may have been drawn again since.
      dialog.onclose = () => drill.querySelectorAll('.actions button')[powerActions.findIndex(each => each.action === action)]?.focus();
      fill(dialog,
        el('h2', { id: 'confirm-title' }, `${name}: ${server.name}?`),
        el('p', {}, text, server.power === null ? ' It is not known whether the server is on.' : ` At ${time(server.time)} it was ${server.power.toLowerCase()}.`),
        el('div', { class: 'actions' },
          el('button', { type: 'button', class: 'plain', autofocus: true, onclick: () => decide(false) }, 'Cancel'),
          el('button', { type: 'button', class: danger ? 'plain danger' : 'plain', onclick: () => decide(true) }, name)));
    });
    dialog.showModal();
    if (!await decided) return;
    say(`${name} …`);
    try {
      const response = await ask('power/run', { method: 'POST', headers: { 'X-Ticket': ticket } });
      if (!response.ok) throw new Error(await response.text());
      const outcome = await response.json();
      say(`${name}: ${outcome.text}${outcome.succeeded ? '.' : ''}`);
    } catch (error) {
      // The request may have been carried out: whoever asks has to look, not to ask again.
      say(`${name}: ${error.name === 'TypeError' ? 'it is not known whether it was carried out, because the connection was lost. Look at the state of the server first.' : error.message}`);
    }
  }

  // ---- All of it ----

  let width = innerWidth;
  window.addEventListener('resize', () => {
    if (innerWidth === width) return;
    width = innerWidth;
    widths.clear();
    drawTimeline(timelineEvents);
    if (data.history) drawHistory();
  });

  function drawAll() {
    drawHead();
    drawOverview();
    drawMap();
    drawMatrix();
    drawPower();
    drawEvents();
    drawInventory();
  }

  const links = [...document.querySelectorAll('nav a')];
  const spy = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links) {
        if (link.hash === `#${entry.target.id}`) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      }
    }
  }, { rootMargin: '-110px 0px -75% 0px' });
  document.querySelectorAll('main > section').forEach(section => spy.observe(section));

  drawAll();
  const link = live ? connect() : null;
})();
