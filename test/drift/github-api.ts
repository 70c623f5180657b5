// A fake of GitHub's API for comments.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A comment of the API. */
export interface StoredComment {
  readonly id: number;
  body: string;
  readonly user: { readonly type: "Bot" | "User" };
}

/** A server that stores the comments of one pull request. */
export interface FakeGitHub {
  readonly url: string;
  readonly comments: StoredComment[];
  /** Method, path with query, and authorization of each request. */
  readonly requests: { readonly line: string; readonly authorization: string }[];
  close(): Promise<void>;
}

/** Starts the server. With `refuse`, it responds to requests of that method with that status. */
export async function startGitHub(
  comments: StoredComment[] = [],
  refuse?: { readonly method: string; readonly status: number },
): Promise<FakeGitHub> {
  const requests: FakeGitHub["requests"] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "" } = request;
      requests.push({ line: `${method} ${url}`, authorization: request.headers.authorization ?? "" });
      const text = Buffer.concat(chunks).toString();
      const sent = text === "" ? { body: "" } : (JSON.parse(text) as { body: string });
      const { status, body } =
        refuse?.method === method ? { status: refuse.status, body: {} } : respond(comments, method, url, sent.body);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    comments,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function respond(
  comments: StoredComment[],
  method: string,
  url: string,
  body: string,
): { readonly status: number; readonly body: unknown } {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  if (body.length > 65_536) return { status: 422, body: { message: "Validation Failed" } };
  if (method === "GET" && pathname === "/repos/owner/name/issues/7/comments") {
    const [size, page] = [Number(searchParams.get("per_page") ?? 30), Number(searchParams.get("page") ?? 1)];
    return { status: 200, body: comments.slice((page - 1) * size, page * size) };
  }
  if (method === "POST" && pathname === "/repos/owner/name/issues/7/comments") {
    const comment: StoredComment = { id: comments.length + 1, body, user: { type: "Bot" } };
    comments.push(comment);
    return { status: 201, body: comment };
  }
  const found = comments.find(({ id }) => pathname === `/repos/owner/name/issues/comments/${id}`);
  if (method !== "PATCH" || found === undefined) return { status: 404, body: {} };
  found.body = body;
  return { status: 200, body: found };
}
