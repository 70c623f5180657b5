import {
  videoGenerationRequestDurationDefault,
  videoGenerationRequestReferences,
} from "../../../generated/constants.ts";
import type { VideoGenerationRequest } from "../../../generated/types.ts";
import { formatViolation } from "./validate.ts";
import type { Violation } from "./violation.ts";

/**
 * Validates a body that matches the schema by the rules that JSON Schema cannot express. Returns every violation.
 *
 * - `references`: every input that a prompt refers to (`<<<image_3>>>`) is given. Source: the reference page, `prompt`;
 *   the contract's `x-references`.
 * - `total`: the durations of the shots add up to `duration`. Source: the vendor's page of the model until 2026-03-11;
 *   the contract's `MultiPrompt`.
 * - `host`: the host of `callback_url` can be looked up. A pattern cannot decode punycode (`https://xn--a`). Source: the
 *   URL standard, section 3.3.
 */
export function validateSemantics(request: VideoGenerationRequest): Violation[] {
  return [...invalidReferences(request), ...invalidTotal(request), ...invalidHost(request)];
}

/** Where a prompt refers to an input. */
const REFERENCES = /* @__PURE__ */ new RegExp(videoGenerationRequestReferences, "g");

const SHOTS = "/model_params/multi_prompt";

function invalidReferences({ prompt, video_url, image_urls, model_params }: VideoGenerationRequest): Violation[] {
  const counts: Readonly<Record<string, number>> = {
    video: video_url === undefined ? 0 : 1,
    image: image_urls?.length ?? 0,
    element: model_params?.element_list?.length ?? 0,
  };
  const shots = model_params?.multi_prompt ?? [];
  const texts = [
    // Stryker disable next-line StringLiteral: any text without a reference will do.
    { pointer: "/prompt", text: prompt ?? "" },
    ...shots.map((shot, index) => ({ pointer: `${SHOTS}/${index}/prompt`, text: shot.prompt })),
  ];
  return texts.flatMap(({ pointer, text }) =>
    // Stryker disable next-line StringLiteral: the default is for the compiler, the pattern always captures a kind.
    [...text.matchAll(REFERENCES)].flatMap(([value, kind = "", number]) => {
      const limit = counts[kind] ?? 0;
      if (Number(number) > 0 && Number(number) <= limit) return [];
      const rule =
        limit === 0
          ? `refers to ${withArticle(kind)}, but the request has none`
          : `refers to ${kind} ${number}, but the request has ${limit}`;
      return [formatViolation({ keyword: "references", pointer, limit, value, rule })];
    }),
  );
}

function withArticle(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}

function invalidTotal({ duration, model_params }: VideoGenerationRequest): Violation[] {
  const shots = model_params?.multi_prompt ?? [];
  const limit = duration ?? videoGenerationRequestDurationDefault;
  const value = shots.reduce((sum, shot) => sum + Number(shot.duration), 0);
  if (shots.length === 0 || value === limit) return [];
  const rule = `the durations must add up to ${limit}`;
  return [formatViolation({ keyword: "total", pointer: SHOTS, limit, value, rule })];
}

function invalidHost({ callback_url }: VideoGenerationRequest): Violation[] {
  if (callback_url === undefined || URL.canParse(callback_url)) return [];
  const rule = "has a host that does not exist: an xn-- label that cannot be decoded";
  return [formatViolation({ keyword: "host", pointer: "/callback_url", value: callback_url, rule })];
}
