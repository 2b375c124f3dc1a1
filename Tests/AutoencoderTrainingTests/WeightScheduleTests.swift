import AutoencoderTraining
import Testing

@Suite("Weight schedules")
struct WeightScheduleTests {
  @Test(
    "are written as they are read",
    arguments: ["0", "0.5", "0..1@5000", "1..0.25@10", "0..1@5000x4", "0..0.1@2x1"])
  func spelled(text: String) throws {
    #expect(try #require(WeightSchedule(rawValue: text)).rawValue == text)
  }

  @Test(
    "that mean nothing are refused",
    arguments: [
      "", "x", "-1", "1001", "0..1", "0..1@", "0..1@-1", "0..1@5x", "0..1@5x0", "0..1@5x-1",
      "0..1@0x2", "0..1@5x2x2", "0..1..2@5", "0..2000@5", "0..1@5@5",
    ])
  func refused(text: String) {
    #expect(WeightSchedule(rawValue: text) == nil)
  }

  @Test("change in a line, or in cycles that rise and stay")
  func weights() throws {
    let line = try #require(WeightSchedule(rawValue: "0..1@4"))
    #expect((0..<6).map(line.weight) == [0, 0.25, 0.5, 0.75, 1, 1])
    let cycles = try #require(WeightSchedule(rawValue: "0..2@4x2"))
    #expect((0..<10).map(cycles.weight) == [0, 1, 2, 2, 0, 1, 2, 2, 2, 2])
    #expect(WeightSchedule(0.3).weight(at: 7) == 0.3)
  }
}
