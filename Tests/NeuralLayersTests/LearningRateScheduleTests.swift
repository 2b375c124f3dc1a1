import Foundation
import NeuralLayers
import Testing

@Suite("Learning rate schedule")
struct LearningRateScheduleTests {
  @Test("Without warm-up or decay the rate is always the peak")
  func constant() {
    let schedule = LearningRateSchedule(peak: 0.5)
    #expect([0, 1, 1_000_000].allSatisfy { schedule.rate(at: $0) == 0.5 })
  }

  @Test("The rate rises in equal steps to the peak")
  func warmUp() {
    let schedule = LearningRateSchedule(peak: 0.4, warmupSteps: 4)
    let expected: [Float] = [0.1, 0.2, 0.3, 0.4, 0.4, 0.4]
    for (step, rate) in expected.enumerated() {
      #expect(abs(schedule.rate(at: step) - rate) < 1e-7)
    }
  }

  @Test("The rate falls in equal steps to its final share, and stays there")
  func decay() {
    let schedule = LearningRateSchedule(
      peak: 1, warmupSteps: 2, decaySteps: 12, finalLearningRateFraction: 0.5)
    let expected: [(Int, Float)] = [
      (0, 0.5), (1, 1), (2, 1), (3, 0.95), (7, 0.75), (12, 0.5), (13, 0.5), (5_000, 0.5),
    ]
    for (step, rate) in expected { #expect(abs(schedule.rate(at: step) - rate) < 1e-6) }
  }

  @Test("A decay that ends before the warm-up is none")
  func decayBeforeWarmUp() {
    let schedule = LearningRateSchedule(peak: 1, warmupSteps: 10, decaySteps: 5)
    #expect(schedule.rate(at: 4) == 0.5)
    #expect(schedule.rate(at: 100) == 1)
  }

  @Test("A schedule survives being saved")
  func coding() throws {
    let schedule = LearningRateSchedule(
      peak: 0.001, warmupSteps: 7, decaySteps: 90, finalLearningRateFraction: 0.2)
    let data = try JSONEncoder().encode(schedule)
    #expect(try JSONDecoder().decode(LearningRateSchedule.self, from: data) == schedule)
  }
}
