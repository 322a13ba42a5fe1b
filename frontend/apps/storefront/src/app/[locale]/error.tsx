"use client";

import { Button } from "@globalmarket/ui/button";
import { Empty } from "@globalmarket/ui/empty";
import { CloudOff } from "lucide-react";
import { useFaultWords } from "@/features/frame/navigation";
import { faultNamed } from "@/i18n/faults";

/** In place of a page that could not be made, while the rest of the shop stands. `digest` is the code of the API's error. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const words = useFaultWords();
  const { title, hint } = words.pages[faultNamed(error.digest)];
  return (
    <Empty icon={<CloudOff />} title={title}>
      <p>{hint}</p>
      <Button onClick={() => location.reload()}>{words.retry}</Button>
    </Empty>
  );
}
