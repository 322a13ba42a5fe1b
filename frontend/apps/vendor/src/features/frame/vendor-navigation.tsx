"use client";

import { Navigation, type NavigationProps } from "@globalmarket/web/frame/navigation";

const loadShape = () => import("@globalmarket/web/frame/page-shape").then(({ PageShape }) => PageShape);

/** The page's content and the way to the next one, with the shape of the dashboard's pages. */
export function VendorNavigation(props: NavigationProps) {
  return <Navigation {...props} loadShape={loadShape} />;
}
