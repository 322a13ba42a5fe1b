const HIGH_HZ = 880;
const LOW_HZ = 660;
const LONG_S = 0.16;
const LOUDNESS = 0.12; // of 1: heard in a quiet room, and nobody is startled

/**
 * Two short tones, made by the browser. A browser that has not been touched yet may keep silent; nothing else depends on it.
 */
export function playTone(context: AudioContext): void {
  [HIGH_HZ, LOW_HZ].forEach((frequency, place) => {
    const start = context.currentTime + place * LONG_S;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(LOUDNESS, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + LONG_S); // without an end that clicks
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + LONG_S);
  });
}
