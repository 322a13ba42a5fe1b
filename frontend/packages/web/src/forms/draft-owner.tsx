"use client";

import { useEffect } from "react";
import { draftsOfOthers } from "./draft";

interface Props {
  /** Who is logged in; empty if nobody is. */
  person: string;
}

/**
 * Forgets drafts on a computer that people share: those of others once a person has logged in, and all once one has logged out. Who was
 * only away for too long finds their own again.
 */
export function DraftOwner({ person }: Props) {
  useEffect(() => {
    const hasLoggedOut = new URLSearchParams(location.search).get("done") === "logged_out";
    if (!person && !hasLoggedOut) return;
    for (const key of draftsOfOthers(Object.keys(localStorage), person)) localStorage.removeItem(key);
  }, [person]);
  return null;
}
