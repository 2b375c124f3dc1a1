// The sources of the page as constants, in the order in which the page has them.

#include "CReportPage.h"

// #embed belongs to C23, and Clang knows it in every version of C.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char page_html[] = {
#embed "Page/page.html"
};
static const unsigned char page_css[] = {
#embed "Page/page.css"
};
static const unsigned char page_js[] = {
#embed "Page/page.js"
};
static const unsigned char charts_js[] = {
#embed "Page/charts.js"
};
static const unsigned char point_map_js[] = {
#embed "Page/pointMap.js"
};
static const unsigned char corpus_js[] = {
#embed "Page/corpus.js"
};
static const unsigned char model_js[] = {
#embed "Page/model.js"
};
static const unsigned char tables_js[] = {
#embed "Page/tables.js"
};
static const unsigned char start_js[] = {
#embed "Page/start.js"
};

static const rp_file files[] = {
    {"page.html", page_html, sizeof page_html},
    {"page.css", page_css, sizeof page_css},
    {"page.js", page_js, sizeof page_js},
    {"charts.js", charts_js, sizeof charts_js},
    {"pointMap.js", point_map_js, sizeof point_map_js},
    {"corpus.js", corpus_js, sizeof corpus_js},
    {"model.js", model_js, sizeof model_js},
    {"tables.js", tables_js, sizeof tables_js},
    {"start.js", start_js, sizeof start_js},
    {0, 0, 0},
};

rp_file rp_file_at(size_t number) {
  const size_t last = sizeof files / sizeof files[0] - 1;
  return files[number < last ? number : last];
}
