// The duty desk's page: everything comes from the API; words of agencies are only ever set as text.
const find = id => document.getElementById(id);
const incidents = new Map();
let chosen = null;

const time = text => new Date(text).toLocaleString();
const cell = (row, text) => { const td = row.insertCell(); td.textContent = text ?? ''; return td; };

async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error((await answer.json()).detail);
  return answer.json();
}

async function order(id, action, args = {}) {
  // Grade I and II, and what nobody acknowledged, are closed with a reason.
  const note = action === 'CLOSE' ? window.prompt(`${id}: 结束原因 / why is it closed?`) : undefined;
  if (note === null) {
    return;
  }
  const answer = await fetch(`/api/v1/incidents/${id}/commands`, {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({action, channel: 'console', arguments: args, note})});
  const said = await answer.json();
  find('state').textContent = answer.ok ? `${action} sent for ${id}` : said.detail;
  // The desk decides within a second; one that is overloaded is not waited for longer than a quarter of a minute.
  for (let look = 0; answer.ok && look < 50; look++) {
    await new Promise(later => setTimeout(later, 300));
    const order = await get(said.outcome).catch(() => null);
    if (order && order.state !== 'ACCEPTED') {
      find('state').textContent = `${action} ${order.state} for ${id}: ${order.detail}`;
      return;
    }
  }
}

function showIncidents() {
  const open = [...incidents.values()].filter(i => i.state === 'OPEN' || i.state === 'ACKNOWLEDGED')
      .sort((a, b) => b.openedAt.localeCompare(a.openedAt));
  const body = find('incidents');
  body.replaceChildren();
  for (const incident of open) {
    const row = body.insertRow();
    row.setAttribute('aria-selected', incident.incidentId === chosen);
    cell(row, incident.incidentId);
    const grade = document.createElement('span');
    grade.className = `grade grade-${incident.grade}`;
    grade.textContent = incident.grade ?? '?';
    row.insertCell().append(grade);
    cell(row, incident.state);
    const what = cell(row, incident.title);
    if (incident.status !== 'ACTUAL') {
      const drill = document.createElement('strong');
      drill.className = 'drill';
      drill.textContent = incident.status === 'EXERCISE' ? '演练 EXERCISE' : incident.status;
      what.prepend(drill, ' ');
    }
    for (const other of incident.perhapsSame ?? []) {
      const hint = document.createElement('small');
      const merge = document.createElement('button');
      merge.textContent = `Merge into ${other}`;
      merge.onclick = () => order(incident.incidentId, 'MERGE', {into: other});
      hint.append(`疑为同一事件 perhaps the same as ${other} `, merge);
      what.append(hint);
    }
    if (incident.closingAt) {
      const closing = document.createElement('small');
      closing.textContent = `closes at ${time(incident.closingAt)} `;
      const reopen = document.createElement('button');
      reopen.textContent = 'Reopen';
      reopen.onclick = () => order(incident.incidentId, 'REOPEN');
      closing.append(reopen);
      what.append(closing);
    }
    for (const signal of incident.officialSignals) {
      const relayed = document.createElement('small');
      relayed.className = 'official';
      relayed.textContent = `预警信号 ${signal.title} · ${signal.issuer} · ${time(signal.issuedAt)}`
          + ` – ${signal.expiresAt ? time(signal.expiresAt) : '?'}`;
      what.append(relayed);
    }
    cell(row, time(incident.openedAt));
    const actions = row.insertCell();
    for (const [label, action] of [['Timeline', null], ['Acknowledge', 'ACKNOWLEDGE'], ['Close', 'CLOSE']]) {
      const button = document.createElement('button');
      button.textContent = label;
      button.onclick = () => action ? order(incident.incidentId, action) : choose(incident.incidentId);
      actions.append(button, ' ');
    }
  }
  find('none').hidden = open.length > 0;
}

function showEvent(event) {
  const item = document.createElement('li');
  const at = document.createElement('time');
  at.textContent = time(event.at);
  item.append(at, ` ${event.kind} · ${event.actor} · ${event.reason}`);
  find('timeline').append(item);
}

async function showSpecialReports() {
  const id = chosen;
  const kept = await get(`/api/v1/incidents/${id}/special-reports`);
  if (id !== chosen) return;
  find('draft').hidden = false;
  find('special-reports').replaceChildren(...kept.map(({report, state, receivedBy}) => {
    const item = document.createElement('details');
    const line = document.createElement('summary');
    line.textContent = [report.label, report.title, state, receivedBy].filter(Boolean).join(' · ');
    const text = document.createElement('pre');
    text.textContent = report.text;
    item.append(line, text);
    if (state === 'DRAFTED') {
      item.open = true;
      const sign = document.createElement('button');
      sign.textContent = 'Sign and send 签发';
      sign.onclick = () => order(id, 'FORWARD', {sign: String(report.number)});
      item.append(sign);
    }
    return item;
  }));
}

find('draft').onclick = () => order(chosen, 'FORWARD', {draft: 'true'});

async function choose(id) {
  chosen = id;
  find('chosen').textContent = id;
  find('timeline').replaceChildren();
  (await get(`/api/v1/incidents/${id}/timeline`)).forEach(showEvent);
  await showSpecialReports();
  showIncidents();
}

async function showOutbox() {
  const body = find('outbox');
  const sent = await get('/api/v1/notifications');
  body.replaceChildren();
  for (const one of sent.slice(0, 50)) {
    const row = body.insertRow();
    cell(row, time(one.decidedAt));
    cell(row, one.recipient);
    cell(row, one.channel);
    cell(row, one.delivery?.state ?? 'PENDING');
    cell(row, one.body);
  }
  // The books count everybody's records: who is bounded is not shown them.
  const books = await get('/api/v1/books').catch(() => null);
  find('books').textContent = !books ? '' : `${books.reports.in} reports in · ${books.reports.verdicts} verdicts · `
      + `${books.reports.rejected} rejected · ${books.reports.duplicates} duplicates · ${books.reports.waiting} waiting — `
      + `${books.notifications.written} notifications · ${books.notifications.pending} pending · `
      + (books.balanced ? 'balanced' : 'under way');
}

let soon = null;
const outboxSoon = () => { soon ??= setTimeout(() => { soon = null; showOutbox(); }, 300); };

// Everything anew: at the beginning, and where events were missed that nobody kept.
async function readState() {
  const all = await get('/api/v1/incidents');
  incidents.clear();
  all.forEach(i => incidents.set(i.incidentId, i));
  showIncidents();
  if (chosen) await choose(chosen);
  await showOutbox();
}

// The browser comes back by itself and names the last event it heard; only a stream that was refused is begun anew. The
// state is read once the stream is open, so that nothing falls between.
function listen() {
  const live = new EventSource('/api/v1/stream');
  let fresh = true;
  const again = () => readState().catch(() => { find('state').textContent = 'what is shown may be old'; });
  live.onopen = () => {
    find('state').textContent = 'live';
    if (fresh) again();
    fresh = false;
  };
  live.onerror = () => {
    find('state').textContent = 'no contact with Tocsin; what is shown may be old';
    if (live.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
  live.addEventListener('reset', again);
  live.addEventListener('incident', e => { const i = JSON.parse(e.data); incidents.set(i.incidentId, i); showIncidents(); });
  live.addEventListener('timeline', e => { const t = JSON.parse(e.data); if (t.incidentId === chosen) showEvent(t); });
  live.addEventListener('special-report', e => { if (JSON.parse(e.data).report.incidentId === chosen) showSpecialReports(); });
  live.addEventListener('notification', outboxSoon);
  live.addEventListener('delivery', outboxSoon);
}

async function open() {
  await readState();
  find('sign-in').hidden = true;
  find('who').textContent = (await get('/api/v1/me')).actor;
  find('sign-out').hidden = false;
  document.querySelector('main').hidden = false;
  listen();
}

find('sign-in').onsubmit = async event => {
  event.preventDefault();
  const answer = await fetch('/session', {method: 'POST', body: find('key').value});
  if (answer.ok) open(); else find('refused').textContent = 'This key is not known here.';
};
open().catch(() => { find('state').textContent = 'signed out'; });
