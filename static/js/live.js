// The live page of a session. It follows what others do, counts the clock on, and sends each press of a button as the
// form that it is. Without network the presses wait on this device, each with a key of its own, so that none is done twice.

const EVERY = 4000;
// A question without an answer for so long is given up, so that the next one can be asked.
const PATIENCE = 20000;
const root = document.querySelector("[data-live]");
const note = document.querySelector("#kept");
const person = document.body.dataset.person || "";
// Signing out forgets everything that begins with "draft:".
const store = `draft:${person}:presses:${root.dataset.key}`;
let mark = root.dataset.mark;
let since = performance.now();

/** Through the page's one live region. */
function announce(text) {
  const live = document.querySelector("#live");
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 30);
}

// --- The clock ---

function clockText(total) {
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

function tick() {
  document.querySelectorAll("[data-running]").forEach((clock) => {
    const seconds = Number(clock.dataset.seconds) + Math.floor((performance.now() - since) / 1000);
    clock.textContent = clockText(seconds);
    const over = clock.parentElement.querySelector("[data-over]");
    if (over) over.hidden = !(Number(clock.dataset.limit) && seconds > Number(clock.dataset.limit));
  });
}

// --- Following ---

const isDirty = (field) => field.defaultValue !== undefined && field.value !== field.defaultValue && field.type !== "hidden";

// While a finger is down nothing moves away under it: the press would be lost.
let held = null;
addEventListener("pointerdown", (event) => { held = event.target; }, true);
["pointerup", "pointercancel"].forEach((name) => addEventListener(name, () => setTimeout(() => { held = null; }), true));

/**
 * What is being typed is never replaced; an open detail stays open; the focus stays where it is, or, when its button is
 * gone, goes to the heading beside it: the next button would be pressed by mistake. False: not now.
 */
function swap(part, fresh) {
  if (held && part.contains(held)) return false;
  if ([...part.querySelectorAll("textarea, input, select")].some((field) => isDirty(field) || field === document.activeElement)) return false;
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  const opened = [...part.querySelectorAll("details[open]")].map((more) => more.closest("li")?.id || "alone");
  part.replaceChildren(...fresh.childNodes);
  part.querySelectorAll("details").forEach((more) => { more.open = more.open || opened.includes(more.closest("li")?.id || "alone"); });
  if (focused) {
    const heading = part.querySelector("h2");
    if (heading) heading.tabIndex = -1;
    (document.getElementById(focused) || heading)?.focus({ preventScroll: true });
  }
  return true;
}

let asking = null;
// Counts presses and their arrivals: what was asked before one of them does not know of it.
let round = 0;

/** One question at a time, however slow the link. */
function follow() {
  asking ??= ask().finally(() => { asking = null; });
  return asking;
}

async function ask() {
  if (!navigator.onLine) { show(true); return; }
  const before = round;
  let answer, text;
  try {
    answer = await fetch(root.dataset.live, { headers: mark ? { "If-None-Match": `"${mark}"` } : {}, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    text = answer.status === 200 ? await answer.text() : "";
  } catch { show(true); return; }
  if (before !== round) return;
  if (answer.status === 200) {
    const page = new DOMParser().parseFromString(text, "text/html");
    mark = (answer.headers.get("ETag") || "").replace(/^W\/|"/g, "");
    document.querySelectorAll("[data-part]").forEach((part) => {
      const fresh = page.getElementById(part.id);
      // What could not be shown now is asked for again.
      if (fresh && !swap(part, fresh)) mark = "";
    });
    since = performance.now();
    tick();
  }
  show(false);
}

// --- Presses ---

function waiting() {
  try { return JSON.parse(localStorage.getItem(store)) || []; } catch { return []; }
}

function keep(presses) {
  try { localStorage.setItem(store, JSON.stringify(presses)); return true; } catch { return false; }
}

let signedOut = false;

function show(lost) {
  if (!note) return;
  const number = waiting().length;
  note.hidden = !(lost || number || signedOut);
  const text = signedOut ? note.dataset.signedOut : number ? `${note.dataset.one} ${number}` : note.dataset.lost;
  note.querySelector("p").textContent = text;
}

function press(form, button) {
  const data = [...new FormData(form, button)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const key = crypto.randomUUID ? crypto.randomUUID().slice(0, 23) : Array.from(crypto.getRandomValues(new Uint8Array(11)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  keep([...waiting(), { data, key, at: Date.now() }]);
  round += 1;
  button.classList.add("pending");
  foresee(button);
  // What is on its way is no longer being typed.
  form.querySelectorAll("textarea, input[type=text]").forEach((field) => { field.defaultValue = field.value; });
  if (button.value === "list") form.reset();
  send();
}

/** What the button will look like once the press has arrived. */
function foresee(button) {
  const others = [...(button.closest(".marks")?.querySelectorAll("[aria-pressed]") || [])];
  const set = (other, on) => other.setAttribute("aria-pressed", String(on));
  const what = button.value.split(":").pop();
  others.forEach((other) => { other.disabled = false; });
  if (button.value.startsWith("outcome:")) others.forEach((other) => set(other, other === button));
  else if (what === "absent") others.forEach((other) => set(other, false));
  else if (what === "late" || what === "left") set(button, button.getAttribute("aria-pressed") !== "true");
  else others.slice(0, 2).forEach((other) => set(other, other === button));
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
let sending = false;

async function send() {
  if (sending || !navigator.onLine) { show(!navigator.onLine); return; }
  sending = true;
  try {
    for (let first = waiting()[0]; first; first = waiting()[0]) {
      const body = new URLSearchParams(first.data);
      body.set("key", first.key);
      body.set("age", String(Math.round((Date.now() - first.at) / 1000)));
      // Kept alive: who presses and goes to another page at once has pressed.
      const answer = await fetch(location.pathname, { method: "POST", body, keepalive: true, redirect: "manual", signal: AbortSignal.timeout(PATIENCE), headers: { "X-Press": "1", "X-CSRFToken": token() } });
      round += 1;
      signedOut = answer.type === "opaqueredirect" || answer.status === 403;
      if (signedOut || answer.status >= 500) break;
      keep(waiting().filter((other) => other.key !== first.key));
      await done(answer, first);
    }
    if (!waiting().length) document.querySelectorAll(".pending").forEach((button) => button.classList.remove("pending"));
  } catch {
    sending = false;
    show(true);
    return;
  }
  sending = false;
  show(!navigator.onLine);
  // What is asked already may not know of the last press.
  await asking;
  await follow();
}

/** A refusal is said; what somebody else wrote in the meantime is shown, and the text typed here stays. */
async function done(answer, sent) {
  const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  if (told.message) announce(told.message);
  if (answer.ok) {
    if (told.item) know(told);
    return;
  }
  mark = "";
  const messages = document.querySelector("#messages");
  const said = document.createElement("div");
  said.className = "note note-warn";
  const text = document.createElement("p");
  text.textContent = told.message || String(answer.status);
  said.append(text);
  messages?.replaceChildren(said);
  const field = told.item && document.getElementById(`text-${told.item}`);
  if (field) {
    // It did not arrive, so it is being typed still: what comes from the server must not take its place.
    field.defaultValue = "";
    field.value = (sent.data.find(([name]) => name === "text") || [])[1] || "";
  }
  if (told.item) know(told, false);
}

/** Our own press changed the outcome: what is typed or waits here already knows of it. */
function know({ item, seen }, also = true) {
  const form = document.getElementById(`text-${item}`)?.form;
  if (form) form.elements.seen.value = seen;
  if (!also) return;
  const about = ({ data }) => data.some(([name, value]) => name === "do" && value.startsWith(`outcome:${item}:`));
  keep(waiting().map((kept) => about(kept) ? { ...kept, data: kept.data.map(([name, value]) => [name, name === "seen" ? seen : value]) } : kept));
}

function startPresses() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-press]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    press(form, event.submitter);
  }, true);
  addEventListener("online", send);
}

// --- One letter for each outcome of the current item; Ctrl+Enter sends the text with the outcome chosen before ---

let letters = localStorage.getItem("live:letters") !== "off";

function startLetters() {
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("textarea, input, select");
    if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey) && field.form?.dataset.press === "text") {
      event.preventDefault();
      const chosen = field.form.querySelector("[aria-pressed=true]") || (field.form.querySelector("[aria-pressed]") ? null : field.form.querySelector("button"));
      chosen ? field.form.requestSubmit(chosen) : announce(note.dataset.choose);
      return;
    }
    if (field || !letters || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const letter = event.code.replace(/^Key/, "").toLowerCase();
    const button = document.querySelector(`[data-letter="${CSS.escape(letter)}"]`);
    if (!button) return;
    event.preventDefault();
    button.form.requestSubmit(button);
    button.form.querySelector("textarea").focus();
  });
}

/** Who speaks to the computer must be able to turn single letters off. */
function startSwitch() {
  if (!document.querySelector("[data-letters]")) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet" });
  const write = () => {
    button.textContent = letters ? note.dataset.keysOn : note.dataset.keysOff;
    button.setAttribute("aria-pressed", String(letters));
  };
  button.addEventListener("click", () => {
    letters = !letters;
    localStorage.setItem("live:letters", letters ? "on" : "off");
    write();
  });
  write();
  document.querySelector(".page-actions").append(button);
}

if (root) {
  startPresses();
  startLetters();
  startSwitch();
  setInterval(tick, 1000);
  setInterval(() => { if (!document.hidden) (waiting().length ? send() : follow()); }, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) follow(); });
  if (waiting().length) send();
}
