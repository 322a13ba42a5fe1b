import { requirePerson } from "@globalmarket/web/server/person";
import type { ReactNode } from "react";
import { Refusal } from "./refusal";
import { mayDo, type Right } from "./rights";

interface Props {
  /** Of the page, within the locale, where a person comes back to after logging in. */
  path: string;
  right?: Right;
  /** Called only for who may see it. */
  children: () => Promise<ReactNode>;
}

/** A page for people who are logged in, and have the right. The API refuses the others as well; here they learn why. */
export async function Gate({ path, right, children }: Props) {
  const person = await requirePerson(path);
  if (right && !mayDo(person, right)) return <Refusal right={right} />;
  return children();
}
