import type { MyProfile } from "@globalmarket/api";
import { mayDo } from "../access/rights";
import { NAVIGATION } from "./navigation";

/** The pages that the person's roles open, in their groups; a group without one is left out. */
export function openSections(person: Pick<MyProfile, "roles">) {
  const groups = NAVIGATION.map(({ key, entries }) => ({
    key,
    entries: entries.filter(({ right, isPlanned }) => !isPlanned && (!right || mayDo(person, right))),
  }));
  return groups.filter(({ entries }) => entries.length > 0);
}
