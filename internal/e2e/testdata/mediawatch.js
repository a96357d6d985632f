// Tells what a page gets that asks for devices; the page notices nothing.
(() => {
  const devices = navigator.mediaDevices, ask = devices.getUserMedia.bind(devices);
  const told = (what, said) => fetch("/told?" + new URLSearchParams({visit: parent.location.pathname, what, said}), {method: "POST"});
  devices.getUserMedia = async (wanted) => {
    const what = ["video", "audio"].filter((kind) => wanted[kind]).join(" and ");
    try {
      const stream = await ask(wanted);
      if (stream.getVideoTracks().length) told("camera", "opened");
      told(what, stream.getTracks().map((t) => `${t.kind} ${t.readyState}`).sort().join(", "));
      return stream;
    } catch (e) {
      told(what, e.name);
      throw e;
    }
  };
})();
