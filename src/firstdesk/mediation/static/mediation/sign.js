// Signing on the screen: the way of the pen, as points with their time in milliseconds, goes into the form's hidden field.
(function () {
  "use strict";
  document.querySelectorAll("[data-signing]").forEach(function (form) {
    const box = form.querySelector("[data-sign]"), field = form.querySelector("input[name^=strokes]");
    if (!box || !field) return;
    const pad = box.querySelector("canvas"), pen = pad.getContext("2d");
    let strokes = [], stroke = null, began = 0;

    function chosen() { const way = form.querySelector("input[name^=way]:checked"); return way ? way.value : ""; }
    function show() { box.hidden = chosen() !== "touch"; if (box.hidden) field.value = ""; else field.value = strokes.length ? JSON.stringify(strokes) : ""; }
    function point(event) {
      const area = pad.getBoundingClientRect();
      return [Math.round((event.clientX - area.left) * pad.width / area.width), Math.round((event.clientY - area.top) * pad.height / area.height), Math.round(performance.now() - began)];
    }
    function draw(from, to) { pen.beginPath(); pen.moveTo(from[0], from[1]); pen.lineTo(to[0], to[1]); pen.lineWidth = 2.5; pen.lineCap = "round"; pen.strokeStyle = "#10202b"; pen.stroke(); }

    pad.addEventListener("pointerdown", function (event) {
      event.preventDefault();
      if (!began) began = performance.now();
      pad.setPointerCapture(event.pointerId);
      stroke = [point(event)];
      strokes.push(stroke);
    });
    pad.addEventListener("pointermove", function (event) {
      if (!stroke) return;
      const next = point(event);
      draw(stroke[stroke.length - 1], next);
      stroke.push(next);
    });
    ["pointerup", "pointercancel"].forEach(function (name) { pad.addEventListener(name, function () { stroke = null; show(); }); });
    box.querySelector("[data-sign-again]").addEventListener("click", function () { strokes = []; began = 0; pen.clearRect(0, 0, pad.width, pad.height); show(); });
    form.addEventListener("change", show);
    try { strokes = JSON.parse(field.value || "[]"); } catch (error) { strokes = []; }
    strokes.forEach(function (one) { one.reduce(function (from, to) { draw(from, to); return to; }); });
    show();
  });
})();
