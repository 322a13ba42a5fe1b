"use client";

import { useEffect } from "react";
import { type Noted, note } from "./note";

/** Notes, once scripts run, that the visitor sees this page or this part of it. */
export function Seen({ event }: { event: Noted }) {
  const written = JSON.stringify(event);
  useEffect(() => note(JSON.parse(written)), [written]);
  return null;
}
