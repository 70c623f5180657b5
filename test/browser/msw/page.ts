import { setupWorker } from "msw/browser";
import { handlers } from "../../../src/sandbox/msw.ts";
import { EvoLink } from "../../../src/sdk/index.ts";

/** The result that the page returns to the test. */
export interface Outcome {
  readonly observed: readonly (string | undefined)[];
  /** Width of the video, in pixels; 0 when it does not play. */
  readonly width: number;
  readonly ranged: number;
  readonly lost: string;
}

async function widthOf(src: string): Promise<number> {
  const video = Object.assign(document.createElement("video"), { src, muted: true });
  document.body.append(video);
  await video.play();
  return video.videoWidth;
}

/** Creates a task without a server, advances the clock, and returns what a page observes. */
async function live(): Promise<Outcome> {
  const mocks = handlers({ speed: 0, seed: 1 });
  const worker = setupWorker(...mocks);
  await worker.start({ quiet: true, onUnhandledRequest: "bypass" });
  const evolink = new EvoLink({ apiKey: "any", dangerouslyAllowBrowser: true });
  const body = { model: "kling-o3-reference-to-video", prompt: "A fox" } as const;
  const task = await evolink.videos.generate(body);
  await mocks.sandbox.advance(150_000);
  const halfway = await evolink.tasks.get(task.id);
  await mocks.sandbox.advance(150_000);
  const finished = await evolink.tasks.get(task.id);
  const link = finished.results?.[0] ?? "";
  const part = await fetch(link, { headers: { Range: "bytes=0-9" } });
  const lost: unknown = await evolink.videos
    .generate(body, { headers: { Prefer: "fault=reset_after" } })
    .catch((error: unknown) => error);
  return {
    observed: [task.status, halfway.status, finished.status, link],
    width: await widthOf(link),
    ranged: part.status,
    lost: `${(lost as Error).name}, ${mocks.sandbox.tasks.length} tasks`,
  };
}

Object.assign(globalThis, { live });
