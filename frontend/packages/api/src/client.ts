import createClient, { type Client, type Middleware } from "openapi-fetch";
import type { Problem, paths } from "./schema";

export type Api = Client<paths, "application/json">;

/** The API's answer to a call that it refused: its problem document (RFC 9457). Decide by `code`, show `detail`. */
export class Refused extends Error {
  readonly problem: Problem;
  readonly status: number;
  /** Seconds to wait before another try, where the API names them. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null) {
    super(`${problem.status} ${problem.code}: ${problem.detail ?? problem.title}`);
    this.name = "Refused";
    this.problem = problem;
    this.status = problem.status;
    this.retryAfter = retryAfter;
  }

  get code(): string {
    return this.problem.code;
  }

  /** What Next.js lets an error page know of an error. */
  get digest(): string {
    return this.code;
  }
}

/** No answer of the API: it is down, or what came is no answer of it. Nothing is known about what became of the call. */
export class ApiUnavailable extends Error {
  /** What Next.js lets an error page know of an error. */
  readonly digest = "unavailable";

  constructor(cause: unknown) {
    super("the API does not answer", { cause });
    this.name = "ApiUnavailable";
  }
}

interface Options {
  /** Scheme, host and port of the region's API. */
  baseUrl: string;
  /** Sent with each call: language, tokens, the browser's address. */
  headers: Record<string, string>;
  fetch: (request: Request) => Promise<Response>;
}

/** A typed client of one region's API. Its calls throw `Refused` or `ApiUnavailable` and else have `data`. */
export function createApi({ baseUrl, headers, fetch }: Options): Api {
  const client = createClient<paths, "application/json">({
    baseUrl,
    headers,
    fetch,
    querySerializer: { array: { style: "form", explode: true } },
  });
  client.use(refusals);
  return client;
}

const refusals: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return;
    const problem = await response.json().catch(() => null);
    if (!isProblem(problem)) throw new ApiUnavailable(`${response.status} without a problem document`);
    throw new Refused(problem, Number(response.headers.get("Retry-After")) || null);
  },
  onError({ error }) {
    throw new ApiUnavailable(error);
  },
};

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "status" in value;
}
