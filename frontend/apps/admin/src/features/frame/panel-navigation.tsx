"use client";

import { Navigation, type NavigationProps } from "@globalmarket/web/frame/navigation";

const loadShape = () => import("@globalmarket/web/frame/page-shape").then(({ PageShape }) => PageShape);

/** The page's content and the way to the next one, with the shape of the panel's pages. */
export function PanelNavigation(props: NavigationProps) {
  return <Navigation {...props} loadShape={loadShape} />;
}
