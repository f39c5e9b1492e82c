// Colours of a chart: those of the page's theme, and steps between two of them.

/** Resolves a CSS colour that may be a variable. */
export const resolve = (element, color) =>
  color.replace(/var\((--[\w-]+)\)/g, (_, name) => getComputedStyle(element).getPropertyValue(name).trim());

const channels = color => {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = color;
  probe.fillRect(0, 0, 1, 1);
  return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
};
const luminance = ([r, g, b]) => [r, g, b].map(c => c / 255)
  .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);

/** Steps of one hue from the page's surface to a colour, over values from low to high, each with its most readable text colour. */
export function steps(surface, color, low, high) {
  const count = 12, from = channels(surface), to = channels(color), span = high - low || 1;
  return Array.from({ length: count }, (_, i) => {
    const mixed = from.map((c, k) => Math.round(c + (to[k] - c) * i / (count - 1)));
    return {
      from: low + span * i / count,
      to: low + span * (i + 1) / count,
      color: `#${mixed.map(c => c.toString(16).padStart(2, "0")).join("")}`,
      foreColor: luminance(mixed) > 0.18 ? "#10151b" : "#ffffff",
    };
  });
}
