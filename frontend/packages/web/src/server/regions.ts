import "server-only";
import { createApi, Refused, type Region } from "@globalmarket/api";
import { noteAnswer } from "./reading";
import { fetchFromApi, internalApiAddress } from "./transport";

const LIFE_MS = 10_000;
const NAME = /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/; // not an IP address, below which no API could have a name
const MOST_HOSTS = 1_000;

interface Answer {
  region: Region;
  headers: Headers;
}

const kept = new Map<string, { until: number; answer: Promise<Answer | null> }>();

/**
 * What the region on `host` is and offers; null if no marketplace has that host. Kept for ten seconds in this process.
 *
 * @throws ApiUnavailable
 */
export async function findRegion(host: string): Promise<Region | null> {
  const answer = await keptAnswer(host);
  if (!answer) return null;
  noteAnswer(answer.headers);
  return answer.region;
}

/** The host in a Host header, without its port; null if it cannot be that of a region. */
export function hostOf(header: string | null): string | null {
  const host = (header ?? "").toLowerCase().replace(/:\d+$/, "");
  return NAME.test(host) ? host : null;
}

function keptAnswer(host: string): Promise<Answer | null> {
  const now = Date.now();
  const found = kept.get(host);
  if (found && found.until > now) return found.answer;
  if (kept.size >= MOST_HOSTS) kept.clear(); // made-up hosts must not fill the memory
  const answer = ask(host);
  kept.set(host, { until: now + LIFE_MS, answer });
  answer.catch(() => kept.delete(host));
  return answer;
}

async function ask(host: string): Promise<Answer | null> {
  const api = createApi({ baseUrl: internalApiAddress(host), headers: {}, fetch: fetchFromApi });
  try {
    const { data, response } = await api.GET("/api/v1/store/region");
    return data ? { region: data, headers: response.headers } : null;
  } catch (error) {
    if (error instanceof Refused && error.status === 421) return null;
    throw error;
  }
}
