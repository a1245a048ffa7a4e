// What htmx may not do here: run text as a script, from an attribute or from an answer. It fetches parts of pages, no more.
const refuse = function () {
  throw new Error("htmx may not run text as a script on this service.");
};
htmx.registerExtension("guarded", {
  init: (api) => api.initSecurity({ createHTML: (text) => text, createScript: refuse }, refuse, refuse),
});
