/** Returns how this program was called: npm says when it runs a package that may not be on the path. */
export function programName(): string {
  return process.env.npm_command === "exec" ? "npx evolink-video" : "evolink-video";
}
