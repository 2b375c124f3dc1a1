/// Sentences of a language of few words, for models that are trained inside a test.
package enum TinyLanguage {
  /// The first `count` of the 100 sentences, all different.
  package static func sentences(_ count: Int) -> [String] {
    let subjects = ["the cook", "a sailor", "my aunt", "the old farmer", "someone"]
    let verbs = ["sees", "sells", "likes", "carries"]
    let objects = ["bread", "two boats", "the red apples", "a lamp", "nothing at all"]
    let all = verbs.flatMap { verb in
      objects.flatMap { object in subjects.map { "\($0) \(verb) \(object) ." } }
    }
    return Array(all.prefix(count))
  }
}
