// Colours of a chart in the page's theme.

/** Resolves a CSS colour that may be a variable. */
export const resolve = (element, color) =>
  color.replace(/var\((--[\w-]+)\)/g, (_, name) => getComputedStyle(element).getPropertyValue(name).trim());

/** The same colour, pale: for values under a smoothed line. */
export const pale = color => /^#[0-9a-f]{6}$/i.test(color) ? `${color}4d` : color;
