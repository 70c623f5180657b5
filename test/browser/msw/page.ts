import { setupWorker } from "msw/browser";
import { handlers } from "../../../src/sandbox/msw.ts";
import { EvoLink } from "../../../src/sdk/index.ts";

/** What the test reads from the page. */
export interface Outcome {
  readonly seen: readonly (string | undefined)[];
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

/** Resolves to a task's life as a page sees it: no server, and a clock that the page moves. */
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
    seen: [task.status, halfway.status, finished.status, link],
    width: await widthOf(link),
    ranged: part.status,
    lost: `${(lost as Error).name}, ${mocks.sandbox.tasks.length} tasks`,
  };
}

Object.assign(globalThis, { live });
