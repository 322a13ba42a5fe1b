import { Button } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { useEffect, useId, useState } from "react";
import { agreeToCounting, refuseCounting } from "./actions";
import { presentAnswer } from "./answer";
import { startSending } from "./sending";

export interface ReporterProps {
  /** Where what is noted is sent. */
  address: string;
  /** Where the answer can be changed later. */
  preferences: string;
  words: { title: string; text: string; agree: string; refuse: string; later: string };
}

/**
 * Sends what is noted for a visitor who agreed; asks one who has not answered, unless the browser answers for them. The question stands at the
 * end of the page: it covers nothing, and nobody has to answer it to go on.
 */
export function Reporter({ address, preferences, words }: ReporterProps) {
  const [answer, setAnswer] = useState(presentAnswer);
  useEffect(() => (answer === "yes" ? startSending(address) : undefined), [answer, address]);
  const id = useId();
  if (answer !== "") return null;
  return (
    <section
      aria-labelledby={id}
      className="mx-auto mt-16 flex w-full max-w-7xl flex-wrap items-end justify-between gap-4 px-4"
    >
      <div className="flex max-w-2xl flex-col items-start gap-1">
        <h2 id={id} className="font-semibold">
          {words.title}
        </h2>
        <p className="text-sm">{words.text}</p>
        <Link href={preferences} className="text-sm underline underline-offset-4">
          {words.later}
        </Link>
      </div>
      <div className="flex gap-3">
        <Button look="secondary" onClick={() => refuseCounting().then(() => setAnswer("no"), ignore)}>
          {words.refuse}
        </Button>
        <Button look="secondary" onClick={() => agreeToCounting().then(() => setAnswer("yes"), ignore)}>
          {words.agree}
        </Button>
      </div>
    </section>
  );
}

const ignore = () => undefined; // without a connection the question stays
