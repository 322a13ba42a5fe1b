"use client";

import { useRouter } from "next/navigation";
import { type ComponentType, type ReactNode, useEffect, useState, useTransition } from "react";
import type { FaultWords } from "../faults/names";
import { FaultWordsContext, keepFaultWords } from "./fault-words";
import { useAfterLoad } from "./use-after-load";

const SLOW_MS = 500;

const loadWaiting = () => import("./waiting").then(({ Waiting }) => Waiting);

export interface NavigationProps {
  words: FaultWords;
  children: ReactNode;
}

interface Props extends NavigationProps {
  /** Brings what stands in for a page that is on its way, in its shape. The same function each time. */
  loadShape: () => Promise<ComponentType<{ path: string }>>;
}

/**
 * The page's content, and the way to the next one: follows the app's links and forms (`Link`, `LinkForm`) without loading the whole
 * page anew, and shows that it does. One listener for all of them, so that a link costs a browser nothing.
 */
export function Navigation({ words, loadShape, children }: Props) {
  const router = useRouter();
  const [isGoing, start] = useTransition();
  const [isSlow, setSlow] = useState(false);
  const [unreached, setUnreached] = useState<string | null>(null);
  const Waiting = useAfterLoad(loadWaiting);
  const Shape = useAfterLoad(loadShape);
  const [target, setTarget] = useState(""); // the path that is being loaded
  const [isAtTop, setAtTop] = useState(true); // where the reader was when it was asked for
  useEffect(() => {
    const go = async (address: URL, going: string) => {
      setUnreached(null);
      const path = address.pathname + address.search + address.hash;
      if (!navigator.onLine && !(await canReachServer())) return setUnreached(path);
      setTarget(address.pathname);
      setAtTop(window.scrollY === 0);
      const scroll = !going.includes("stay");
      start(() => (going.includes("replace") ? router.replace(path, { scroll }) : router.push(path, { scroll })));
    };
    return followLinks(go);
  }, [router]);
  useEffect(() => keepFaultWords(words), [words]);
  useEffect(() => {
    if (!isGoing) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [isGoing]);
  // Further down the present page stays, dimmed: were it hidden, the browser would lose the place that "back" leads to.
  const isOther = isSlow && isGoing && isAtTop && target !== location.pathname;
  return (
    <FaultWordsContext value={words}>
      {isGoing && <div aria-hidden className="progress" />}
      <main id="content" aria-busy={isGoing} className="flex-1">
        <div hidden={isOther} className={isSlow ? "opacity-60 transition-opacity" : ""}>
          {children}
        </div>
        {Waiting && (
          <Waiting
            words={words}
            isSlow={isSlow && isGoing}
            path={isOther ? target : null}
            unreached={unreached}
            Shape={Shape}
          />
        )}
      </main>
    </FaultWordsContext>
  );
}

/** Call `go` for each link and form of the app that a click or a key would follow in this window. The function that comes back ends it. */
function followLinks(go: (address: URL, going: string) => void): () => void {
  const onClick = (event: MouseEvent) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-go]");
    const isOrdinary = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || event.defaultPrevented || !isOrdinary) return;
    event.preventDefault();
    go(new URL(link.href), link.dataset.go ?? "");
  };
  const onSubmit = (event: SubmitEvent) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset.go === undefined || event.defaultPrevented) return;
    event.preventDefault();
    const address = new URL(form.action);
    const fields = [...new FormData(form, event.submitter)].map(([name, value]) => [name, String(value)]);
    address.search = new URLSearchParams(fields).toString();
    go(address, form.dataset.go);
  };
  // On the window, so that a component's own listener can say no before.
  window.addEventListener("click", onClick);
  window.addEventListener("submit", onSubmit);
  return () => {
    window.removeEventListener("click", onClick);
    window.removeEventListener("submit", onSubmit);
  };
}

/** Browsers know whether there is a network, not whether the app is reached without it. */
function canReachServer(): Promise<boolean> {
  return fetch("/api/live", { cache: "no-store" }).then(
    (answer) => answer.ok,
    () => false,
  );
}
