"""Drives a headless Chromium through its debugging pipe, with the standard library alone."""

import base64
import json
import os
import subprocess
import tempfile
import time


class Chromium:
    """One page in a browser of its own."""

    def __init__(self, program, width=1280, height=1000):
        to_read, to_write = os.pipe()
        from_read, from_write = os.pipe()
        self.folder = tempfile.TemporaryDirectory()

        def pass_pipes():
            # The browser reads commands from descriptor 3 and writes answers to descriptor 4.
            first, second = os.dup(to_read), os.dup(from_write)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-extensions", "--disable-background-networking",
             "--remote-debugging-pipe", f"--user-data-dir={self.folder.name}",
             f"--window-size={width},{height}", "about:blank"],
            preexec_fn=pass_pipes, close_fds=False, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(from_write)
        self.output, self.input, self.buffer = to_write, from_read, b""
        self.number, self.session, self.problems = 0, None, []
        targets = self.command("Target.getTargets")["targetInfos"]
        target = next(t["targetId"] for t in targets if t["type"] == "page")
        self.session = self.command(
            "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.command(domain + ".enable")
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=1, mobile=False)

    def close(self):
        self.session = None
        try:
            self.command("Browser.close")
        except EOFError:
            pass
        self.process.wait(20)
        self.folder.cleanup()

    def _message(self):
        while b"\0" not in self.buffer:
            more = os.read(self.input, 1 << 16)
            if not more:
                raise EOFError("the browser has ended")
            self.buffer += more
        text, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(text)
        method, given = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            details = given["exceptionDetails"]
            self.problems.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and given["type"] in ("error", "warning", "assert"):
            self.problems.append(" ".join(str(a.get("value", a)) for a in given["args"]))
        elif method == "Log.entryAdded" and given["entry"]["level"] in ("error", "warning"):
            self.problems.append(given["entry"]["text"])
        return message

    def command(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def open(self, address):
        self.command("Page.navigate", url=address)
        self.until("document.readyState === 'complete'")
        self.frame()

    def value(self, expression):
        """The value of an expression; a promise is waited for."""
        answer = self.command(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def until(self, expression, seconds=10):
        end = time.monotonic() + seconds
        while not self.value(expression):
            if time.monotonic() > end:
                raise TimeoutError(expression)
            time.sleep(0.02)

    def frame(self):
        """Waits until what was asked for is drawn."""
        self.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def click(self, x, y):
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.command("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left",
                         clickCount=0 if kind == "mouseMoved" else 1)
        self.frame()

    def wheel(self, x, y, delta):
        self.command("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=delta)
        self.frame()

    def key(self, name):
        text = {"Enter": "\r"}.get(name, name if len(name) == 1 else "")
        codes = {"Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
                 "ArrowDown": 40, "Tab": 9}
        code = codes.get(name, ord(name.upper()) if len(name) == 1 else 0)
        self.command("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", key=name,
                     text=text, windowsVirtualKeyCode=code)
        self.command("Input.dispatchKeyEvent", type="keyUp", key=name, windowsVirtualKeyCode=code)
        self.frame()

    def type(self, text):
        self.command("Input.insertText", text=text)
        self.frame()

    def theme(self, name):
        self.command("Emulation.setEmulatedMedia",
                     features=[{"name": "prefers-color-scheme", "value": name}])
        self.frame()

    def picture(self, path, whole=False):
        """Leaves a picture in a file that ends in .png, or in .jpg for a smaller one."""
        kind = {"format": "jpeg", "quality": 80} if str(path).endswith(".jpg") else {"format": "png"}
        picture = self.command("Page.captureScreenshot", captureBeyondViewport=whole, **kind)
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture["data"]))
