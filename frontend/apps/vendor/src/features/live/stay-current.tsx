import { Button } from "@globalmarket/ui/button";
import { stayConnected } from "@globalmarket/web/live/connection";
import { Bell, BellOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { type Arrival, arrivalOf } from "./arrivals";
import { useSound } from "./sound";

const POLL_MS = 30_000;
const SETTLED_MS = 1_000; // lists are read from search, which follows a change within a second

export interface LiveDayProps {
  /** The dashboard's own page that gives an address with a ticket. */
  ticketPath: string;
  /** What is said of each arrival. */
  words: Record<Arrival, string>;
  /** On the switch of the sound: what it is now. */
  sound: { on: string; off: string };
}

export function StayCurrent({ ticketPath, words, sound }: LiveDayProps) {
  const router = useRouter();
  const [said, setSaid] = useState("");
  const [isConnected, setIsConnected] = useState(true);
  const { isOn, toggle, ring } = useSound();
  const arrived = useRef<(arrival: Arrival) => void>(() => {});
  useEffect(() => {
    arrived.current = (arrival) => {
      // With its time: a status that says the same as before is not read out.
      setSaid(`${words[arrival]} · ${new Date().toLocaleTimeString(document.documentElement.lang)}`);
      ring();
    };
  });
  useEffect(
    () =>
      stayConnected({
        address: () => askForAddress(ticketPath),
        onMessage: (message) => {
          setTimeout(() => router.refresh(), SETTLED_MS);
          const arrival = arrivalOf(message);
          if (arrival) arrived.current(arrival);
        },
        onState: setIsConnected,
      }),
    [ticketPath, router],
  );
  useEffect(() => {
    if (isConnected) return;
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), POLL_MS);
    return () => clearInterval(timer);
  }, [isConnected, router]);
  return (
    <div className="no-print flex flex-wrap items-center gap-3">
      <Button look="secondary" aria-pressed={isOn} onClick={toggle}>
        {isOn ? <Bell aria-hidden className="size-4" /> : <BellOff aria-hidden className="size-4" />}
        {isOn ? sound.on : sound.off}
      </Button>
      <p role="status" className="text-muted text-sm">
        {said}
      </p>
    </div>
  );
}

async function askForAddress(path: string): Promise<string | null> {
  const answer = await fetch(path, { method: "POST" });
  return answer.ok ? ((await answer.json()) as { address: string }).address : null;
}
