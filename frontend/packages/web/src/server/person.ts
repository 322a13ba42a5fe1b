import "server-only";
import { type MyProfile, Refused } from "@globalmarket/api";
import { redirect } from "next/navigation";
import { cache } from "react";
import { findSession } from "./session-cookie";
import { currentSite, privateApi } from "./site";

/** Who is logged in; null if nobody is. */
export const findPerson = cache(async (): Promise<MyProfile | null> => {
  if (!(await findSession())) return null;
  const api = await privateApi();
  try {
    return (await api.GET("/api/v1/me")).data ?? null;
  } catch (error) {
    if (error instanceof Refused && [401, 403].includes(error.status)) return null;
    throw error;
  }
});

/** Who is logged in; others are sent to the log-in, and come back to `path` (within the locale, such as `/account/orders`). */
export async function requirePerson(path: string): Promise<MyProfile> {
  const person = await findPerson();
  if (person) return person;
  const { locale } = await currentSite();
  const next = encodeURIComponent(`/${locale.tag}${path}`);
  redirect(`/${locale.tag}/login?next=${next}`);
}

/** Whether one of the roles is the person's. Without roles it is open to everybody who is logged in. */
export function isOpenTo(person: Pick<MyProfile, "roles">, roles: readonly string[] | undefined): boolean {
  return !roles || roles.some((role) => person.roles.includes(role));
}
