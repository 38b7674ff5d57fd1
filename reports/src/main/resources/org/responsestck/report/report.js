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
    const head = document.createElement('h4');
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

  const show = (button) => {
    const place = button.nextElementSibling;
    const exchange = exchanges[button.dataset.exchange];
    if (!place.firstChild && exchange) {
      place.append(
        pre('Request at ' + exchange.place, exchange.request),
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
