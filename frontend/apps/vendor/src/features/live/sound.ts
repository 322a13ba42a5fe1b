import { useEffect, useRef, useState } from "react";
import { playTone } from "./tone";

const KEY = "arrival-sound"; // of the browser: a device on a counter may ring, another one not

/** Whether arrivals are heard in this browser: off until a person switches it on, since a browser plays nothing before a click. */
export function useSound(): { isOn: boolean; toggle: () => void; ring: () => void } {
  const [isOn, setIsOn] = useState(false);
  const context = useRef<AudioContext | null>(null);
  useEffect(() => setIsOn(localStorage.getItem(KEY) === "on"), []);
  const ring = () => {
    context.current ??= new AudioContext();
    void context.current.resume().then(() => context.current && playTone(context.current));
  };
  const toggle = () => {
    localStorage.setItem(KEY, isOn ? "off" : "on");
    setIsOn(!isOn);
    if (!isOn) ring(); // the click lets the browser play, and the person hears what to expect
  };
  return { isOn, toggle, ring: () => isOn && ring() };
}
