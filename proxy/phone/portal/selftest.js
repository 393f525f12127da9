// The portal's self-test. Every test ends in one of ok, no, maybe, unknown.
"use strict";
const body = document.body;
const sentences = JSON.parse(body.dataset.say);
const say = (key, value) => sentences[key].replace("{0}", value);

function show(id, state, key, value) {
  const li = document.getElementById("t-" + id);
  li.dataset.state = state;
  li.querySelector(".word").textContent = say("word." + state);
  li.querySelector("p").textContent = say(key, value);
}

async function ping(url) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 5000);
  const sent = Date.now();
  try {
    const answer = await fetch(url + "/api/ping?" + sent + "." + body.dataset.nonce, { signal: stop.signal, cache: "no-store" });
    const data = await answer.json();
    return data.portal === "loginscope" ? { ...data, sent, got: Date.now() } : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function clock(p) {
  const off = (p.sent + p.got) / 2 - p.time_ms;
  const seconds = Math.round(Math.abs(off) / 1000);
  if (seconds <= 5) show("clock", "ok", "clock.ok", 5);
  else show("clock", "no", "clock.no", seconds);
}

function cellular() {
  const c = navigator.connection;
  if (c && c.type === "cellular") show("cell", "maybe", "cell.ok");
  else show("cell", "unknown", "cell.unknown");
}

async function run() {
  for (const li of document.querySelectorAll(".tests li")) li.dataset.state = "running";
  const host = body.dataset.portal;
  const here = await ping("");
  if (!here) {
    for (const id of ["proxy", "cert", "clock", "vpn", "allowed"]) show(id, "unknown", "word.unreached");
    return cellular();
  }
  clock(here);
  cellular();
  show("allowed", here.admitted ? "ok" : "no", here.admitted ? "allowed.ok" : "allowed.no");
  const network = { same: ["ok", "vpn.no"], other: ["maybe", "vpn.maybe"] }[here.network] || ["unknown", "vpn.unknown"];
  show("vpn", ...network);
  const behind = here.through_proxy ? here : await ping("http://" + host);
  const proxied = Boolean(behind && behind.through_proxy);
  show("proxy", proxied ? "ok" : "no", proxied ? "proxy.ok" : "proxy.no");
  if (!proxied) return show("cert", "unknown", "cert.wait");
  const secure = await ping("https://" + host);
  show("cert", secure ? "ok" : "no", secure ? "cert.ok" : "cert.no");
}

// A page without TLS has no clipboard of its own, so a selection is copied.
function copy(button) {
  const field = document.createElement("textarea");
  field.value = button.dataset.copy;
  field.readOnly = true;
  field.className = "offscreen";
  button.after(field);
  field.select();
  field.setSelectionRange(0, field.value.length);
  const done = document.execCommand("copy");
  field.remove();
  if (!done) return;
  const name = button.dataset.name || button.textContent;
  button.dataset.name = name;
  button.textContent = body.dataset.copied;
  button.dataset.done = "yes";
  setTimeout(() => { button.textContent = name; }, 2000);
}

for (const b of document.querySelectorAll(".copy")) b.addEventListener("click", () => copy(b));
document.getElementById("again").addEventListener("click", run);
for (const s of document.querySelectorAll("select")) s.addEventListener("change", () => s.form.submit());
run();
