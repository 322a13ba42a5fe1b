"use client";

import { Button } from "@globalmarket/ui/button";
import { Empty } from "@globalmarket/ui/empty";
import { CloudOff } from "lucide-react";
import { useEffect, useState } from "react";
import { type FaultWords, faultWords } from "@/i18n/fault-words";

/** What stands in place of a page that could not be made. The words are here already: nothing can be asked of a server that does not answer. */
export function Fault({ retry }: { retry: () => void }) {
  const [words, setWords] = useState<FaultWords>(faultWords("en"));
  useEffect(() => setWords(faultWords(document.documentElement.lang)), []);
  return (
    <Empty icon={<CloudOff />} title={words.title}>
      <p>{words.hint}</p>
      <Button onClick={retry}>{words.retry}</Button>
    </Empty>
  );
}
