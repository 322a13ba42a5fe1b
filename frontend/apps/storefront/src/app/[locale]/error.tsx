"use client";

import { Button } from "@globalmarket/ui/button";
import { Empty } from "@globalmarket/ui/empty";
import { Sign } from "@globalmarket/ui/sign";
import { useFaultWords } from "@/features/frame/fault-words";
import { faultNamed } from "@/i18n/faults";

/** In place of a page that could not be made, while the rest of the shop stands. `digest` is the code of the API's error. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const words = useFaultWords();
  const { title, hint } = words.pages[faultNamed(error.digest)];
  return (
    <Empty icon={<Sign of="offline" />} title={title}>
      <p>{hint}</p>
      <Button onClick={retry}>{words.retry}</Button>
    </Empty>
  );
}
