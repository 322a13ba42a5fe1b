import "server-only";
import { lookup } from "node:dns";
import { Agent, type RequestInit, fetch as undiciFetch } from "undici";
import { noteFault } from "../faults/noting";
import { environment } from "./environment";
import { noteAnswer } from "./reading";

const TIMEOUT_MS = 10_000;
const PATIENCE_MS = 120_000;
// A store that did not answer the API in time mostly does a moment later; a whole page should not be lost by it.
const READ_AGAIN_MS = [250, 750];

// The host in an address tells the API the region, and each connection goes to the API inside: names such as api.eu.localhost
// are known to browsers, not to every resolver.
const agent = new Agent({
  connect: { lookup: (_name, options, callback) => lookup(environment.apiInternal.hostname, options, callback) },
  connections: 64,
});

// The way inside is plain HTTP: without the scheme that the visitor used, the API would send this process to https.
const OWN_HEADERS = {
  "X-Forwarded-Proto": environment.publicScheme,
  ...(environment.gatewaySecret ? { "Gateway-Secret": environment.gatewaySecret } : {}),
};

/** Scheme, host and port under which this process calls the API of the region whose shop is on `host`. */
export function internalApiAddress(host: string): string {
  const { protocol, port } = environment.apiInternal;
  return `${protocol}//api.${host}${port ? `:${port}` : ""}`;
}

/** `fetch` without Next's: nothing of it is kept, since the API keeps its own public answers and expires them by events. */
export function fetchFromApi(request: Request): Promise<Response> {
  return exchange(request, TIMEOUT_MS);
}

/** The same for reports and files, which take the API longer than a page may wait. */
export function fetchPatiently(request: Request): Promise<Response> {
  return exchange(request, PATIENCE_MS);
}

async function exchange(request: Request, timeoutMs: number): Promise<Response> {
  const body = request.body ? await request.arrayBuffer() : null;
  for (const wait of request.method === "GET" ? READ_AGAIN_MS : []) {
    const answer = await send(request, body, timeoutMs);
    if (answer.status !== 503) return noted(answer);
    await answer.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return noted(await send(request, body, timeoutMs));
}

async function send(request: Request, body: ArrayBuffer | null, timeoutMs: number): Promise<Response> {
  const init: RequestInit = {
    method: request.method,
    headers: { ...Object.fromEntries(request.headers), ...OWN_HEADERS },
    body,
    signal: AbortSignal.timeout(timeoutMs),
    dispatcher: agent,
    redirect: "manual",
  };
  try {
    return (await undiciFetch(request.url, init)) as unknown as Response;
  } catch (error) {
    noteFault({ code: "unavailable", retryAfterS: null });
    throw error;
  }
}

async function noted(answer: Response): Promise<Response> {
  noteAnswer(answer.headers);
  if (answer.status >= 500 || answer.status === 429) await noteRefusal(answer.clone());
  return answer;
}

/** A file of the API's host, such as a picture: its address changes with its content, so no page depends on it. */
export async function fetchInside(url: string): Promise<Response> {
  const init: RequestInit = {
    headers: OWN_HEADERS,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    dispatcher: agent,
    redirect: "manual",
  };
  return (await undiciFetch(url, init)) as unknown as Response;
}

/** What may pass: should there be no page because of it, the reader is told what it was. */
async function noteRefusal(answer: Response): Promise<void> {
  const problem: { code?: string } | null = await answer.json().catch(() => null);
  noteFault({ code: problem?.code ?? "unavailable", retryAfterS: Number(answer.headers.get("Retry-After")) || null });
}
