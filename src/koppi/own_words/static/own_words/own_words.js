// Drawing and speaking. Both end up in the file fields that are on the page anyway.
(() => {
  "use strict";
  const put = (input, blob, name) => {
    const files = new DataTransfer();
    files.items.add(new File([blob], name, { type: blob.type }));
    input.files = files.files;
  };

  document.querySelectorAll("[data-drawing]").forEach((box) => {
    const canvas = box.querySelector("canvas");
    const input = box.closest("form").querySelector("input[name=picture]");
    const pen = canvas.getContext("2d");
    const lines = [];
    let line, colour = box.querySelector("[aria-pressed=true]").dataset.colour;
    const at = (event) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      return [(event.clientX - left) * canvas.width / width, (event.clientY - top) * canvas.height / height];
    };
    const draw = () => {
      pen.fillStyle = "#ffffff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.lineCap = pen.lineJoin = "round";
      lines.forEach((one) => {
        pen.strokeStyle = one.colour;
        pen.lineWidth = one.colour === "#ffffff" ? 40 : 8;
        pen.beginPath();
        one.points.forEach(([x, y], n) => (n ? pen.lineTo(x, y) : pen.moveTo(x, y)));
        if (one.points.length === 1) pen.lineTo(one.points[0][0] + 0.1, one.points[0][1]);
        pen.stroke();
      });
    };
    const keep = () => {
      if (lines.length) canvas.toBlob((blob) => put(input, blob, "piirros.png"), "image/png");
      else input.value = "";
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      lines.push(line = { colour, points: [at(event)] });
      draw();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!line) return;
      line.points.push(at(event));
      draw();
    });
    const end = () => {
      if (line) keep();
      line = null;
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    box.querySelectorAll("[data-colour]").forEach((button) => button.addEventListener("click", () => {
      colour = button.dataset.colour;
      box.querySelectorAll("[data-colour]").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    }));
    const change = (how) => () => {
      how();
      draw();
      keep();
    };
    box.querySelector("[data-undo]").addEventListener("click", change(() => lines.pop()));
    box.querySelector("[data-clear]").addEventListener("click", change(() => { lines.length = 0; }));
    draw();
    box.hidden = false;
  });

  document.querySelectorAll("[data-recorder]").forEach((box) => {
    if (!window.MediaRecorder || !navigator.mediaDevices) return;
    const input = box.closest("form").querySelector("input[name=voice]");
    const [speak, stop] = ["[data-speak]", "[data-stop]"].map((one) => box.querySelector(one));
    const status = box.querySelector("[data-recorder-status]");
    const heard = box.querySelector("audio");
    let recorder, clock;
    const show = (isSpeaking) => {
      speak.hidden = isSpeaking;
      stop.hidden = !isSpeaking;
      (isSpeaking ? stop : speak).focus();
    };
    speak.addEventListener("click", async () => {
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      } catch {
        status.textContent = box.dataset.refused;
        return;
      }
      const parts = [];
      recorder = new MediaRecorder(stream, { audioBitsPerSecond: 48000 });
      recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
      recorder.addEventListener("stop", () => {
        clearTimeout(clock);
        stream.getTracks().forEach((track) => track.stop());
        const blob = new Blob(parts, { type: recorder.mimeType.split(";")[0] });
        put(input, blob, "puhe");
        heard.src = URL.createObjectURL(blob);
        heard.hidden = false;
        status.textContent = status.dataset.ready;
        show(false);
      });
      recorder.start();
      clock = setTimeout(() => recorder.stop(), box.dataset.longest * 1000);
      status.textContent = status.dataset.speaking;
      show(true);
    });
    stop.addEventListener("click", () => recorder.stop());
    box.hidden = false;
  });
})();
