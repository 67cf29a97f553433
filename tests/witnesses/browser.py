"""What Chromium makes of a page, as JSON: `browser.py FILE FOLDER`.

It is spoken to over a pipe (the DevTools protocol, messages that end with a zero byte), so nothing but Python's own
library is needed. Reported are the accessibility tree, what is wider than a narrow window, the contrast of every text
on its ground in four looks, whether anything was fetched or run, and the printed pages' words.
"""

import json
import os
import subprocess
import sys

# Every element that holds words of its own: their contrast with what is painted under them, as WCAG 2.2 reckons it.
CONTRAST = """
(() => {
  const numbers = (colour) => (colour.match(/[0-9.]+/g) || []).map(Number);
  const part = (one) => { one /= 255; return one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = numbers(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const worst = { ratio: 21, words: "" };
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (!own || element.closest(".aloud, .skip")) continue;
    const pair = [light(numbers(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < worst.ratio) Object.assign(worst, { ratio, words: element.textContent.slice(0, 60) });
  }
  return worst;
})()
"""

# What a page must not do in a narrow window: be scrolled to the side, but for tables within their own frame.
NARROW = """({
  page: document.documentElement.scrollWidth,
  window: document.documentElement.clientWidth,
  wide: [...document.body.querySelectorAll("*")].filter((one) => !one.closest(".wide, .skip, .aloud")
    && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((one) => one.outerHTML.slice(0, 80)),
})"""

# Of each table: whether it is cut where it is printed, upright (178 mm) or lying (265 mm).
CUT = """[...document.querySelectorAll("table")].map((one) => [one, one.closest(".across") ? 1001 : one.parentElement.clientWidth])
  .filter(([one, room]) => one.scrollWidth > room + 1).map(([one, room]) => `${one.caption.textContent} ${one.scrollWidth} > ${room}`)"""


class Browser:
    def __init__(self, folder):
        to_browser, from_us = os.pipe()
        from_browser, to_us = os.pipe()

        def as_three_and_four():
            os.dup2(to_browser, 13)
            os.dup2(to_us, 14)
            os.dup2(13, 3)
            os.dup2(14, 4)

        words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe"]
        words += ["--disable-background-networking", "--disable-component-update", "--disable-sync", f"--user-data-dir={folder}/browser"]
        self.process = subprocess.Popen(words, preexec_fn=as_three_and_four, close_fds=False, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(to_us)
        self.out, self.back = os.fdopen(from_us, "wb"), os.fdopen(from_browser, "rb")
        self.number, self.left, self.session, self.events = 0, b"", None, []

    def message(self):
        while b"\0" not in self.left:
            more = os.read(self.back.fileno(), 1 << 16)
            if not more:
                raise SystemExit("the browser went away")
            self.left += more
        one, self.left = self.left.split(b"\0", 1)
        return json.loads(one)

    def call(self, method, **arguments):
        self.number += 1
        asked = {"id": self.number, "method": method, "params": arguments}
        if self.session:
            asked["sessionId"] = self.session
        self.out.write(json.dumps(asked).encode() + b"\0")
        self.out.flush()
        while True:
            told = self.message()
            if told.get("id") == self.number:
                if "error" in told:
                    raise SystemExit(f"{method}: {told['error']}")
                return told["result"]
            self.events.append(told)

    def wait_for(self, method):
        while not any(one.get("method") == method for one in self.events):
            self.events.append(self.message())

    def value(self, script):
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"]["value"]


def tree(browser):
    """Each thing that a screen reader meets: its role, its name, the level of a heading."""
    told = []
    for node in browser.call("Accessibility.getFullAXTree")["nodes"]:
        if node.get("ignored"):
            continue
        more = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
        told.append([node["role"]["value"], node.get("name", {}).get("value", ""), more.get("level"), more.get("focusable")])
    return told


def look(browser, width, **features):
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    media = features.pop("media", "screen")
    browser.call("Emulation.setEmulatedMedia", media=media, features=[{"name": name.replace("_", "-"), "value": value} for name, value in features.items()])


def pages(browser, folder):
    """The printed pages' words, in the order of the page."""
    import base64

    told = browser.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"]
    file = os.path.join(folder, "printed.pdf")
    with open(file, "wb") as out:
        out.write(base64.b64decode(told))
    words = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True).stdout.decode()
    size = subprocess.run(["pdfinfo", file], check=True, capture_output=True).stdout.decode()
    return {"pages": words.split("\f")[:-1], "size": next(line for line in size.splitlines() if line.startswith("Page size"))}


def main(file, folder):
    browser = Browser(folder)
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    browser.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Network", "Log", "Accessibility"):
        browser.call(f"{domain}.enable")
    browser.call("Page.navigate", url=f"file://{os.path.abspath(file)}")
    browser.wait_for("Page.loadEventFired")
    told = {"tree": tree(browser), "language": browser.value("document.documentElement.lang"), "title": browser.value("document.title")}
    told["contrast"] = {}
    for name, width, features in [
        ("light", 1280, {"prefers_color_scheme": "light"}),
        ("dark", 1280, {"prefers_color_scheme": "dark"}),
        ("forced", 1280, {"forced_colors": "active"}),
        ("print", 672, {"media": "print", "prefers_color_scheme": "dark"}),
    ]:
        look(browser, width, **features)
        told["contrast"][name] = browser.value(CONTRAST)
        if name == "print":
            told["cut"] = browser.value(CUT)
    look(browser, 320, prefers_color_scheme="light")
    told["narrow"] = browser.value(NARROW)
    browser.call("Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
    told["first_focus"] = browser.value("document.activeElement.outerHTML")
    told["focus_seen"] = browser.value("document.activeElement.getBoundingClientRect().width > 20")
    browser.call("Emulation.clearDeviceMetricsOverride")
    browser.call("Emulation.setEmulatedMedia", media="", features=[])
    told["printed"] = pages(browser, folder)
    fetched = [one["params"]["request"]["url"] for one in browser.events if one.get("method") == "Network.requestWillBeSent"]
    told["fetched"] = [url for url in fetched if url != f"file://{os.path.abspath(file)}"]
    told["complaints"] = [one["params"]["entry"]["text"] for one in browser.events if one.get("method") == "Log.entryAdded"]
    browser.session = None
    browser.call("Browser.close")
    browser.process.wait(10)
    print(json.dumps(told))


main(sys.argv[1], sys.argv[2])
