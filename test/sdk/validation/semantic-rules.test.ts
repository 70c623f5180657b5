// Protects the rules of a request and the messages of violations.
import type { VideoGenerationRequest } from "../../../generated/types.ts";
import { describe, expect, test } from "vitest";
import { validateCredits } from "../../../generated/validators/Credits.js";
import { validateVideoGenerationRequest } from "../../../generated/validators/VideoGenerationRequest.js";
import { validateSemantics } from "../../../src/sdk/validation/semantic-rules.ts";
import { validate } from "../../../src/sdk/validation/validate.ts";
import { longest, shortest } from "../limits.ts";

const base = { model: "kling-o3-reference-to-video", prompt: "A fox" };
const messagesOf = (body: unknown): string[] =>
  validate(validateVideoGenerationRequest, body).map(({ message }) => message);

describe("a violation is one line: pointer, rule, value, keyword", () => {
  const images = (count: number): string[] => Array.from({ length: count }, () => "https://example.com/a.jpg");

  test.each<[object, string[]]>([
    [{ model: base.model }, ["/prompt: is required (required)"]],
    [{ ...base, promt: "x" }, ['/promt: is not a field of the contract, got "x" (additionalProperties)']],
    [{ ...base, duration: 2.5 }, ["/duration: must be of type integer, got 2.5 (type)"]],
    [{ ...base, duration: shortest - 1 }, [`/duration: must be at least ${shortest}, got ${shortest - 1} (minimum)`]],
    [{ ...base, aspect_ratio: "4:3" }, ['/aspect_ratio: must be one of 16:9, 9:16, 1:1, got "4:3" (enum)']],
    [{ ...base, video_url: "reference.mp4" }, ['/video_url: must be a valid uri, got "reference.mp4" (format)']],
    [
      { ...base, model_params: { multi_shot: "yes" } },
      ['/model_params/multi_shot: must be of type boolean, got "yes" (type)'],
    ],
    [
      { ...base, model_params: { "a/b~c": 1 } },
      ["/model_params/a~1b~0c: is not a field of the contract, got 1 (additionalProperties)"],
    ],
    [
      { model: base.model, model_params: { multi_shot: true } },
      ["/model_params/multi_prompt: is required (required)", "/model_params/shot_type: is required (required)"],
    ],
    [
      { ...base, duration: longest + 1, quality: "4k" },
      [
        `/duration: must be at most ${longest}, got ${longest + 1} (maximum)`,
        '/quality: must be one of 720p, 1080p, got "4k" (enum)',
      ],
    ],
  ])("%j", (body, lines) => {
    expect(messagesOf(body)).toEqual(lines);
  });

  test("a long value is cut", () => {
    const [line] = messagesOf({ ...base, prompt: "x".repeat(2501) });

    expect(line).toBe(`/prompt: must have at most 2500 characters, got "${"x".repeat(79)}… (maxLength)`);
  });

  test.each([
    [4, 0, true],
    [3, 1, true],
    [0, 4, true],
    [5, 0, false],
    [4, 1, false],
    [2, 3, false],
  ])("with a video, %i images and %i elements: %s", (imageCount, elementCount, allowed) => {
    const elements = Array.from({ length: elementCount }, (_, index) => ({ element_id: String(index) }));
    const body = {
      ...base,
      video_url: "https://example.com/a.mp4",
      image_urls: images(imageCount),
      model_params: { element_list: elements },
    };

    const lines = messagesOf(body);

    expect(lines).toHaveLength(allowed ? 0 : 1);
    if (!allowed) expect(lines[0]).toContain("with a video_url, at most 4 image_urls and elements");
  });

  test("without a video the number of images is not limited", () => {
    expect(messagesOf({ ...base, image_urls: images(9) })).toEqual([]);
  });

  test("a prompt is counted in code points, as JSON Schema requires", () => {
    expect(messagesOf({ ...base, prompt: "🦊".repeat(2500) })).toEqual([]);
    expect(messagesOf({ ...base, prompt: "🦊".repeat(2501) })).toHaveLength(1);
  });

  test("a response is validated, too", () => {
    expect(validate(validateCredits, { success: true }).map(({ message }) => message)).toEqual([
      "/data: is required (required)",
    ]);
  });
});

describe("callback_url", () => {
  test.each([
    "https://example.com",
    "https://example.com/hooks?id=1#a",
    "https://example.com:8443/a",
    "https://sub.example.com./a",
    "https://8.8.8.8/a",
    "https://172.15.0.1",
    "https://172.32.0.1",
    "https://192.167.1.1",
    "https://11.0.0.1",
    "https://169.253.1.1",
    "https://10.example.com",
    "https://localhost.example.com",
    "https://mylocalhost",
    "https://1.2.3.4.example.com",
    "https://127.0.0.1.example.com",
    "https://0xabc.example.com",
    "https://xn--bcher-kva.example",
    `https://example.com/${"a".repeat(2028)}`,
  ])("accepted: %s", (url) => {
    expect(messagesOf({ ...base, callback_url: url })).toEqual([]);
  });

  test.each([
    "http://example.com",
    "ftp://example.com",
    "//example.com",
    "https:/example.com",
    "https:///example.com",
    "https://",
    "https://localhost",
    "https://LOCALHOST/",
    "https://localhost.",
    "https://localhost:8443/a",
    "https://a.localhost/",
    "https://127.0.0.1",
    "https://127.255.0.9/a",
    "https://0.0.0.0",
    "https://0.1.2.3:443/",
    "https://10.0.0.1",
    "https://10.255.255.255?a",
    "https://169.254.169.254/latest/meta-data",
    "https://172.16.0.1",
    "https://172.31.255.255",
    "https://192.168.0.1",
    "https://127.0.0.1.",
    "https://2130706433",
    "https://0x7f000001",
    "https://0x7f.1",
    "https://127.1",
    "https://0177.0.0.1",
    "https://017700000001",
    "https://8.8.8.8.",
    "https://1.2.3",
    "https://01.2.3.4",
    "https://256.1.1.1",
    "https://1.2.3.4.5",
    "https://0x",
    "https://a.0x1F",
    "https://example.123",
    "https://[::1]",
    "https://[::ffff:10.0.0.1]/",
    "https://user@example.com",
    "https://user:secret@example.com",
    "https://example.com@10.0.0.1",
    "https://%31%32%37.0.0.1",
    "https://exa mple.com",
    "https://example.com\\@10.0.0.1",
    "https://１２７.0.0.1",
    "https://example..com",
    "https://.example.com",
    "https://example.com:port",
    "https://example.com\n",
    ` https://example.com`,
    `https://example.com/${"a".repeat(2029)}`,
  ])("rejected: %s", (url) => {
    expect(messagesOf({ ...base, callback_url: url })).not.toEqual([]);
  });

  test("no accepted URL has an internal host when a URL parser reads it", () => {
    const internal =
      /^(localhost|.*\.localhost|(0|10|127)(\.\d+){3}|(169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d+){2}|\[.*)\.?$/;
    const parts = [
      "127",
      "0x7f",
      "0177",
      "1",
      "0",
      "2130706433",
      "a",
      "10",
      ".",
      "..",
      "localhost",
      "%31",
      "169.254",
      "192.168.1.1",
      "0X7F",
      "00",
    ];
    const hosts = parts.flatMap((a) => parts.flatMap((b) => parts.map((c) => `${a}.${b}.${c}`).concat(`${a}${b}`)));

    const leaks = hosts
      .map((host) => `https://${host}/a`)
      .filter((url) => messagesOf({ ...base, callback_url: url }).length === 0 && internal.test(new URL(url).hostname));

    expect(leaks).toEqual([]);
  });
});

describe("semantic rules", () => {
  const broken = (body: object): string[] =>
    validateSemantics({ ...base, prompt: "", ...body } as VideoGenerationRequest).map(({ message }) => message);
  const shots = (...durations: string[]): object => ({
    multi_shot: true,
    shot_type: "customize",
    multi_prompt: durations.map((duration, index) => ({ index: index + 1, prompt: `shot of <<<video_1>>>`, duration })),
  });

  test.each<[object, string[]]>([
    [{ prompt: "<<<image_1>>> and <<<image_2>>>", image_urls: ["a", "b"] }, []],
    [
      { prompt: "<<<image_3>>>", image_urls: ["a", "b"] },
      ['/prompt: refers to image 3, but the request has 2, got "<<<image_3>>>" (references)'],
    ],
    [
      { prompt: "<<<image_0>>>", image_urls: ["a"] },
      ['/prompt: refers to image 0, but the request has 1, got "<<<image_0>>>" (references)'],
    ],
    [
      { prompt: "<<<video_1>>>" },
      ['/prompt: refers to a video, but the request has none, got "<<<video_1>>>" (references)'],
    ],
    [
      { prompt: "<<<video_2>>>", video_url: "a" },
      ['/prompt: refers to video 2, but the request has 1, got "<<<video_2>>>" (references)'],
    ],
    [{ prompt: "<<<element_1>>>", model_params: { element_list: [{ element_id: "1" }] } }, []],
    [
      { prompt: "<<<element_1>>>" },
      ['/prompt: refers to an element, but the request has none, got "<<<element_1>>>" (references)'],
    ],
    [{ prompt: "an <<<arrow>>> is no reference" }, []],
    [{ model_params: shots("2", "3"), video_url: "a" }, []],
    [
      { model_params: shots("2", "3"), video_url: "a", duration: 6 },
      ["/model_params/multi_prompt: the durations must add up to 6, got 5 (total)"],
    ],
    [
      { model_params: shots("2"), video_url: "a" },
      ["/model_params/multi_prompt: the durations must add up to 5, got 2 (total)"],
    ],
    [
      { model_params: shots("5") },
      [
        '/model_params/multi_prompt/0/prompt: refers to a video, but the request has none, got "<<<video_1>>>" (references)',
      ],
    ],
  ])("%j", (body, lines) => {
    expect(broken(body)).toEqual(lines);
  });
});

test("a callback host with invalid punycode is rejected, and the message states the rule", () => {
  const body = { ...base, callback_url: "https://xn--a/hook" } as VideoGenerationRequest;

  expect(validateSemantics(body)).toMatchObject([
    {
      keyword: "host",
      pointer: "/callback_url",
      message:
        '/callback_url: has a host that does not exist: an xn-- label that cannot be decoded, got "https://xn--a/hook" (host)',
    },
  ]);
});
