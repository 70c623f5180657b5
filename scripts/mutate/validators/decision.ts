/** A boolean function of elementary questions, as an ordered decision diagram: equal functions are the same object. */
export type Decision = boolean | { readonly question: string; readonly yes: Decision; readonly no: Decision };

/** Makes decisions; those of one maker can be compared by identity. Questions are asked part by part of the value. */
export class Decisions {
  readonly #nodes = new Map<string, Decision>();
  readonly #numbers = new Map<Decision, number>();
  readonly #places = new Map<string, string>();
  readonly #known = new Map<string, Decision>();

  /** Yes when the answer to a question is yes. */
  ask(question: string): Decision {
    return this.#node(question, true, false);
  }

  /** Yes when `condition` and `yes` are, or `condition` is not and `no` is. */
  choose(condition: Decision, yes: Decision, no: Decision): Decision {
    if (condition === true || yes === no) return yes;
    if (condition === false) return no;
    const key = [condition, yes, no].map((one) => this.#number(one)).join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const question = [condition, yes, no].flatMap((one) => (typeof one === "boolean" ? [] : [one.question])).reduce((first, other) => (this.#place(other) < this.#place(first) ? other : first));
    const [taken, left] = [true, false].map((answer) => this.choose(after(condition, question, answer), after(yes, question, answer), after(no, question, answer)));
    const decision = this.#node(question, taken ?? false, left ?? false);
    this.#known.set(key, decision);
    return decision;
  }

  not(one: Decision): Decision {
    return this.choose(one, false, true);
  }

  and(...all: readonly Decision[]): Decision {
    return all.reduce((left, right) => this.choose(left, right, false), true);
  }

  or(...all: readonly Decision[]): Decision {
    return all.reduce((left, right) => this.choose(left, true, right), false);
  }

  #node(question: string, yes: Decision, no: Decision): Decision {
    if (yes === no) return yes;
    const key = `${this.#number(yes)} ${this.#number(no)} ${question}`;
    const known = this.#nodes.get(key) ?? { question, yes, no };
    this.#nodes.set(key, known);
    return known;
  }

  // All questions about one part of the value stand together: what they have to do with each other is then told in few nodes.
  #place(question: string): string {
    const known = this.#places.get(question) ?? `${/\bdata\b[\w.[\]]*?(?=\.length|\b(?![\w.[]))/.exec(question)?.[0] ?? ""} ${question}`;
    this.#places.set(question, known);
    return known;
  }

  #number(one: Decision): number {
    const known = this.#numbers.get(one) ?? this.#numbers.size;
    this.#numbers.set(one, known);
    return known;
  }
}

function after(one: Decision, question: string, answer: boolean): Decision {
  if (typeof one === "boolean" || one.question !== question) return one;
  return answer ? one.yes : one.no;
}
