// Charts of one page with the same x axis share the zoomed range, and show where the pointer is in one of them.

const groups = new Map();

/** Joins a group of charts; a chart without a name for its group is alone. */
export function join(name, drawing) {
  const group = groups.get(name) ?? { name, members: new Set(), range: null };
  if (name) groups.set(name, group);
  group.members.add(drawing);
  return group;
}

export function leave(group, drawing) {
  group.members.delete(drawing);
  if (group.members.size === 0) groups.delete(group.name);
}

/** Zooms all charts of the group; null shows all points. */
export function zoom(group, range) {
  group.range = range;
  group.members.forEach(member => member.renew());
}

/** Shows what is at the pointer in this chart, and the values at the same x in the others of its group; null hides them. */
export function point(group, source, found) {
  group.members.forEach(member => member.cursor.show(member === source || !member.options.pointHover ? found : null));
}

/** A vertical line at an x, with the values there. */
export class Cursor {
  constructor(drawing) {
    this.drawing = drawing;
    this.line = drawing.element.parentElement?.querySelector(".chart-cursor");
  }

  show(found) {
    const { line } = this, { chart, seen } = this.drawing, globals = chart?.w.globals;
    if (!line) return;
    line.hidden = found === null || !globals || !seen || !(found.x >= globals.minX && found.x <= globals.maxX);
    if (line.hidden) return;
    const share = (found.x - globals.minX) / (globals.maxX - globals.minX || 1);
    line.style.left = `${globals.translateX + share * globals.gridWidth}px`;
    line.style.top = `${globals.translateY}px`;
    line.style.height = `${globals.gridHeight}px`;
    line.classList.toggle("chart-cursor-left", share > 0.5);
    line.firstElementChild.replaceChildren(...this.drawing.valuesAt(found).map(({ name, color, text }) => {
      const row = document.createElement("div");
      if (color) row.append(Object.assign(document.createElement("i"), { style: `background: ${color}` }));
      row.append(`${name} ${text}`.trim());
      return row;
    }));
  }
}
