"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const SLOWER = 1.4;
const SLOWEST_MS = 20_000;

/** Asks for the page again and again, ever slower, and not while nobody looks. Without scripts the browser reloads it. */
export function Poll({ everySeconds }: { everySeconds: number }) {
  const router = useRouter();
  useEffect(() => {
    let wait = everySeconds * 1000;
    let timer = setTimeout(ask, wait);
    function ask() {
      if (document.visibilityState === "visible") {
        router.refresh();
        wait = Math.min(wait * SLOWER, SLOWEST_MS);
      }
      timer = setTimeout(ask, wait);
    }
    const lookAgain = () => document.visibilityState === "visible" && router.refresh();
    document.addEventListener("visibilitychange", lookAgain);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", lookAgain);
    };
  }, [router, everySeconds]);
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(Math.max(everySeconds, 5))} />
    </noscript>
  );
}
