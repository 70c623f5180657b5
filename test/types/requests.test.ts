// Protects the request types: valid requests compile, requests with an invalid structure do not.
import { describe, expect, test } from "vitest";
import { compile } from "./compile.ts";

const MODEL = 'model: "kling-o3-reference-to-video"';
const SHOTS = 'multi_prompt: [{ index: 1, prompt: "a", duration: "5" }], shot_type: "customize"';

const valid: Readonly<Record<string, string>> = {
  single_shot: `{ ${MODEL}, prompt: "a" }`,
  explicit_single_shot: `{ ${MODEL}, prompt: "a", model_params: { multi_shot: false } }`,
  multi_shot: `{ ${MODEL}, model_params: { multi_shot: true, ${SHOTS} } }`,
  multi_shot_with_prompt: `{ ${MODEL}, prompt: "a", model_params: { multi_shot: true, ${SHOTS} } }`,
  with_defaults_left_out: `{ ${MODEL}, prompt: "a", video_url: "https://example.com/a.mp4" }`,
  with_all_other_fields: `{ ${MODEL}, prompt: "a", duration: 3, quality: "1080p", aspect_ratio: "1:1", image_urls: [], keep_original_sound: false,
    model_params: { element_list: [{ element_id: "1" }], watermark_info: { enabled: true } }, callback_url: "https://example.com" }`,
};

const invalid: Readonly<Record<string, string>> = {
  without_prompt: `{ ${MODEL} }`,
  without_model: `{ prompt: "a" }`,
  without_prompt_single_shot: `{ ${MODEL}, model_params: { multi_shot: false } }`,
  multi_shot_without_shots: `{ ${MODEL}, prompt: "a", model_params: { multi_shot: true } }`,
  multi_shot_without_shot_type: `{ ${MODEL}, model_params: { multi_shot: true, multi_prompt: [] } }`,
  multi_shot_without_multi_prompt: `{ ${MODEL}, model_params: { multi_shot: true, shot_type: "customize" } }`,
  other_model: `{ model: "kling", prompt: "a" }`,
  misspelt_field: `{ ${MODEL}, promt: "a", prompt: "a" }`,
  misspelt_parameter: `{ ${MODEL}, prompt: "a", model_params: { watermark: {} } }`,
  other_quality: `{ ${MODEL}, prompt: "a", quality: "4k" }`,
  other_aspect_ratio: `{ ${MODEL}, prompt: "a", aspect_ratio: "4:3" }`,
  duration_as_text: `{ ${MODEL}, prompt: "a", duration: "5" }`,
  shot_duration_as_number: `{ ${MODEL}, model_params: { multi_shot: true, shot_type: "customize", multi_prompt: [{ index: 1, prompt: "a", duration: 5 }] } }`,
  element_id_as_number: `{ ${MODEL}, prompt: "a", model_params: { element_list: [{ element_id: 1 }] } }`,
  null_field: `{ ${MODEL}, prompt: "a", video_url: null }`,
};

const call = (body: string): string =>
  `import { EvoLink } from "evolink-video";\nexport const task = new EvoLink().videos.generate(${body});\n`;

const found = compile(
  Object.fromEntries(Object.entries({ ...valid, ...invalid }).map(([name, body]) => [name, call(body)])),
);

describe("a valid request", () => {
  test.each(Object.keys(valid))("compiles: %s", (name) => {
    expect(found[name]).toEqual([]);
  });
});

describe("an invalid request", () => {
  test.each(Object.keys(invalid))("does not compile: %s", (name) => {
    expect(found[name]).not.toEqual([]);
  });
});
