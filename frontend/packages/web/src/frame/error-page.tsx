"use client";

import { Button } from "@globalmarket/ui/button";
import { Empty } from "@globalmarket/ui/empty";
import { Sign } from "@globalmarket/ui/sign";
import { faultNamed } from "../faults/names";
import { useFaultWords } from "./fault-words";

/** In place of a page that could not be made, while the rest of the app stands. `digest` is the code of the API's error. */
export function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const words = useFaultWords();
  const { title, hint } = words.pages[faultNamed(error.digest)];
  return (
    <Empty icon={<Sign of="offline" />} title={title}>
      <p>{hint}</p>
      <Button onClick={retry}>{words.retry}</Button>
    </Empty>
  );
}
