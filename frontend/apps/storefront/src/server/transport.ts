import "server-only";
import { lookup } from "node:dns";
import { Agent, type RequestInit, fetch as undiciFetch } from "undici";
import { noteAnswer } from "../../page-cache/reading";
import { environment } from "./environment";

const TIMEOUT_MS = 10_000;

// The host in an address tells the API the region, and each connection goes to the API inside: names such as api.eu.localhost
// are known to browsers, not to every resolver.
const agent = new Agent({
  connect: { lookup: (_name, options, callback) => lookup(environment.apiInternal.hostname, options, callback) },
  connections: 64,
});

/** Scheme, host and port under which this process calls the API of the region whose shop is on `host`. */
export function internalApiAddress(host: string): string {
  const { protocol, port } = environment.apiInternal;
  return `${protocol}//api.${host}${port ? `:${port}` : ""}`;
}

/** `fetch` without Next's: nothing of it is kept, since the API keeps its own public answers and expires them by events. */
export async function fetchFromApi(request: Request): Promise<Response> {
  const init: RequestInit = {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    body: request.body ? await request.text() : null,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    dispatcher: agent,
    redirect: "manual",
  };
  const answer = (await undiciFetch(request.url, init)) as unknown as Response;
  noteAnswer(answer.headers);
  return answer;
}

/** A file of the API's host, such as a picture: its address changes with its content, so no page depends on it. */
export async function fetchInside(url: string): Promise<Response> {
  const init: RequestInit = { signal: AbortSignal.timeout(TIMEOUT_MS), dispatcher: agent, redirect: "manual" };
  return (await undiciFetch(url, init)) as unknown as Response;
}
