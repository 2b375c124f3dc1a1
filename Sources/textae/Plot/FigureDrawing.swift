import Plotting
import VisualReport

/// A table of figures as a drawing: curves where its rows are numbers that increase, else bars.
struct FigureDrawing {
  let svg: String

  init(of table: FigureTable, title: String?) {
    let title = title ?? table.title
    guard let places = table.places else {
      svg =
        BarPanels(
          title: title, rows: table.rows,
          panels: table.charts.flatMap { chart in
            chart.columns.map {
              BarPanels.Panel(
                name: $0.series.isEmpty ? chart.name : "\(chart.name), \($0.series)",
                values: $0.values)
            }
          }
        ).svg
      return
    }
    svg = LineChart.row(
      table.charts.map { chart in
        LineChart(
          title: chart.name, horizontal: table.heading, vertical: chart.name,
          curves: chart.columns.map { column in
            LineChart.Curve(
              name: column.series.isEmpty ? chart.name : column.series,
              points: zip(places, column.values).compactMap { place, value in
                value.map { (x: place, y: $0) }
              })
          }, isLogarithmic: table.growsByFactors)
      }, title: title)
  }
}
