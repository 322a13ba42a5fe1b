"use client";

import { useAfterLoad } from "@globalmarket/web/frame/use-after-load";
import type { LauncherProps } from "./chat-launcher";

const load = () => import("./chat-launcher").then(({ ChatLauncher }) => ChatLauncher);

/** Opens the assistant in a panel. Nothing of it is there before the page runs: the link leads to a page until then. */
export function ChatEntry(props: LauncherProps) {
  const Launcher = useAfterLoad(load);
  return Launcher && <Launcher {...props} />;
}
