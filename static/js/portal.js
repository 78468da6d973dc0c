// Enhancement only: every task works without this file. Texts come from #live in the reader's language.

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const live = one("#live");
const texts = live ? live.dataset : {};

/** Tells readers of screens what changed, through the page's one live region. */
export function announce(text) {
  if (!live) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 30);
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// --- Search dialog: Ctrl+K, go to a page by name, or search for what was typed ---

function startPalette() {
  const dialog = one("#palette");
  if (!dialog || !dialog.showModal) return;
  const input = one("input", dialog);
  const list = one("ul", dialog);

  const fill = () => {
    const found = [...all("#nav a"), ...all("[data-command]"), ...all("#account a")].map((link) => {
      const copy = element("a", { className: "drop-item", href: link.href });
      const label = link.cloneNode(true);
      all(".count, .icon", label).forEach((part) => part.remove());
      copy.textContent = label.textContent.trim();
      return element("li", {}, copy);
    });
    list.replaceChildren(...found);
  };
  const narrow = () => {
    const wanted = input.value.trim().toLowerCase();
    all("li", list).forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(wanted); });
  };
  const open = () => {
    fill();
    narrow();
    if (!dialog.open) dialog.showModal();
    input.select();
  };
  const step = (by) => {
    const stops = [input, ...all("li:not([hidden]) a", list)];
    const next = stops[Math.min(stops.length - 1, Math.max(0, stops.indexOf(document.activeElement) + by))];
    next.focus();
  };

  input.addEventListener("input", narrow);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  });
  document.addEventListener("keydown", (event) => {
    // By the key's place as well as its letter, so that it works on a Cyrillic keyboard.
    const k = event.key.toLowerCase() === "k" || event.code === "KeyK";
    if (!k || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    open();
  });
  all("[data-palette]").forEach((link) => link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  }));
}

function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (!dialog || !dialog.showModal) return;
    event.preventDefault();
    dialog.showModal();
  });
}

// --- Drafts: what is typed into data-draft="key" survives a lost connection or an expired session, on this device ---
// A key belongs to one person. The server says data-draft-clear="key" once it has saved; signing out forgets all.

const DRAFT_DAYS = 14;
const person = document.body.dataset.person || "";
const draftName = (key) => `draft:${person}:${key}`;
const typed = "textarea, input:not([type]), input[type=text], input[type=url], input[type=date], input[type=time]";

function readDraft(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(draftName(key)));
    return draft && Date.now() - draft.at < DRAFT_DAYS * 864e5 ? draft : null;
  } catch { return null; }
}

function keepDraft(key, draft) {
  try { localStorage.setItem(draftName(key), JSON.stringify(draft)); return true; } catch { return false; }
}

function forgetDrafts(wanted) {
  try {
    Object.keys(localStorage).filter((name) => name.startsWith("draft:") && wanted(name))
      .forEach((name) => localStorage.removeItem(name));
  } catch { /* no storage, nothing kept */ }
}

function fieldsOf(holder) {
  const fields = holder.matches("form") ? all(typed, holder) : [holder];
  return fields.filter((field) => field.name && !field.readOnly && !field.disabled);
}

function startDraft(holder) {
  const key = holder.dataset.draft;
  // Asked each time: a part of the form may have been swapped.
  const now = () => Object.fromEntries(fieldsOf(holder).map((field) => [field.name, field.value]));
  const put = (values) => fieldsOf(holder).forEach((field) => {
    if (field.name in values) field.value = values[field.name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const served = now();
  const state = element("p", { className: "hint" });
  holder.matches("form") ? holder.append(state) : holder.after(state);

  offerDraft(key, holder, served, put);
  let timer = 0;
  let first = true;
  const keep = () => keepDraft(key, { at: Date.now(), base: served, values: now() });
  holder.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      if (!keep()) return;
      state.textContent = `${texts.draftSaved} · ${clock(new Date())}`;
      if (first) announce(texts.draftSaved);
      first = false;
    }, 600);
  });
  // What was typed in the last moment before sending counts too.
  holder.closest("form")?.addEventListener("submit", () => { if (timer) { clearTimeout(timer); keep(); } });
}

function offerDraft(key, holder, served, put) {
  const draft = readDraft(key);
  if (!draft || JSON.stringify(draft.values) === JSON.stringify(served)) return;
  // The text changed on the server since: never put an old draft over it unasked.
  const fresh = JSON.stringify(draft.base) === JSON.stringify(served);
  const note = element("div", { className: `note note-${fresh ? "info" : "warn"}` });
  const bar = element("div", { className: "bar" });
  const button = (label, action) => {
    const made = element("button", { className: "button", type: "button", textContent: label });
    made.addEventListener("click", () => { action(); note.remove(); });
    bar.append(made);
  };
  const text = `${fresh ? texts.draftRestored : texts.draftOlder} ${clock(new Date(draft.at))}`;
  if (fresh) put(draft.values);
  else button(texts.draftUse, () => put(draft.values));
  button(texts.draftDiscard, () => { put(served); forgetDrafts((name) => name === draftName(key)); });
  note.append(element("div", {}, element("p", { textContent: text }), bar));
  holder.matches("form") ? holder.prepend(note) : holder.before(note);
}

function startDrafts() {
  all("[data-draft-clear]").flatMap((mark) => mark.dataset.draftClear.split(" ")).forEach((key) => {
    forgetDrafts((name) => name === draftName(key));
  });
  all("[data-forget-drafts]").forEach((form) => form.addEventListener("submit", () => forgetDrafts(() => true)));
  all("[data-draft]").forEach(startDraft);
}

// --- Offline note, double clicks, echo of dates ---

function startOfflineNote() {
  const note = one("#offline");
  if (!note) return;
  const show = () => { note.hidden = navigator.onLine; };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
}

/** A second press while the first is on its way is dropped. The button stays enabled, so its name and value are sent. */
function startSubmitGuard() {
  const busy = (form, on) => {
    on ? form.setAttribute("aria-busy", "true") : form.removeAttribute("aria-busy");
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const dialog = (event.submitter && event.submitter.formMethod === "dialog") || form.method === "dialog";
    if (event.defaultPrevented || form.method !== "post" || dialog) return;
    if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
    busy(form, true);
    // A download or a lost connection leaves the page here: the form must work again.
    setTimeout(() => busy(form, false), 10000);
  });
  addEventListener("pageshow", () => all("form[aria-busy]").forEach((form) => busy(form, false)));
}

const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;

function clock(moment) {
  return moment.toLocaleString(language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hour12: false });
}

/** Native inputs follow the browser's country; the echo says in the portal's language what was chosen. */
function inWords(input) {
  if (!input.value) return "";
  if (input.type === "time") return input.value.slice(0, 5);
  const day = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  // Browsers disagree about the comma after an English weekday; the server writes none.
  if (input.type === "date") return new Date(`${input.value}T12:00`).toLocaleDateString(language, day).replace("day,", "day");
  return new Date(input.value).toLocaleString(language, { ...day, hour: "2-digit", minute: "2-digit", hour12: false });
}

function startEchoes() {
  all("[data-echo-date]").forEach((input) => {
    if (!["date", "time", "datetime-local"].includes(input.type)) return;
    const echo = element("output", { className: "echo" });
    if (input.id) echo.htmlFor = input.id;
    const write = () => { echo.textContent = inWords(input); };
    input.addEventListener("input", write);
    input.after(echo);
    write();
  });
}

// --- Errors: the summary has the focus already (autofocus); its links go to the control itself ---

function startErrors() {
  const summary = one(".error-summary");
  if (!summary) return;
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const place = link && document.getElementById(link.hash.slice(1));
    const control = place && (place.matches("input, select, textarea") ? place : one("input, select, textarea", place));
    if (!control) return;
    event.preventDefault();
    control.focus();
    control.scrollIntoView({ block: "center" });
  });
}

startPalette();
startDialogs();
startDrafts();
startOfflineNote();
startSubmitGuard();
startEchoes();
startErrors();
