// How long a key is still waited for, shown once a second and never read
// aloud. Returns what ends it.
export function countDown(element, seconds) {
  const ends = Date.now() + seconds * 1000;
  const show = () => {
    const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    element.textContent = `Waiting for your key · ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  };
  show();
  element.hidden = false;
  const timer = setInterval(show, 1000);
  return () => {
    clearInterval(timer);
    element.hidden = true;
    element.textContent = "";
  };
}
