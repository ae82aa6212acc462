// Photos of a return: each chosen file is sent to our own endpoint, then the page reads what is there.
// The words stand on the input; what is a picture is for the server to tell.
(() => {
  "use strict";
  const sayOf = (input) => document.getElementById(input.dataset.status);
  const refresh = () => document.querySelector("[data-refresh]")?.click();
  const WORDS = { 401: "failed", 403: "failed", 409: "many", 413: "large", 415: "wrong" };

  const send = async (file, input) => {
    if (file.size > Number(input.dataset.mostBytes)) return "large";
    try {
      const answer = await fetch(input.dataset.upload, {
        method: "POST",
        body: file,
        headers: { "Content-Type": file.type.startsWith("image/") ? file.type : "image/unknown" },
      });
      return answer.ok ? "" : WORDS[answer.status] ?? "failed";
    } catch {
      return "failed";
    }
  };

  addEventListener("change", async (event) => {
    const input = event.target;
    if (!input.matches?.("input[type=file][data-upload]") || input.dataset.busy) return;
    const files = [...input.files];
    const place = sayOf(input);
    const say = (key) => {
      if (place) place.textContent = key ? input.dataset[key] : "";
    };
    input.dataset.busy = "true";
    let wrong = "";
    for (const file of files) {
      say("sending");
      const outcome = await send(file, input);
      wrong ||= outcome;
      if (!outcome) refresh();
    }
    input.value = "";
    delete input.dataset.busy;
    say(wrong);
  });
})();
