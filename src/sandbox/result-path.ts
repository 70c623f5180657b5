/** Returns the path under which the sandbox serves the video of a task. */
export function resultPath(id: string): string {
  return `/results/${encodeURIComponent(id)}/video.mp4`;
}
