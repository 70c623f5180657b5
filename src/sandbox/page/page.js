/* global document, EventSource, location */
import { buildBoard } from "./board.js";
import { codeBlock, send, setText } from "./elements.js";
import { buildForm } from "./form.js";

const byId = (id) => document.getElementById(id);
const read = async (path) => (await globalThis.fetch(path)).json();
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });

const [contract, about] = await Promise.all([read("/sandbox/contract.json"), read("/sandbox/about.json")]);
setText(byId("version"), about.contract.version);
setText(byId("fingerprint"), about.contract.fingerprint.slice(0, 12));
byId("fingerprint").title = `SHA-256 ${about.contract.fingerprint}`;
setText(byId("speed"), about.speed === 0 ? "is stopped until it is advanced" : `runs ${about.speed} × as fast`);
for (const element of document.querySelectorAll(".base")) setText(element, location.origin);

/** Scrolls to a created task: with one column, the tasks are below the form and would not be visible. */
function showTasks() {
  if (byId("tasks").getBoundingClientRect().top > globalThis.innerHeight / 2) byId("tasks").scrollIntoView();
}

const { curl } = buildForm(byId("form"), contract, about, showTasks);
const first = codeBlock("the first call", "In a terminal");
first.show(curl);
byId("first").append(first.block);

for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => send("/sandbox/advance", { seconds: Number(button.dataset.advance) }));
}

for (const button of document.querySelectorAll("[data-credits]")) {
  button.addEventListener("click", () => send("/sandbox/credits", { credits: Number(button.dataset.credits) }));
}
byId("reset").addEventListener("click", () => send("/sandbox/reset", {}));

const board = buildBoard(byId("cards"));

function showStanding({ now, credits }, news) {
  const time = new Date(now).toISOString();
  setText(byId("now"), `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`);
  byId("now").dateTime = time;
  for (const name of ["remaining", "reserved", "used"]) setText(byId(name), number.format(credits[name]));
  byId("empty").hidden = board.size() > 0;
  setText(byId("count"), board.size() === 0 ? "" : String(board.size()));
  if (news.length > 0) setText(byId("news"), news.join(" "));
}

function showLink(state) {
  setText(byId("link"), state);
  byId("link").dataset.state = state;
}

const events = new EventSource("/sandbox/events");
events.addEventListener("open", () => showLink("live"));
events.addEventListener("error", () => showLink("reconnecting…"));
events.addEventListener("whole", ({ data }) => {
  const whole = JSON.parse(data);
  showStanding(whole, board.replace(whole.tasks));
});
events.addEventListener("changes", ({ data }) => {
  const changes = JSON.parse(data);
  showStanding(changes, board.show(changes.tasks));
});
