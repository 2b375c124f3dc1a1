#!/usr/bin/env python3
"""Uses pages of a report as a reader does, in Chromium, by mouse and by keyboard.

    python3 Tests/Browser/report.py report.html pictures [another.html other-pictures]

A page is a file or an address of `textae explore`. Pictures of it are left in the folder after it. Ends with status 1 if something does not work. Needs chromium, and nothing but Python's own modules.
"""

import pathlib
import shutil
import sys

from chromium import Chromium

LIST = "document.querySelectorAll('.list .sentences button[data-point]')"


def check(name, is_true):
    print(("ok   " if is_true else "FAIL ") + name)
    if not is_true:
        check.failures.append(name)


check.failures = []
check.inside = True


def main():
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("no Chromium; on Debian: apt-get install chromium")
    page = Chromium(program)
    try:
        for address, folder in zip(sys.argv[1::2], sys.argv[2::2]):
            print(address.split("/")[-1] or "served page")
            pictures = pathlib.Path(folder)
            pictures.mkdir(parents=True, exist_ok=True)
            page.open(address if "://" in address else pathlib.Path(address).resolve().as_uri())
            use(page, pictures)
            check("nothing was reported to the console: " + "; ".join(page.problems), not page.problems)
    finally:
        page.close()
    sys.exit(1 if check.failures else 0)


def use(page, pictures):
    isLive = page.value("page.data.service !== null")
    check("the page has a title and sections", page.value(
        "document.title === page.data.title && document.querySelectorAll('main section').length > 0"))
    check("every field has a name", page.value(
        "[...document.querySelectorAll('input, select, textarea')].every(e => e.labels.length === 1)"))
    check("every button says what it does", page.value(
        "[...document.querySelectorAll('button')].every(e => e.textContent.trim() !== '')"))
    if page.value("page.data.tables.length > 0"):
        check("a table without places has a bar for every figure", page.value("""
          document.querySelectorAll('td.bar').length === page.data.tables.filter(t => t.places === null)
            .flatMap(t => t.charts.flatMap(c => c.columns.flatMap(d => d.values.filter(v => v !== null)))).length"""))
        check("a table with places has a curve for every column", page.value("""
          page.data.tables.filter(t => t.places !== null).every(t => {
            const section = [...document.querySelectorAll('section')].find(s => s.querySelector('h2').textContent === t.title);
            return (t.places.length > 30 || section.querySelectorAll('circle').length > 0)
              && section.querySelectorAll('polyline').length === t.charts.flatMap(c => c.columns).length;
          })"""))
    check("no chart is empty", page.value(
        "[...document.querySelectorAll('main svg')].every(e => e.querySelector('circle, rect, polyline') !== null)"))
    check("every chart has its numbers", page.value(
        "[...document.querySelectorAll('main svg *')].every(e => [...e.attributes].every(a => !/NaN|Infinity/.test(a.value)))"))
    if page.value("page.data.corpora.length > 0"):
        map_of_points(page, pictures, isLive)
    for theme in ("light", "dark"):
        page.theme(theme)
        page.picture(pictures / f"whole-{theme}.png", whole=True)
    page.theme("light")


def map_of_points(page, pictures, isLive):
    # The points are drawn, in more colors than one.
    page.until("document.querySelector('canvas').width > 100")
    page.frame()
    colors = page.value("""(() => {
      const canvas = document.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Set();
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 180) seen.add(`${data[i] >> 5} ${data[i + 1] >> 5} ${data[i + 2] >> 5}`);
      return seen.size;
    })()""")
    check("the map is drawn", colors > 1)

    # The slash leads to the search, and what is typed is found.
    word = page.value("""(() => {
      const words = page.data.corpora[0].sentences.join(' ').toLowerCase().match(/[a-z]{5,}/g);
      return words[words.length >> 1];
    })()""")
    page.key("/")
    check("the slash leads to the search", page.value("document.activeElement.type === 'search'"))
    page.type(word)
    if isLive:
        page.until("document.querySelectorAll('.list .score').length > 0")
    check(f"the search finds “{word}”", page.value(
        f"{LIST}.length > 0 && [...{LIST}].{'some' if isLive else 'every'}(e => e.textContent.toLowerCase().includes('{word}'))"))
    check("the status says how many", page.value("document.querySelector('.status').textContent !== ''"))
    page.key("ArrowDown")
    check("the arrow leads to the list", page.value(f"document.activeElement === {LIST}[0]"))
    page.key("ArrowDown")
    page.key("ArrowUp")
    page.key("Enter")
    check("Enter chooses a sentence", page.value("document.querySelector('.selected') !== null"))
    check("its neighbors are listed by every embedder", page.value(
        "document.querySelectorAll('.columns ol').length === page.data.corpora[0].embedders.length"))
    check("the choice is announced", page.value(
        "document.querySelector('.status').textContent.startsWith('Chosen: ')"))
    check("only what was found is marked", page.value(
        "document.querySelectorAll('.columns mark').length === 0 && document.querySelectorAll('.list mark').length > 0"))
    page.value("document.querySelector('.columns button').focus()")
    page.key("Enter")
    check("the focus stays with what was chosen", page.value(
        "document.activeElement === document.querySelector('.selected')"))
    page.value("scrollTo(0, 0)")
    page.frame()
    for theme in ("light", "dark"):
        page.theme(theme)
        page.picture(pictures / f"chosen-{theme}.png")
    page.theme("light")
    page.key("Escape")
    if isLive:
        page.until("document.querySelectorAll('.list .score').length === 0")
    check("Escape takes the search back", page.value(
        "document.querySelector('input[type=search]').value === '' && document.querySelector('.selected') !== null"))
    page.key("Escape")
    check("Escape takes the choice back", page.value("document.querySelector('.selected') === null"))

    # A click on a point chooses it; arrow keys walk on the map.
    x, y = page.value("""(() => {
      const canvas = document.querySelector('canvas');
      canvas.scrollIntoView({ behavior: 'instant', block: 'center' });
      const box = canvas.getBoundingClientRect();
      const { x, y } = page.data.corpora[0].maps[0];
      const side = Math.min(box.width, box.height) - 32;
      return [box.left + box.width / 2 + (x[0] / 9999 - 0.5) * side, box.top + box.height / 2 + (y[0] / 9999 - 0.5) * side];
    })()""")
    page.click(x, y)
    check("a click chooses a point", page.value("document.querySelector('.selected') !== null"))
    page.value("document.querySelector('canvas').focus()")
    walk = [page.value("document.querySelector('.selected').textContent")]
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        page.key(key)
        walk.append(page.value("document.querySelector('.selected').textContent"))
    check("arrow keys walk on the map", len(set(walk)) > 1)
    page.wheel(x, y, -400)
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown") * 3:
        page.key(key)
        check.inside = check.inside and page.value("""(() => {
          const { map } = document.querySelector('canvas');
          const x = map.x(map.selected), y = map.y(map.selected);
          return x >= 0 && y >= 0 && x <= map.width && y <= map.height;
        })()""")
    check("the chosen point stays in sight", check.inside)
    page.key("0")
    page.key("Escape")

    # A group of the legend and another map.
    if page.value("document.querySelectorAll('.legend button').length > 1"):
        page.value("document.querySelector('.legend button').click()")
        check("a group of the legend is set apart", page.value(
            "document.querySelector('.legend button').getAttribute('aria-pressed') === 'true'"))
        page.key("Escape")
    # What another program holds up once does not come back; a slow page stays slow.
    times = min((page.value(FRAMES) for _ in range(3)), key=lambda times: times[-1])
    check(f"a frame of the map takes {times[len(times) // 2]:.0f} ms, the slowest {times[-1]:.0f} ms",
          times[-1] < 50)


# The times between frames in which the map is drawn, at several scales and places, sorted.
FRAMES = """(async () => {
  const { map } = document.querySelector('canvas');
  const times = [];
  let last = await new Promise(requestAnimationFrame);
  for (let step = 0; step < 40; step++) {
    map.zoom(step < 20 ? 1.1 : 1 / 1.1, map.width * 0.4, map.height * 0.6);
    map.left += 0.002;
    const now = await new Promise(requestAnimationFrame);
    if (step > 1) times.push(now - last);
    last = now;
  }
  return times.sort((a, b) => a - b);
})()"""


if __name__ == "__main__":
    main()
