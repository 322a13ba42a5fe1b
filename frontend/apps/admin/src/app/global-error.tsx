"use client";

import "./globals.css";

export { GlobalError as default } from "@globalmarket/web/frame/global-error";
