import "server-only";
import { ownCookies } from "@globalmarket/web/server/own-cookies";
import { cookieOptions } from "@globalmarket/web/server/session";
import { ANSWER_COOKIE } from "./names";

const VISITOR_COOKIE = "gm_visitor";
const HALF_A_YEAR_S = 182 * 24 * 3600; // then the visitor is asked again

/** The number under which this browser is counted; undefined without consent. */
export async function findVisitor(): Promise<string | undefined> {
  return (await ownCookies()).get(VISITOR_COOKIE)?.value;
}

/** The visitor agreed, and is counted under this number. */
export async function keepVisitor(id: string): Promise<void> {
  const jar = await ownCookies();
  jar.set(VISITOR_COOKIE, id, cookieOptions(HALF_A_YEAR_S));
  jar.set(ANSWER_COOKIE, "yes", { ...cookieOptions(HALF_A_YEAR_S), httpOnly: false });
}

/** The visitor said no, now or after a yes. */
export async function forgetVisitor(): Promise<void> {
  const jar = await ownCookies();
  jar.delete(VISITOR_COOKIE);
  jar.set(ANSWER_COOKIE, "no", { ...cookieOptions(HALF_A_YEAR_S), httpOnly: false });
}

/** There is no such visitor any more: the person who uses the browser now is asked anew. */
export async function askAgain(): Promise<void> {
  const jar = await ownCookies();
  jar.delete(VISITOR_COOKIE);
  jar.delete(ANSWER_COOKIE);
}

/** Whether the browser asks sites not to track (Global Privacy Control, and the older Do Not Track): nothing is counted then. */
export function asksNotToTrack(headers: Pick<Headers, "get">): boolean {
  return headers.get("sec-gpc") === "1" || headers.get("dnt") === "1";
}
