import type { MyProfile } from "@globalmarket/api";
import { RoleGate } from "@globalmarket/web/frame/role-gate";
import type { ReactNode } from "react";
import { type Right, rolesWith } from "./rights";

interface Props {
  /** Of the page, within the locale, where a person comes back to after logging in. */
  path: string;
  right?: Right;
  /** Called only for who may see it. */
  children: (person: MyProfile) => Promise<ReactNode>;
}

/** A page for the vendor's people who have the right. */
export function Gate({ path, right, children }: Props) {
  return (
    <RoleGate path={path} roles={right && rolesWith(right)}>
      {children}
    </RoleGate>
  );
}
