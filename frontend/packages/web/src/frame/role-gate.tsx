import type { MyProfile } from "@globalmarket/api";
import type { ReactNode } from "react";
import { isOpenTo, requirePerson } from "../server/person";
import { Refusal } from "./refusal";

interface Props {
  /** Of the page, within the locale, where a person comes back to after logging in. */
  path: string;
  /** One of these is needed; absent where every role will do. */
  roles: readonly string[] | undefined;
  /** Called only for who may see it. */
  children: (person: MyProfile) => Promise<ReactNode>;
}

/** A page for people who are logged in, and have one of the roles. The API refuses the others as well; here they learn why. */
export async function RoleGate({ path, roles, children }: Props) {
  const person = await requirePerson(path);
  if (roles && !isOpenTo(person, roles)) return <Refusal roles={roles} />;
  return children(person);
}
