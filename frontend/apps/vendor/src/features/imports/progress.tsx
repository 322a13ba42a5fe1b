"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const EVERY_MS = 2_000;

interface Props {
  label: string;
  percent: number;
}

/** How far an import has come. The page is loaded anew in place until it has ended; the work goes on if one leaves. */
export function Progress({ label, percent }: Props) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <div role="status" className="flex flex-col gap-2">
      <p>
        {label} <bdi dir="ltr">{percent} %</bdi>
      </p>
      <progress aria-label={label} value={percent} max={100} className="h-3 w-full accent-brand" />
    </div>
  );
}
