// Change here how the offline page notices that the portal can be reached again.
(() => {
  "use strict";
  const SECONDS = 5;
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch("/healthz", { cache: "no-store" });
      if (answer.ok) location.reload();
    } catch {
      // Still no network.
    }
  };
  addEventListener("online", look);
  document.addEventListener("visibilitychange", look);
  setInterval(look, SECONDS * 1000);
  document.getElementById("again")?.addEventListener("click", () => location.reload());
})();
