import "server-only";
import { cookies } from "next/headers";
import { notePersonal } from "./reading";

/** The visitor's cookies. Whoever reads them makes the page that visitor's own: it is not kept for others. */
export function ownCookies(): ReturnType<typeof cookies> {
  notePersonal();
  return cookies();
}
