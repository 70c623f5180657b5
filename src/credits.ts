import { creditsFields } from "../generated/constants.ts";
import { getCredits } from "../generated/operations.ts";
import type { Credits } from "../generated/types.ts";
import * as CreditsSchema from "../generated/validators/Credits.js";
import { withResponse } from "./api-promise.ts";
import type { AttemptInit } from "./attempt.ts";
import type { Core } from "./core.ts";
import { checkOptions, REQUEST } from "./option-names.ts";
import type { ApiPromise, RequestOptions, WithResponse } from "./options.ts";
import { request } from "./request.ts";

/** Reads the balance. */
export class CreditBalance {
  readonly #core: Core;

  /** Made by `EvoLink`. */
  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Reads what the API key and its user have used and have left, in credits.
   *
   * @throws a `StatusError`, {ConnectionError}, {UnexpectedAnswerError}, {AbortError}.
   */
  get(options: RequestOptions = {}): ApiPromise<Credits> {
    return withResponse(this.#read(options));
  }

  async #read(options: RequestOptions): Promise<WithResponse<Credits>> {
    checkOptions(options, REQUEST);
    const core = this.#core;
    const send = (init: AttemptInit): Promise<unknown> => getCredits(core.openapi, init);
    return request(core, { name: `GET ${core.baseUrl}/v1/credits`, send, answer: CreditsSchema, fields: creditsFields }, options);
  }
}
