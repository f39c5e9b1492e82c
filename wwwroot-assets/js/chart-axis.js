// Numbers on a chart's axes: their format, and where an axis begins and ends.

export const plain = value => Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
const duration = seconds => {
  const s = Math.round(seconds), pad = n => String(n).padStart(2, "0");
  return s >= 3600 ? `${Math.floor(s / 3600)}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}` : `${Math.floor(s / 60)}:${pad(s % 60)}`;
};
export const formats = { number: plain, percent: value => `${plain(value * 100)} %`, duration };

/** Round ticks, `most` steps at most, that include low and high; `whole` takes whole numbers only. */
export function ticks(low, high, most = 8, whole = false) {
  const span = high - low || 1, power = 10 ** Math.floor(Math.log10(span / most));
  const fits = step => span / step <= most && !(whole && step > 1 && step % 1 !== 0);
  const step = Math.max(whole ? 1 : 0, power * [1, 2, 2.5, 5, 10].find(factor => fits(power * factor)));
  const min = Math.floor(low / step + 1e-9) * step, max = Math.max(Math.ceil(high / step - 1e-9) * step, min + step);
  return { min, max, tickAmount: Math.round((max - min) / step) };
}

/** Ticks around values; a single value, or equal ones, are in the middle. */
export function extent(values, most) {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity), high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!Number.isFinite(low)) return null;
  const room = low === high ? Math.abs(low) / 2 || 0.5 : 0;
  return ticks(low - room, high + room, most);
}
