/// The words of the probe: everyday English, chosen for this purpose.
///
/// Every noun can be old or young, and can do to any other what any of the verbs says.
enum WordOrderLists {
  static let trainingNouns = [
    "man", "boy", "doctor", "teacher", "farmer", "soldier", "king", "actor", "singer", "lawyer",
    "dog", "horse", "neighbor", "friend", "student", "driver", "painter", "writer", "sailor",
    "priest", "judge", "baker", "hunter", "cook", "nurse", "guard", "thief", "player", "manager",
    "president", "prisoner", "father", "brother", "uncle", "cousin", "lady", "cat", "wolf", "bear",
    "mayor",
  ]

  static let testNouns = [
    "woman", "girl", "officer", "artist", "queen", "prince", "worker", "captain", "poet", "waiter",
    "musician", "sister", "mother", "gentleman", "engineer", "scientist", "reporter", "monkey",
    "lion", "director",
  ]

  static let trainingVerbs = [
    "saw", "helped", "followed", "watched", "called", "asked", "told", "met", "liked", "loved",
    "hated", "hit", "pushed", "found", "left", "visited", "killed", "caught", "thanked", "blamed",
    "saved", "trusted", "greeted", "kissed", "attacked", "knew", "heard", "paid", "chased",
    "remembered",
  ]

  static let testVerbs = [
    "invited", "carried", "stopped", "warned", "praised", "feared", "taught", "supported", "joined",
    "fought", "needed", "beat", "answered", "admired", "surprised",
  ]
}
