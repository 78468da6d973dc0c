// Enhancement of the pages where a meeting is planned: counts that follow, and an end that follows the start.
// Everything is counted and checked again on the server.

const form = document.querySelector("[data-plan]");
const field = (name) => form.querySelector(`[name="${name}"]`);
const minutes = (text) => { const [hours, rest] = text.split(":").map(Number); return hours * 60 + rest; };
const clock = (total) => `${String(Math.floor(total / 60)).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name]);

function countTicks() {
  const out = form.querySelector("[data-tick-count]");
  if (!out) return;
  const boxes = [...form.querySelectorAll("input[name=invitees]")];
  out.textContent = fill(out.dataset.tickCount, { ticked: boxes.filter((box) => box.checked).length, all: boxes.length });
}

function length() {
  if (form.dataset.minutes) return Number(form.dataset.minutes);
  const [start, end, day, last] = ["start", "end", "day", "end_day"].map((name) => field(name)?.value);
  if (!start || !end) return 0;
  const days = day && last ? Math.round((new Date(last) - new Date(day)) / 864e5) : 0;
  return days * 1440 + minutes(end) - minutes(start);
}

function sumAgenda() {
  const out = form.querySelector("[data-agenda-sum]");
  const text = field("agenda");
  if (!out || !text) return;
  const lines = text.value.split("\n").filter((line) => line.trim());
  const used = lines.reduce((sum, line) => sum + Number((/^.+?,\s*(\d{1,3})(?!\d)/.exec(line) || [])[1] || 0), 0);
  const all = length();
  out.textContent = all > 0 ? fill(out.dataset.agendaSum, { items: lines.length, used, all }) : "";
  out.classList.toggle("over", all > 0 && used > all);
}

/** Who moves the start means the whole meeting; past midnight is for the person to say. */
function keepLength() {
  const start = field("start");
  const end = field("end");
  if (!start || !end || field("end_day")?.value) return;
  const was = minutes(start.dataset.was || start.value);
  const shifted = minutes(end.value) + minutes(start.value) - was;
  if (start.value && end.value && shifted > minutes(start.value) && shifted < 1440) end.value = clock(shifted);
  start.dataset.was = start.value;
}

function start() {
  if (!form) return;
  if (field("start")) field("start").dataset.was = field("start").value;
  // In the capture phase, so that the end has moved before htmx, further in, asks what the time means.
  form.addEventListener("change", (event) => { if (event.target.name === "start") keepLength(); }, true);
  // Another group is another page; what was typed goes along.
  const reload = form.querySelector("[data-reload]");
  form.addEventListener("change", (event) => { if (reload && event.target.name === "body") form.requestSubmit(reload); });
  const recount = () => { countTicks(); sumAgenda(); };
  form.addEventListener("change", recount);
  form.addEventListener("input", (event) => { if (event.target.name === "agenda") sumAgenda(); });
  document.addEventListener("htmx:afterSettle", recount);
  recount();
}

start();
