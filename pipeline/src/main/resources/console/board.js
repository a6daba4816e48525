// The board shows the message of the highest priority until it runs out, whether or not the line holds. Two pages, one a
// language, take turns. It tells every five seconds what it shows.
const id = decodeURIComponent(location.pathname.split("/").pop());
const here = "/boards/" + encodeURIComponent(id), keptAs = "board-key-" + id;
const PAGE_MS = 6000, BEAT_MS = 5000, LOST_MS = 15000, AGAIN_MS = 2000;
const REFUSALS = { 401: "密钥不对 The key is not known", 403: "这是别的显示屏的密钥 This key is another board's",
  404: "没有这块显示屏 There is no such board" };
const main = document.getElementById("message"), contact = document.getElementById("contact");
const form = document.getElementById("sign-in");
let messages = [], skewMs = 0, heardAt = performance.now(), shown = "", shownAt = 0;
let line = new AbortController(), known = false, asks = false, next = 0;

// The key of the address wins over an older one that was kept.
function key() {
  return location.hash.startsWith("#token=") ? decodeURIComponent(location.hash.slice("#token=".length))
    : sessionStorage.getItem(keptAs) || "";
}

// Every call carries the key itself: a session would be the whole browser's, and sign off its other boards.
function call(path, options = {}) {
  return fetch(here + path, { signal: AbortSignal.timeout(BEAT_MS), cache: "no-store", ...options,
    headers: { Authorization: "Bearer " + key(), ...options.headers } });
}

function again(ms) {
  clearTimeout(next);
  next = setTimeout(connect, ms);
}

// Ends what went before. A line on which nothing comes any more is given up, though it may look whole.
async function connect() {
  line.abort();
  const mine = line = new AbortController();
  again(LOST_MS);
  try {
    if (!/^[\x20-\x7e]+$/.test(key())) return ask(key() && REFUSALS[401]);
    const answer = await call("/content.json");
    if (answer.status in REFUSALS) return ask(REFUSALS[answer.status]);
    if (!answer.ok) throw new Error(answer.status);
    known = true;
    asks = false;
    sessionStorage.setItem(keptAs, key());
    take(await answer.json());
    await listen(mine.signal);
  } catch (e) {
    // Out of contact; the next attempt is due.
  }
  if (!mine.signal.aborted) again(AGAIN_MS);
}

async function listen(signal) {
  const answer = await call("/stream", { headers: { Accept: "text/event-stream" }, signal });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events.map(text => text.split("\n"))) {
      const data = event.find(field => field.startsWith("data:"));
      if (data && event.some(field => /^event: ?content$/.test(field))) take(JSON.parse(data.slice("data:".length)));
    }
  }
}

function ask(why) {
  known = false;
  document.getElementById("refused").textContent = why;
  if (!asks) {
    asks = true;
    draw();
    document.getElementById("token").focus();
  }
}

form.addEventListener("submit", event => {
  event.preventDefault();
  sessionStorage.setItem(keptAs, document.getElementById("token").value.trim());
  history.replaceState(null, "", location.pathname);
  connect();
});

function take(content) {
  again(LOST_MS);
  heardAt = performance.now();
  skewMs = Date.parse(content.at) - Date.now();
  messages = content.messages;
  document.title = content.name + " " + content.nameEn;
  draw();
}

function foremost() {
  const now = Date.now() + skewMs;
  return messages.find(message => Date.parse(message.until) > now);
}

function draw() {
  const message = foremost(), now = message ? message.notificationId : "", changed = now !== shown;
  if (changed) { shown = now; shownAt = performance.now(); }
  const pages = message ? message.pages : [];
  const lines = pages.length ? pages[Math.floor((performance.now() - shownAt) / PAGE_MS) % pages.length] : [];
  const text = lines.join("\n");
  if (text !== main.dataset.text) {
    main.dataset.text = text;
    main.lang = /[\u3400-\u9fff]/.test(text) ? "zh" : "en";
    main.replaceChildren(...lines.map(line => {
      const p = document.createElement("p");
      p.textContent = line;
      return p;
    }));
  }
  const silentMs = performance.now() - heardAt, lost = silentMs > LOST_MS;
  if (lost && contact.hidden) {
    contact.querySelector("time").textContent = new Date(Date.now() - silentMs).toLocaleTimeString("zh-CN", { hour12: false });
  }
  contact.hidden = !lost;
  // Who has no key any more still shows what stands.
  form.hidden = !asks || Boolean(message);
  fit(lines);
  if (changed) tell();
}

// The largest letters with which every line fits above the words about the line.
function fit(lines) {
  const widest = Math.max(1, ...lines.map(line => [...line].reduce((sum, c) => sum + (c.codePointAt(0) < 0x1100 ? .6 : 1.05), 0)));
  const byWidth = main.clientWidth * .94 / widest, byHeight = main.clientHeight * .92 / (Math.max(1, lines.length) * 1.25);
  main.style.setProperty("--size", Math.floor(Math.min(byWidth, byHeight)) + "px");
}

async function tell() {
  if (!known) return;
  try {
    const answer = await call("/shown", { method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ shows: shown ? [shown] : [] }) });
    if (answer.status === 401) connect();
  } catch (e) {
    // Out of contact; the next beat tells it.
  }
}

addEventListener("resize", draw);
addEventListener("hashchange", connect);
setInterval(draw, 500);
setInterval(tell, BEAT_MS);
connect();
