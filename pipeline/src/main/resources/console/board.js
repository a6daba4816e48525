"use strict";
// The board shows the message of the highest priority until it runs out, whether or not the line holds. Two pages, one a
// language, take turns. It tells every five seconds what it shows.
const id = decodeURIComponent(location.pathname.split("/").pop());
const PAGE_MS = 6000, BEAT_MS = 5000, LOST_MS = 15000;
const main = document.getElementById("message"), contact = document.getElementById("contact");
const form = document.getElementById("sign-in");
let messages = [], skewMs = 0, heardAt = Date.now(), page = 0, shown = "", source = null, again = 0, wait = 1000;

function key() { return sessionStorage.getItem("board-key-" + id) || decodeURIComponent(location.hash.replace(/^#token=/, "")); }

async function signIn() {
  const token = key();
  if (!token) { ask(""); return false; }
  const answer = await fetch("/session", { method: "POST", body: token });
  if (answer.status === 401) { ask("密钥不对 The key is not known"); return false; }
  if (!answer.ok) throw new Error(answer.status);
  sessionStorage.setItem("board-key-" + id, token);
  form.hidden = true;
  return true;
}

function ask(why) {
  document.getElementById("refused").textContent = why;
  form.hidden = false;
  document.getElementById("token").focus();
}

form.addEventListener("submit", event => {
  event.preventDefault();
  sessionStorage.setItem("board-key-" + id, document.getElementById("token").value.trim());
  signIn().then(known => known && connect(), later);
});

function take(content) {
  heardAt = Date.now();
  skewMs = Date.parse(content.at) - heardAt;
  messages = content.messages;
  document.title = content.name + " " + content.nameEn;
  draw();
}

// Asks for the content first: only where the key is asked for does it sign in again, and it never hurries.
async function connect() {
  if (source) source.close();
  clearTimeout(again);
  try {
    const answer = await fetch("/boards/" + encodeURIComponent(id) + "/content.json");
    if (answer.status === 401) {
      if (await signIn()) again = setTimeout(connect, 0);
      return;
    }
    if (answer.status === 403 || answer.status === 404) {
      ask("此密钥不属于本屏 This key is not this board's");
      return;
    }
    if (!answer.ok) throw new Error(answer.status);
    wait = 1000;
    take(await answer.json());
    source = new EventSource("/boards/" + encodeURIComponent(id) + "/stream");
    source.addEventListener("content", event => take(JSON.parse(event.data)));
    source.onerror = () => { source.close(); later(); };
  } catch (e) {
    later();
  }
}

function later() {
  clearTimeout(again);
  again = setTimeout(connect, wait);
  wait = Math.min(wait * 2, 15000);
}

function foremost() {
  const now = Date.now() + skewMs;
  return messages.find(message => Date.parse(message.until) > now);
}

function draw() {
  const message = foremost();
  const pages = message ? message.pages : [];
  const lines = pages.length ? pages[page % pages.length] : [];
  const text = lines.join("\n");
  if (text !== main.dataset.text) {
    main.dataset.text = text;
    main.lang = /[\u3400-\u9fff]/.test(text) ? "zh" : "en";
    main.replaceChildren(...lines.map(line => {
      const p = document.createElement("p");
      p.textContent = line;
      return p;
    }));
    fit(lines);
  }
  const lost = Date.now() - heardAt > LOST_MS;
  contact.hidden = !lost;
  if (lost) contact.querySelector("time").textContent = new Date(heardAt).toLocaleTimeString("zh-CN", { hour12: false });
  const now = message ? message.notificationId : "";
  if (now !== shown) { shown = now; page = 0; tell(); }
}

// The largest letters with which every line fits.
function fit(lines) {
  const widest = Math.max(1, ...lines.map(line => [...line].reduce((sum, c) => sum + (c.codePointAt(0) < 0x1100 ? .6 : 1.05), 0)));
  const byWidth = innerWidth * .94 / widest, byHeight = innerHeight * .92 / (Math.max(1, lines.length) * 1.25);
  main.style.setProperty("--size", Math.floor(Math.min(byWidth, byHeight)) + "px");
}

async function tell() {
  try {
    const answer = await fetch("/boards/" + encodeURIComponent(id) + "/shown", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ shows: shown ? [shown] : [] }) });
    if (answer.status === 401) connect();
  } catch (e) {
    // Out of contact; the next beat tells it.
  }
}

addEventListener("resize", () => { main.dataset.text = "\u0000"; draw(); });
setInterval(draw, 500);
setInterval(() => { page++; draw(); }, PAGE_MS);
setInterval(tell, BEAT_MS);
connect();
