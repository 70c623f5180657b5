import {
  videoGenerationRequestDurationDefault,
  videoGenerationRequestReferences,
} from "../../../generated/constants.ts";
import type { VideoGenerationRequest } from "../../../generated/types.ts";
import { formatViolation, type Violation, type UnformattedViolation } from "./validate.ts";

/**
 * Rules of a request that JSON Schema cannot say, for a body that fits the schema. Returns every one that it breaks.
 *
 * - `references`: whatever a prompt names (`<<<image_3>>>`) is given. Source: the reference page, `prompt`; the contract's `x-references`.
 * - `total`: the durations of the shots add up to `duration`. Source: the vendor's page of the model until 2026-03-11; the contract's `MultiPrompt`.
 */
export function validateSemantics(body: VideoGenerationRequest): Violation[] {
  const {
    prompt,
    video_url,
    image_urls = [],
    duration = videoGenerationRequestDurationDefault,
    model_params: { element_list = [], multi_prompt = [] } = {},
  } = body;
  const found: UnformattedViolation[] = [];
  const given: Readonly<Record<string, number>> = {
    video: Number(video_url !== undefined),
    image: image_urls.length,
    element: element_list.length,
  };
  for (const [index, text = ""] of [prompt, ...multi_prompt.map((shot) => shot.prompt)].entries()) {
    const pointer = index > 0 ? `${SHOTS}/${index - 1}/prompt` : "/prompt";
    for (const [value, kind = "", number] of text.matchAll(new RegExp(videoGenerationRequestReferences, "g"))) {
      const limit = given[kind] ?? 0;
      if (!(Number(number) > 0 && Number(number) <= limit))
        found.push({
          keyword: "references",
          pointer,
          limit,
          value,
          words: `names an input that is not among the ${limit} given`,
        });
    }
  }
  const value = multi_prompt.reduce((sum, shot) => sum + Number(shot.duration), 0);
  if (multi_prompt[0] && value !== duration)
    found.push({
      keyword: "total",
      pointer: SHOTS,
      limit: duration,
      value,
      words: `the durations must add up to ${duration}`,
    });
  return found.map((violation) => formatViolation(violation));
}

const SHOTS = "/model_params/multi_prompt";
