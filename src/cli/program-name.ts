/** Returns how to call this program: through npm if npm started it, because it may not be on PATH. */
export function programName(): string {
  return process.env.npm_command === "exec" ? "npx evolink-video" : "evolink-video";
}
