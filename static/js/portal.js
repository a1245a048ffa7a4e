// What pages gain where JavaScript runs. Everything here also works without it.

const address = document.querySelector('meta[name="govuk-frontend"]').content;
const govuk = await import(address);
govuk.initAll();

// Content that htmx brings in has components of its own.
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  if (target instanceof Element && target.isConnected) {
    govuk.initAll({ scope: target });
  }
});

// A filter form may ask to be sent as soon as a choice changes: <form data-submit-on-change>.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-submit-on-change]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) {
    form.requestSubmit();
  }
});

// "Select all" for a table of checkboxes: <input type="checkbox" data-select-all="name-of-the-boxes">, hidden without JavaScript.
for (const all of document.querySelectorAll("[data-select-all]")) {
  const boxes = () => document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(all.dataset.selectAll)}"]`);
  all.closest("[hidden]")?.removeAttribute("hidden");
  all.addEventListener("change", () => boxes().forEach((box) => { box.checked = all.checked; }));
}

// A form that sends a file says so at once and is not sent twice: <form data-once="Uploading…">.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-once]");
  if (!form) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const status = document.createElement("p");
  status.className = "govuk-body";
  status.setAttribute("role", "status");
  status.textContent = form.dataset.once;
  form.append(status);
});

// Coming back with the browser's Back button must find the form usable again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector(":scope > p[role=status]")?.remove();
  }
});

// === collect: a file is sent with its progress shown: <form data-upload="Uploading…">. Without JavaScript it is sent as it is.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-upload]");
  const input = form?.querySelector("input[type=file]");
  if (!form || !input?.files.length) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const status = document.createElement("p");
  status.className = "govuk-body";
  status.setAttribute("role", "status");
  status.textContent = form.dataset.upload;
  const bar = document.createElement("progress");
  bar.className = "portal-progress";
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", form.dataset.upload);
  form.append(status, bar);
  const again = (text) => {
    delete form.dataset.sending;
    bar.remove();
    status.textContent = text;
  };
  const sending = new XMLHttpRequest();
  sending.open("POST", form.action);
  sending.setRequestHeader("X-Upload", "script");
  sending.upload.addEventListener("progress", (progress) => {
    if (!progress.lengthComputable) return;
    bar.value = (100 * progress.loaded) / progress.total;
    if (progress.loaded === progress.total) status.textContent = "The file has arrived. One moment…";
  });
  sending.addEventListener("error", () => again("The file did not arrive: the connection broke. Try again."));
  sending.addEventListener("load", () => {
    const next = sending.getResponseHeader("X-Go-To");
    if (next) {
      location.assign(next);
      return;
    }
    // The form came back with what is wrong: show it in place.
    const page = new DOMParser().parseFromString(sending.responseText, "text/html");
    const main = page.querySelector("main");
    if (!main) {
      again("Something went wrong on our side. Try again in a minute.");
      return;
    }
    document.title = page.title;
    document.querySelector("main").replaceWith(document.adoptNode(main));
    govuk.initAll({ scope: main });
  });
  sending.send(new FormData(form));
});

// Five minutes before somebody is signed out for doing nothing: say so, and let them stay. A press keeps the session.
const idle = document.querySelector("[data-idle-minutes]");
if (idle) {
  const allowed = Number(idle.dataset.idleMinutes) * 60000;
  const before = Math.min(5 * 60000, allowed / 2);
  const left = idle.querySelector("[data-idle-left]");
  let since = Date.now();
  const look = () => {
    const rest = allowed - (Date.now() - since);
    if (rest > before) {
      idle.hidden = true;
    } else if (rest > 0) {
      const minutes = Math.max(1, Math.ceil(rest / 60000));
      const words = `${minutes} minute${minutes === 1 ? "" : "s"}`;
      if (left.textContent !== words) left.textContent = words;
      idle.hidden = false;
    } else {
      window.location.reload();
    }
  };
  idle.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(idle.dataset.stay, { redirect: "manual" });
    if (answer.status !== 204) {
      window.location.reload();
      return;
    }
    since = Date.now();
    look();
  });
  setInterval(look, 15000);
}
