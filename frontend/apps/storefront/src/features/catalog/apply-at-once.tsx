"use client";

import { useEffect, useRef } from "react";

/** Inside a form: sends it as soon as something is chosen. Without scripts the form's own button does. */
export function ApplyAtOnce() {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const form = mark.current?.closest("form");
    const send = () => form?.requestSubmit();
    form?.addEventListener("change", send);
    return () => form?.removeEventListener("change", send);
  }, []);
  return <span ref={mark} hidden />;
}
