import { createHash } from "node:crypto";

/** The pull request to comment on, and the token that may do so. */
export interface CommentTarget {
  /** Base URL of the API, `https://api.github.com` for example. */
  readonly api: string;
  readonly token: string;
  /** Owner and name. */
  readonly repository: string;
  /** Number of the pull request. */
  readonly number: number;
}

/** A comment as the API lists it. */
interface Comment {
  readonly id: number;
  readonly body?: string | null;
  readonly user?: { readonly type?: string } | null;
}

const PAGE_SIZE = 100;
/** Pages of comments to search for the marker. */
const MAX_PAGES = 30;
const TIMEOUT_MS = 30_000;

/** Returns an invisible line that identifies the comment about a document. */
export function markerOf(document: string): string {
  const hash = createHash("sha256").update(document).digest("hex").slice(0, 16);
  return `<!-- evolink-video drift ${hash} -->`;
}

/**
 * Updates the comment with the marker, or creates it. With `onlyUpdate`, it creates none.
 *
 * @throws Error with the status, and what to do, when the API rejects.
 */
export async function keepComment(
  target: CommentTarget,
  marker: string,
  text: string,
  onlyUpdate: boolean,
): Promise<"updated" | "created" | "none"> {
  const body = JSON.stringify({ body: `${marker}\n${text}` });
  const existing = await findComment(target, marker);
  if (existing !== undefined) {
    await send(target, "PATCH", `issues/comments/${existing}`, body);
    return "updated";
  }
  if (onlyUpdate) return "none";
  await send(target, "POST", `issues/${target.number}/comments`, body);
  return "created";
}

async function findComment(target: CommentTarget, marker: string): Promise<number | undefined> {
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const response = await send(target, "GET", `issues/${target.number}/comments?per_page=${PAGE_SIZE}&page=${page}`);
    const comments = (await response.json()) as readonly Comment[]; // REST API, "List issue comments".
    // A comment by a person who copied the marker is not overwritten.
    const found = comments.find(({ body, user }) => user?.type === "Bot" && body?.startsWith(marker) === true);
    if (found !== undefined) return found.id;
    if (comments.length < PAGE_SIZE) return undefined;
  }
  return undefined;
}

async function send(
  { api, token, repository }: CommentTarget,
  method: "GET" | "PATCH" | "POST",
  path: string,
  body?: string,
): Promise<Response> {
  const response = await fetch(`${api}/repos/${repository}/${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "user-agent": "evolink-video-drift",
      "x-github-api-version": "2022-11-28",
    },
    ...(body !== undefined && { body }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(rejectionMessage(response.status));
  return response;
}

function rejectionMessage(status: number): string {
  if (status === 401 || status === 403 || status === 404)
    return `GitHub rejected the comment with the status ${status}. Give the job the permission pull-requests: write. The token of a pull request from a fork is read-only; the report is in the job summary.`;
  return `GitHub responded to the comment with the status ${status}. The report is in the job summary.`;
}
