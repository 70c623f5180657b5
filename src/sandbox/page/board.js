import { codeBlock, copyButton, make, send, setText } from "./elements.js";
import { pretty } from "./snippets.js";

/** What the buttons say that end a task. */
const VERBS = { completed: "Finish", failed: "Fail", cancelled: "Cancel" };

/** The statuses that have a colour of their own. */
const COLOURED = new Set(["pending", "processing", ...Object.keys(VERBS)]);

/** Time since the creation of a task, in words. */
function since(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor((seconds % 3600) / 60), "min"],
    [seconds % 60, "s"],
  ];
  const shown = parts
    .filter(([count]) => count > 0)
    .slice(0, 2)
    .map(([count, unit]) => `${count} ${unit}`);
  return `+${shown.length === 0 ? "0 s" : shown.join(" ")}`;
}

/** All that happened to a task, in order of time. Reads in a row are one entry. */
function happenings({ created, history, callbacks }) {
  const calls = callbacks.map(({ at, number, outcome, detail }) => ({
    at,
    kind: `callback ${outcome === "delivered" ? "good" : "bad"}`,
    text: `callback, attempt ${number}: ${outcome}`,
    more: detail,
  }));
  const all = [...history, ...calls].sort((one, other) => one.at - other.at);
  const merged = [];
  for (const entry of all) {
    const last = merged.at(-1);
    if (entry.kind === "read" && last?.kind === "read") merged[merged.length - 1] = { ...entry, count: last.count + 1 };
    else merged.push({ ...entry, count: 1 });
  }
  return merged.map(({ at, kind, text, more, count }) => ({
    when: since(at - created),
    kind,
    text: kind === "read" ? `${count === 1 ? "read" : `read ${count} times`}: ${text}` : text,
    more,
  }));
}

/** One task. `update` shows what has become of it; what the reader has opened stays open. */
function cardOf(id) {
  const status = make("span", { class: "status" });
  const prompt = make("p", { class: "prompt" });
  const facts = make("p", { class: "meta" });
  const bar = make("progress", { max: 100, "aria-label": "Progress" });
  const percent = make("span", { class: "percent" });
  const buttons = make("div", { class: "buttons" });
  const line = make("ol", { class: "line" });
  const media = make("div", { class: "media" });
  const [request, first, now] = ["the request", "the first response", "the response now"].map((label) =>
    codeBlock(label),
  );
  const parts = [
    ["Request", request],
    ["Response to the create request", first],
    ["Response to a poll, now", now],
  ];
  const inside = [
    make("div", {}, make("h4", {}, "Timeline"), line),
    make(
      "div",
      { class: "texts" },
      ...parts.map(([label, { block }]) => make("details", {}, make("summary", {}, label), block)),
    ),
  ];
  const more = make(
    "details",
    { class: "more" },
    make("summary", { "aria-label": `Details of ${id}` }, "Details"),
    make("div", { class: "inside" }, ...inside),
  );
  const copy = copyButton(`id ${id}`, () => id, "Copy id");
  const head = make("div", { class: "card-head" }, status, make("h3", {}, make("code", {}, id), copy), buttons);
  const element = make(
    "li",
    { class: "card panel", id },
    head,
    prompt,
    make("div", { class: "bar" }, bar, percent),
    facts,
    media,
    more,
  );
  const problem = make("p", { class: "problem", role: "alert" });

  async function end(goal) {
    const answer = await send(`/sandbox/tasks/${encodeURIComponent(id)}/${goal}`, {});
    if (answer.ok) return;
    problem.textContent = (await answer.json()).error.message;
    element.append(problem);
  }

  function showButtons(goals) {
    if (buttons.dataset.goals === goals.join()) return;
    buttons.dataset.goals = goals.join();
    buttons.replaceChildren(
      ...goals.map((goal) =>
        make(
          "button",
          { type: "button", "aria-label": `${VERBS[goal] ?? goal} ${id}`, click: () => end(goal) },
          VERBS[goal] ?? goal,
        ),
      ),
    );
  }

  function showLine(view) {
    const entries = happenings(view);
    const key = JSON.stringify(entries);
    if (line.dataset.key === key) return;
    line.dataset.key = key;
    line.replaceChildren(
      ...entries.map(({ when, kind, text, more: detail }) =>
        make(
          "li",
          { class: `entry ${kind === "status" ? "step" : kind}` },
          make("span", { class: "when" }, when),
          make("span", {}, text, ...(detail === undefined ? [] : [make("small", {}, detail)])),
        ),
      ),
    );
  }

  function showVideo(path) {
    if (media.dataset.path === (path ?? "")) return;
    media.dataset.path = path ?? "";
    media.replaceChildren(
      ...(path === undefined
        ? []
        : [
            make("video", {
              // A moment after the start: browsers then show that frame before anybody plays the video.
              src: `${path}#t=0.1`,
              controls: true,
              loop: true,
              muted: true,
              playsinline: true,
              preload: "auto",
              "aria-label": `Video of ${id}`,
            }),
          ]),
    );
  }

  function update(view) {
    const { task } = view;
    setText(status, task.status);
    status.dataset.status = COLOURED.has(task.status) ? task.status : "other";
    setText(
      prompt,
      view.request.prompt ?? view.request.model_params?.multi_prompt?.map((shot) => shot.prompt).join(" / ") ?? "",
    );
    bar.value = task.progress;
    setText(percent, `${task.progress} %`);
    const extras = [
      `scenario ${view.scenario}`,
      view.fault === undefined ? "" : `fault ${view.fault}`,
      task.error === undefined ? "" : `error ${task.error.code}`,
    ];
    setText(
      facts,
      [`${task.task_info.video_duration} s of video`, `${task.usage.credits_reserved} credits`, ...extras]
        .filter((part) => part !== "")
        .join(" · "),
    );
    showButtons(view.canBecome);
    showLine(view);
    showVideo(view.video);
    request.show(pretty(view.request));
    first.show(pretty(view.answer));
    now.show(pretty(task));
  }

  return { element, update, open: () => (more.open = true) };
}

/** The tasks, the newest first. `show` adds and updates, and returns the news in words; `replace` also removes what is gone. */
export function buildBoard(list) {
  const cards = new Map();
  const statuses = new Map();

  function show(views) {
    const news = [];
    for (const view of views) {
      const card = cards.get(view.id) ?? cardOf(view.id);
      if (!cards.has(view.id)) list.prepend(card.element);
      cards.set(view.id, card);
      card.update(view);
      const { status } = view.task;
      if (statuses.has(view.id) && statuses.get(view.id) !== status)
        news.push(`Task ${view.id.slice(-8)} is ${status}.`);
      statuses.set(view.id, status);
    }
    return news;
  }

  function replace(views) {
    const known = new Set(views.map(({ id }) => id));
    for (const [id, { element }] of cards) {
      if (known.has(id)) continue;
      element.remove();
      cards.delete(id);
      statuses.delete(id);
    }
    return show(views);
  }

  return { show, replace, size: () => cards.size };
}
