"use client";

import { useEffect } from "react";

/** Leaves for another site's page, in place of this one: a step back does not end up here. */
export function GoTo({ url }: { url: string }) {
  useEffect(() => {
    window.location.replace(url);
  }, [url]);
  return (
    <noscript>
      <meta httpEquiv="refresh" content={`0;url=${url}`} />
    </noscript>
  );
}
