/**
 * Plays the sound of an alert: two short generated tones. A browser allows sound only after a press or key in the page; until then
 * the alert is silent.
 */

const TONES_HZ = [880, 1_175] as const;
const TONE_S = 0.14;
const RISE_S = 0.012;
/** Full volume of a sine is louder than any alert should be. */
const GAIN_MAX = 0.4;
/** Alerts that come together sound once. */
const GAP_S = 0.5;

let context: AudioContext | null = null;
let heardUntil = 0;

/** Plays the tones; `volume` from 0 (nothing) to 100. */
export async function playAlertTone(volume: number): Promise<void> {
  if (!(volume > 0)) return;
  context ??= new AudioContext();
  if (context.state === 'suspended') await context.resume().catch(() => undefined);
  if (context.state !== 'running' || context.currentTime < heardUntil) return;
  const start = context.currentTime;
  heardUntil = start + GAP_S;
  TONES_HZ.forEach((hertz, at) => {
    tone(context!, hertz, start + at * TONE_S, (Math.min(volume, 100) / 100) * GAIN_MAX);
  });
}

/** One tone that rises and falls softly, so that it does not click. */
function tone(audio: AudioContext, hertz: number, at: number, loudness: number): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + RISE_S);
  gain.gain.exponentialRampToValueAtTime(loudness / 1_000, at + TONE_S);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + TONE_S);
}
