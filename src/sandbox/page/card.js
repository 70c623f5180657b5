import { codeBlock, copyButton, make, send, setText } from "./elements.js";
import { pretty } from "./snippets.js";
import { timelineOf } from "./timeline.js";

/** Labels of the buttons that end a task. */
const VERBS = { completed: "Finish", failed: "Fail", cancelled: "Cancel" };

/** The statuses with their own colour. */
const COLOURED = new Set(["pending", "processing", ...Object.keys(VERBS)]);

/**
 * Creates the card of a task.
 * @param {string} id
 * @returns {{ element: HTMLElement, update: (view: object) => void }} `update` shows a view of the task; opened details
 * stay open.
 */
export function cardOf(id) {
  const status = make("span", { class: "status" });
  const prompt = make("p", { class: "prompt" });
  const facts = make("p", { class: "meta" });
  const buttons = statusButtons(id);
  const [progress, media, details] = [progressBar(), videoOf(id), detailsOf(id)];
  const copy = copyButton(`id ${id}`, () => id, "Copy id");
  const name = make("h3", {}, make("code", {}, id), copy);
  const element = make(
    "li",
    { class: "card panel", id },
    make("div", { class: "card-head" }, status, name, buttons.element),
    prompt,
    progress.element,
    facts,
    media.element,
    details.element,
    buttons.problem,
  );

  function update(view) {
    setText(status, view.task.status);
    status.dataset.status = COLOURED.has(view.task.status) ? view.task.status : "other";
    setText(prompt, promptOf(view.request));
    setText(facts, factsOf(view));
    progress.show(view.task.progress);
    buttons.show(view.canBecome);
    media.show(view.video ?? "");
    details.show(view);
  }

  return { element, update };
}

/** Returns the prompt of a request, or those of its shots. */
function promptOf({ prompt, model_params }) {
  return prompt ?? model_params?.multi_prompt?.map((shot) => shot.prompt).join(" / ") ?? "";
}

function factsOf({ task, scenario, fault }) {
  return [
    `${task.task_info.video_duration} s of video`,
    `${task.usage.credits_reserved} credits`,
    `scenario ${scenario}`,
    ...(fault === undefined ? [] : [`fault ${fault}`]),
    ...(task.error === undefined ? [] : [`error ${task.error.code}`]),
  ].join(" · ");
}

function progressBar() {
  const bar = make("progress", { max: 100, "aria-label": "Progress" });
  const percent = make("span", { class: "percent" });
  function show(progress) {
    bar.value = progress;
    setText(percent, `${progress} %`);
  }
  return { element: make("div", { class: "bar" }, bar, percent), show };
}

/** Creates the buttons that end a task, and the error message of a failed click. */
function statusButtons(id) {
  const element = make("div", { class: "buttons" });
  const problem = make("p", { class: "problem", role: "alert", hidden: true });

  async function end(goal) {
    const response = await send(`/sandbox/tasks/${encodeURIComponent(id)}/${goal}`, {});
    problem.hidden = response.ok;
    setText(problem, response.ok ? "" : (await response.json()).error.message);
  }
  const button = (goal) => {
    const verb = VERBS[goal] ?? goal;
    return make("button", { type: "button", "aria-label": `${verb} ${id}`, click: () => end(goal) }, verb);
  };
  const show = onChange((goals) => element.replaceChildren(...goals.map(button)));
  return { element, problem, show };
}

/** Creates the video element. `show` takes the path of the video, or an empty string. */
function videoOf(id) {
  const element = make("div", { class: "media" });
  const show = onChange((path) => element.replaceChildren(...(path === "" ? [] : [video(path, `Video of ${id}`)])));
  return { element, show };
}

function video(path, label) {
  return make("video", {
    // Seeks to a moment after the start, so that browsers show this frame before the video is played.
    src: `${path}#t=0.1`,
    controls: true,
    loop: true,
    muted: true,
    playsinline: true,
    preload: "auto",
    "aria-label": label,
  });
}

/** Creates the timeline of a task, its request and its responses. */
function detailsOf(id) {
  const timeline = make("ol", { class: "line" });
  const request = codeBlock("the request");
  const first = codeBlock("the first response");
  const now = codeBlock("the response now");
  const part = (title, { block }) => make("details", {}, make("summary", {}, title), block);
  const texts = make(
    "div",
    { class: "texts" },
    part("Request", request),
    part("Response to the create request", first),
    part("Response to a poll, now", now),
  );
  const inside = make("div", { class: "inside" }, make("div", {}, make("h4", {}, "Timeline"), timeline), texts);
  const summary = make("summary", { "aria-label": `Details of ${id}` }, "Details");
  const showTimeline = onChange((entries) => timeline.replaceChildren(...entries.map(timelineEntry)));

  function show(view) {
    showTimeline(timelineOf(view));
    request.show(pretty(view.request));
    first.show(pretty(view.answer));
    now.show(pretty(view.task));
  }
  return { element: make("details", { class: "more" }, summary, inside), show };
}

function timelineEntry({ when, kind, text, detail }) {
  return make(
    "li",
    { class: `entry ${kind === "status" ? "step" : kind}` },
    make("span", { class: "when" }, when),
    make("span", {}, text, ...(detail === undefined ? [] : [make("small", {}, detail)])),
  );
}

/** Calls `draw` only for a changed value, so that focus and selection are kept. */
function onChange(draw) {
  let last;
  return (value) => {
    const text = JSON.stringify(value);
    if (text !== last) draw(value);
    last = text;
  };
}
