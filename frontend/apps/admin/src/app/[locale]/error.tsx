"use client";

export { ErrorPage as default } from "@globalmarket/web/frame/error-page";
