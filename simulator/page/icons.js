/** Line icons drawn here, so that nothing comes from elsewhere and none depends on the machine's fonts. */

const PATHS = {
  back: "M15 5l-7 7 7 7",
  down: "M12 5v14M6 13l6 6 6-6",
  caret: "M7 10l5 5 5-5",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12l16-8-6 16-3-7-7-1zM11 13l9-9",
  attach: "M20 11l-8.5 8.5a5 5 0 01-7-7L13 4a3.4 3.4 0 015 5l-8.5 8.5a1.8 1.8 0 01-2.5-2.5L14.5 7.5",
  slash: "M9 19l6-14M5 4h14a1 1 0 011 1v14a1 1 0 01-1 1H5a1 1 0 01-1-1V5a1 1 0 011-1z",
  keyboard:
    "M4 6h16a1 1 0 011 1v10a1 1 0 01-1 1H4a1 1 0 01-1-1V7a1 1 0 011-1zM7 10h.01M11 10h.01M15 10h.01M17.5 10h.01M8 14h8",
  panel: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
  reply: "M10 7L5 12l5 5M5 12h9a5 5 0 015 5v1",
  copy: "M9 9h10v10H9zM15 9V5H5v10h4",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
  file: "M7 3h7l4 4v14H7zM14 3v5h4",
  contact: "M12 12a4 4 0 100-8 4 4 0 000 8zM4 20c1-4 4-6 8-6s7 2 8 6",
  sticker: "M5 4h14v10l-6 6H5zM13 20v-6h6M9 9h.01M14 9h.01",
  pin: "M9 4h6l-1 6 4 4H6l4-4zM12 14v6",
  clock: "M12 4a8 8 0 100 16 8 8 0 000-16zM12 8v4l3 2",
  link: "M10 14a4 4 0 006 0l3-3a4 4 0 00-6-6l-1 1M14 10a4 4 0 00-6 0l-3 3a4 4 0 006 6l1-1",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  log: "M5 6h14M5 12h14M5 18h9",
  pause: "M9 6v12M15 6v12",
  play: "M8 5l11 7-11 7z",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  external: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  phone: "M6 4h4l1.5 4.5L9 10a11 11 0 005 5l1.5-2.5L20 14v4a2 2 0 01-2 2A14 14 0 014 6a2 2 0 012-2z",
  place: "M12 21c5-6 7-9 7-12a7 7 0 10-14 0c0 3 2 6 7 12zM12 11.5a2.5 2.5 0 100-5 2.5 2.5 0 000 5z",
  people: "M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.5a3.5 3.5 0 010 6.5M18 15l3 5",
  spark: "M12 3v6M12 15v6M3 12h6M15 12h6",
  share: "M12 15V4M8 8l4-4 4 4M5 13v6h14v-6",
};

const SVG = "http://www.w3.org/2000/svg";

/** An icon that says nothing by itself: the button around it carries the label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}
