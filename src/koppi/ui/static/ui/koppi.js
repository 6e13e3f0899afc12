// Koppi's own script: it only speeds up and reminds. Every page works without it.
(() => {
  "use strict";
  const words = document.currentScript.dataset;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = (text) => { document.getElementById("live").textContent = text; };
  const unsaved = new Set();
  const failed = new WeakSet();
  let goOn = () => {};

  // Drafts: what is typed goes to the server soon after the hand stops.
  const timers = new WeakMap();
  const show = (form, text, bad) => {
    const place = form.querySelector("[data-draft-status]");
    if (!place) return;
    place.textContent = text;
    place.classList.toggle("bad", bad);
  };
  const later = (form, wait) => {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(save, wait, form));
  };
  // What is typed is kept; a file is not typed, and goes only when the form is sent.
  const typedIn = (form) => String(new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")));
  async function save(form) {
    clearTimeout(timers.get(form));
    const typed = typedIn(form);
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST", body: new URLSearchParams(typed), keepalive: typed.length < 60000, redirect: "error",
      });
      const { status } = await answer.json().catch(() => ({}));
      if (!answer.ok) throw status;
      goOn();
      if (typed === typedIn(form)) unsaved.delete(form);
      failed.delete(form);
      show(form, status, false);
    } catch (why) {
      failed.add(form);
      show(form, typeof why === "string" ? why : words.notSaved, true);
      later(form, 10000);
    }
  }
  const count = (place) => {
    const box = document.getElementById(place.dataset.counter);
    const left = box.dataset.limit - [...box.value.replace(/\n/g, "\r\n")].length;
    place.textContent = (left < 0 ? place.dataset.over : place.dataset.left).replace("%(n)s", Math.abs(left));
    place.classList.toggle("over", left < 0);
  };
  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    all(`[data-counter="${CSS.escape(target.id)}"]`).forEach(count);
    if (!form?.matches("[data-draft],[data-guard]")) return;
    unsaved.add(form);
    if (form.dataset.draftUrl) later(form, 800);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) unsaved.forEach((form) => form.dataset.draftUrl && save(form));
  });
  document.addEventListener("submit", ({ target }) => {
    clearTimeout(timers.get(target));
    unsaved.delete(target);
  });
  addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => !form.dataset.draftUrl || failed.has(form))) event.preventDefault();
  });

  // The session: five minutes before its end, a question that one button answers.
  all("dialog[data-session]").forEach((box) => {
    let clock, end, ended;
    const wait = (left) => {
      clearTimeout(clock);
      clearTimeout(end);
      clock = setTimeout(() => box.showModal(), Math.max(0, left - box.dataset.warn) * 1000);
      end = setTimeout(over, left * 1000);
    };
    const over = () => {
      ended = true;
      all("[data-ended]", box).forEach((place) => { place.textContent = place.dataset.ended; });
    };
    box.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      if (ended) return location.assign(location.href);
      try {
        const answer = await fetch(box.dataset.url, {
          method: "POST", body: new URLSearchParams(new FormData(event.target)), redirect: "error",
        });
        if (!answer.ok) throw answer.status;
        wait((await answer.json()).left);
        box.close();
      } catch {
        over();
      }
    });
    box.addEventListener("cancel", (event) => { if (ended) event.preventDefault(); });
    goOn = () => wait(+box.dataset.session);
    goOn();
  });

  // Leaving in a hurry: no way back to this page, no title left behind.
  const exit = document.querySelector("[data-exit]");
  let shifts = [];
  const leave = () => {
    unsaved.clear();
    document.title = "";
    document.body.hidden = true;
    location.replace(exit.href);
  };
  exit?.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") all("details[data-menu][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    if (event.key !== "Shift") shifts = [];
    else if (exit && !event.repeat) {
      shifts = [...shifts, event.timeStamp].slice(-3);
      if (shifts.length === 3 && shifts[2] - shifts[0] < 1500) leave();
    }
  });
  document.addEventListener("click", ({ target }) => {
    all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(target)) menu.open = false; });
    const button = target.closest("[data-copy],[data-print],[data-back]");
    if (!button) return;
    const { copy } = button.dataset;
    if (copy) navigator.clipboard.writeText(document.querySelector(copy).textContent.trim()).then(() => say(words.copied));
    else if ("print" in button.dataset) print();
    else history.back();
  });

  // htmx: what came in is spoken; what failed is said where it happened.
  const fresh = (root) => {
    all("[data-counter]", root).forEach(count);
    root.querySelector("[data-errors]")?.focus();
    all("[data-announce]", root).forEach((place) => say(place.dataset.announce));
  };
  document.addEventListener("htmx:afterSwap", ({ target }) => fresh(target));
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt.getAttribute("hx-trigger")?.includes("every")) detail.headers["X-Koppi-Quiet"] = "1";
  });
  const quiet = ({ target }) => all(":scope > .alert", target.parentElement).forEach((old) => old.remove());
  document.addEventListener("htmx:beforeRequest", quiet);
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, ({ target, detail }) => {
    const answer = detail.xhr;
    const plain = answer?.status && answer.getResponseHeader("Content-Type")?.startsWith("text/plain");
    const note = document.createElement("p");
    note.className = "alert";
    note.setAttribute("role", "alert");
    note.textContent = plain ? answer.responseText : detail.requestConfig.verb === "get" ? words.notFresh : words.notSaved;
    quiet({ target });
    target.after(note);
  }));
  document.documentElement.classList.add("js");
  fresh(document);
})();
