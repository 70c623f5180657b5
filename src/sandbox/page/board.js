import { cardOf } from "./card.js";

/**
 * Shows the tasks, newest first. `show` adds and updates tasks, and returns the changes as a sentence; `replace` also
 * removes deleted ones.
 */
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
