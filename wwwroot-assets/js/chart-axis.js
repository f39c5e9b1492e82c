// Numbers on a chart's axes: their format, and where an axis begins and ends.

export const plain = value => Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
const duration = seconds => {
  const s = Math.round(seconds), pad = n => String(n).padStart(2, "0");
  return s >= 3600 ? `${Math.floor(s / 3600)}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}` : `${Math.floor(s / 60)}:${pad(s % 60)}`;
};
export const formats = { number: plain, percent: value => `${plain(value * 100)} %`, duration };

/** Round ticks, eight at most, that include low and high. */
export function ticks(low, high) {
  const span = high - low || 1, power = 10 ** Math.floor(Math.log10(span / 8));
  const step = power * [1, 2, 2.5, 5, 10].find(factor => span / (power * factor) <= 8);
  const min = Math.floor(low / step + 1e-9) * step, max = Math.max(Math.ceil(high / step - 1e-9) * step, min + step);
  return { min, max, tickAmount: Math.round((max - min) / step) };
}

/** An extent centred on values that are all equal; null if they differ. ApexCharts draws a constant below 1 at 0. */
export function flat(values) {
  const [first] = values, room = Math.abs(first) / 2 || 0.5;
  return values.length > 0 && values.every(value => value === first) ? { min: first - room, max: first + room } : null;
}
