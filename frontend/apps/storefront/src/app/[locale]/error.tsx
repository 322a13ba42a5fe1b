"use client";

import { Button } from "@globalmarket/ui/button";
import { Empty } from "@globalmarket/ui/empty";
import { CloudOff } from "lucide-react";
import { useEffect, useState } from "react";
import { type FaultWords, faultWords } from "@/i18n/fault-words";

/** A page that could not be made. The words are here already: nothing can be asked of a server that does not answer. */
export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  const [words, setWords] = useState<FaultWords>(faultWords("en"));
  useEffect(() => setWords(faultWords(document.documentElement.lang)), []);
  return (
    <Empty icon={<CloudOff />} title={words.title}>
      <p>{words.hint}</p>
      <Button onClick={reset}>{words.retry}</Button>
    </Empty>
  );
}
