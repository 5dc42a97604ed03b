// A table wider than the page scrolls within its frame; where it does, the
// keyboard can reach the frame to scroll it.
export function startScroll(root) {
  const frames = root.querySelectorAll(".kw-scroll");
  if (frames.length === 0) {
    return;
  }
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      reach(target);
    }
  });
  for (const frame of frames) {
    watch.observe(frame);
  }
}

function reach(frame) {
  if (frame.scrollWidth > frame.clientWidth) {
    const words = frame.querySelector("caption")?.textContent.trim() || "Table";
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", words);
  } else {
    for (const name of ["tabindex", "role", "aria-label"]) {
      frame.removeAttribute(name);
    }
  }
}
