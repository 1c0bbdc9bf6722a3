// A signature by finger or pen: the way of the pen, as points with their time in milliseconds, goes into the hidden field.
// Shown only while the way "touch" is chosen; without JavaScript people sign by hand. Each [data-signing] is one signer.
"use strict";
for (const signing of document.querySelectorAll("[data-signing]")) {
  const pad = signing.querySelector("[data-pad]");
  const field = signing.querySelector("input[name^=strokes]");
  const scan = signing.querySelector("[data-scan]");
  const canvas = pad.querySelector("canvas");
  const ink = canvas.getContext("2d");
  let strokes = [];
  let stroke = null;
  let began = 0;

  const way = () => (signing.querySelector("select[name^=way], input[name^=way]:checked") || {}).value;
  const show = () => {
    const touch = way() === "touch";
    pad.hidden = !touch;
    if (scan) scan.hidden = touch;
    field.value = touch && strokes.length ? JSON.stringify(strokes) : "";
  };
  const point = (event) => {
    const box = canvas.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) / box.width) * canvas.width);
    const y = Math.round(((event.clientY - box.top) / box.height) * canvas.height);
    return [x, y, Math.round(performance.now() - began)];
  };
  const draw = (from, to) => {
    ink.lineWidth = 3;
    ink.lineCap = "round";
    ink.strokeStyle = "#10202c";
    ink.beginPath();
    ink.moveTo(from[0], from[1]);
    ink.lineTo(to[0], to[1]);
    ink.stroke();
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
    const next = point(event);
    draw(stroke[stroke.length - 1], next);
    stroke.push(next);
  });
  const lift = () => {
    stroke = null;
    show();
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  pad.querySelector("[data-pad-clear]").addEventListener("click", () => {
    strokes = [];
    ink.clearRect(0, 0, canvas.width, canvas.height);
    show();
  });
  signing.addEventListener("change", show);
  try {
    strokes = JSON.parse(field.value || "[]"); // what was signed before the page came back with a refusal
  } catch {
    strokes = [];
  }
  for (const one of strokes) one.reduce((from, to) => (draw(from, to), to));
  show();
}
