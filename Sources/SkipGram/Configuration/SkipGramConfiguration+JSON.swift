import FileFormats

extension SkipGramConfiguration {
  /// The settings as members of config.json.
  var json: JSONValue {
    let settings: JSONValue = [
      "dimension": .integer(dimension), "window": .integer(windowSize),
      "negative": .integer(negativeCount), "sample": .number(subsamplingThreshold),
      "epochs": .integer(epochs), "min_count": .integer(minimumCount),
      "learning_rate": .float(learningRate),
      "final_rate_fraction": .float(finalLearningRateFraction),
      // As text, since other programs read numbers beyond 2^53 inexactly.
      "seed": .string(String(seed)), "deterministic": .bool(isDeterministic),
    ]
    guard let timeBudget else { return settings }
    let limit = JSONValue.Member(key: "time_budget", value: .number(timeBudget))
    return .object((settings.members ?? []) + [limit])
  }

  /// Settings from config.json; nil if one is missing, of another type or out of range.
  init?(json: JSONValue) {
    guard let dimension = json["dimension"]?.wholeNumber,
      let windowSize = json["window"]?.wholeNumber,
      let negativeCount = json["negative"]?.wholeNumber,
      let sample = json["sample"]?.doubleValue, let epochs = json["epochs"]?.wholeNumber,
      let minimumCount = json["min_count"]?.wholeNumber,
      let learningRate = json["learning_rate"]?.doubleValue,
      let finalLearningRateFraction = json["final_rate_fraction"]?.doubleValue,
      let seed = json["seed"]?.text.flatMap({ UInt64($0) }),
      let isDeterministic = json["deterministic"]?.truth
    else { return nil }
    self.init()
    self.dimension = dimension
    self.windowSize = windowSize
    self.negativeCount = negativeCount
    subsamplingThreshold = sample
    self.epochs = epochs
    self.minimumCount = minimumCount
    self.learningRate = Float(learningRate)
    self.finalLearningRateFraction = Float(finalLearningRateFraction)
    self.seed = seed
    self.isDeterministic = isDeterministic
    timeBudget = json["time_budget"]?.doubleValue
    guard (try? validate()) != nil else { return nil }
  }
}
