// A signature by finger or pen: the way of the pen with its times goes into the hidden field named by data-pen.
// Shown only while the way "touch" is chosen; without JavaScript the sheets are signed by hand and scanned back.
"use strict";
for (const pad of document.querySelectorAll("[data-pen]")) {
  const form = pad.closest("form");
  const canvas = pad.querySelector("canvas");
  const field = form.elements[pad.dataset.pen];
  const way = form.elements.way;
  const scan = form.querySelector(".fo-scan");
  const ink = canvas.getContext("2d");
  let strokes = [];
  let stroke = null;
  let began = 0;

  const show = () => {
    const touch = !way || way.value === "touch";
    pad.hidden = !touch;
    if (scan) scan.hidden = touch;
  };
  const point = (event) => {
    const box = canvas.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) / box.width) * canvas.width);
    const y = Math.round(((event.clientY - box.top) / box.height) * canvas.height);
    return [x, y, Math.round(performance.now() - began)];
  };
  const clear = () => {
    strokes = [];
    field.value = "";
    ink.clearRect(0, 0, canvas.width, canvas.height);
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (!strokes.length) began = performance.now();
    canvas.setPointerCapture(event.pointerId);
    stroke = [point(event)];
    strokes.push(stroke);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    const [fromX, fromY] = stroke[stroke.length - 1];
    const next = point(event);
    stroke.push(next);
    ink.lineWidth = 3;
    ink.lineCap = "round";
    ink.strokeStyle = "#10202c";
    ink.beginPath();
    ink.moveTo(fromX, fromY);
    ink.lineTo(next[0], next[1]);
    ink.stroke();
  });
  const end = () => {
    stroke = null;
    field.value = JSON.stringify(strokes);
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  pad.querySelector("[data-pen-clear]").addEventListener("click", clear);
  if (way) way.addEventListener("change", show);
  show();
}
