import { type ComponentType, useEffect, useState } from "react";
import type { PanelProps } from "./chat-panel";
import type { ChatWords } from "./words";

export interface LauncherProps {
  /** Of the assistant's page. */
  address: string;
  locale: string;
  words: ChatWords;
}

/** Waits for the link to be followed, and loads the panel only then. */
export function ChatLauncher(props: LauncherProps) {
  const [Panel, setPanel] = useState<ComponentType<PanelProps> | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const link = document.getElementById("chat-link");
    if (!link) return;
    const follow = (event: MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return; // in a tab of its own
      event.preventDefault();
      import("./chat-panel").then(
        ({ ChatPanel }) => {
          setPanel(() => ChatPanel);
          setOpen(true);
        },
        () => location.assign(props.address), // the page needs no scripts
      );
    };
    link.addEventListener("click", follow);
    return () => link.removeEventListener("click", follow);
  }, [props.address]);
  return Panel && isOpen && <Panel {...props} onClose={() => setOpen(false)} />;
}
