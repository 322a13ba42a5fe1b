"use client";

import { Fault } from "@/features/frame/fault";

/** A page that could not be made, inside the shop's frame. */
export default function ErrorPage({ retry }: { error: unknown; retry: () => void }) {
  return <Fault retry={retry} />;
}
