'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const exchanges = JSON.parse(byId('exchanges').textContent);
  const rows = [...document.querySelectorAll('.req')];
  const boxes = [...document.querySelectorAll('input[name=verdict]')];

  const filter = () => {
    const words = byId('q').value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = new Set(boxes.filter((b) => b.checked).map((b) => b.value));
    const level = byId('level').value;
    const capability = byId('capability').value;
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const fits = verdicts.has(row.dataset.verdict)
        && (!level || row.dataset.level === level)
        && (!capability || row.dataset.capability === capability)
        && words.every((w) => text.includes(w));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    byId('count').textContent = shown + ' of ' + rows.length;
    byId('none').hidden = shown > 0;
  };

  const everything = () => {
    byId('q').value = '';
    byId('level').value = '';
    byId('capability').value = '';
    boxes.forEach((b) => { b.checked = true; });
    filter();
  };

  const jump = () => {
    const row = byId(decodeURIComponent(location.hash.slice(1)));
    if (row && row.classList.contains('req')) {
      if (row.hidden) everything();
      row.open = true;
      row.scrollIntoView();
    }
  };

  const pre = (title, text, event, pointer) => {
    const part = document.createElement('div');
    const head = document.createElement('h3');
    head.textContent = title;
    const body = document.createElement('pre');
    body.tabIndex = 0;
    body.setAttribute('aria-label', title);
    let from = -1;
    let to = -1;
    if (event !== undefined) {
      from = text.indexOf('#' + event + '  byte ');
      to = from < 0 ? -1 : text.indexOf('\n#', from);
      if (from >= 0 && to < 0) to = text.length;
    } else if (pointer) {
      const name = '"' + pointer.split('/').pop() + '"';
      from = text.indexOf(name);
      to = from + name.length;
    }
    if (from >= 0) {
      const mark = document.createElement('mark');
      mark.textContent = text.slice(from, to);
      body.append(text.slice(0, from), mark, text.slice(to));
    } else {
      body.textContent = text;
    }
    part.append(head, body);
    return part;
  };

  const LANES = ['response', 'item', 'part', 'delta', 'done', 'other'];
  const laneOf = (type) => {
    if (/^response\.[a-z_]+$/.test(type) || type === '[DONE]' || type === 'error') return 0;
    if (type.startsWith('response.output_item.')) return 1;
    if (/_part\./.test(type)) return 2;
    if (type.endsWith('.delta')) return 3;
    return type.endsWith('.done') ? 4 : 5;
  };

  /* The events of a stream over time, a lane for each kind; the one that the finding names is drawn through all lanes. */
  const draw = (timeline, event) => {
    const tag = (name, attributes, text) => {
      const made = document.createElementNS('http://www.w3.org/2000/svg', name);
      Object.entries(attributes).forEach(([k, v]) => made.setAttribute(k, v));
      if (text !== undefined) made.textContent = text;
      return made;
    };
    const left = 70;
    const width = 900;
    const lane = 18;
    const height = LANES.length * lane + 22;
    const last = Math.max(1, ...timeline.map((t) => t[2]));
    const first = Math.min(...timeline.map((t) => t[2]));
    const atOnce = last - first < 1;
    const share = (i, ms) => atOnce ? i / Math.max(1, timeline.length - 1) : (ms - first) / (last - first);
    const svg = tag('svg', { viewBox: '0 0 ' + width + ' ' + height, class: 'timeline', role: 'img',
      'aria-label': timeline.length + ' events from ' + first + ' to ' + last + ' milliseconds after the request' });
    LANES.forEach((name, i) => {
      svg.append(tag('text', { x: 0, y: i * lane + 13 }, name),
        tag('line', { x1: left, x2: width, y1: (i + 1) * lane, y2: (i + 1) * lane, class: 'lane' }));
    });
    timeline.forEach(([number, type, ms], i) => {
      const x = left + share(i, ms) * (width - left - 12);
      const named = String(number) === event;
      const y = laneOf(type) * lane;
      const tick = tag('line', { x1: x, x2: x, y1: named ? 0 : y + 3, y2: named ? LANES.length * lane : y + lane - 2,
        class: named ? 'named' : 'tick' });
      tick.append(tag('title', {}, '#' + number + ' ' + type + ' at ' + ms + ' ms'));
      svg.append(tick);
    });
    svg.append(tag('text', { x: left, y: height - 5 }, atOnce ? 'all at once, drawn in order' : first + ' ms'),
      tag('text', { x: width - 4, y: height - 5, 'text-anchor': 'end' }, last + ' ms'));
    return svg;
  };

  const show = (button) => {
    const place = button.nextElementSibling;
    const exchange = exchanges[button.dataset.exchange];
    if (!place.firstChild && exchange) {
      place.append(
        pre('Request at ' + exchange.place, exchange.request),
        ...(exchange.timeline.length > 1 ? [draw(exchange.timeline, button.dataset.event)] : []),
        pre('Answer', exchange.answer, button.dataset.event, button.dataset.pointer),
        pre('End', exchange.end));
    }
    place.hidden = !place.hidden;
    button.setAttribute('aria-expanded', String(!place.hidden));
    const mark = place.querySelector('mark');
    if (mark && !place.hidden) {
      const box = mark.closest('pre');
      box.scrollTop = mark.offsetTop - box.offsetTop - 40;
    }
  };

  document.addEventListener('click', (e) => {
    const target = e.target;
    if (target.matches('.show')) show(target);
    if (target.matches('.copy')) {
      navigator.clipboard.writeText(target.nextElementSibling.textContent).then(() => {
        target.textContent = 'Copied';
        setTimeout(() => { target.textContent = 'Copy'; }, 1500);
      });
    }
    if (target.dataset && target.dataset.capability && target.tagName === 'A') {
      e.preventDefault();
      byId('capability').value = target.dataset.capability;
      boxes.forEach((b) => { b.checked = true; });
      filter();
      byId('filters').scrollIntoView();
    }
    if (target.id === 'reset') everything();
  });
  byId('filters').addEventListener('input', filter);
  addEventListener('hashchange', jump);
  filter();
  jump();
})();
