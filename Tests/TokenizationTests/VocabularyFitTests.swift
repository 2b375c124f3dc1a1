import Testing
import Tokenization

/// A text of another language is told from English by the words that a vocabulary lacks.
@Suite struct VocabularyFitTests {
  /// Everyday sentences, written for this test.
  private static let english = [
    """
    The train was late again this morning, so I missed the first meeting. My sister is going to cook \
    dinner for the whole family on Sunday. Please send me the report before the end of the week. We \
    walked along the river until it began to rain. He could not remember where he had put the keys.
    """,
    """
    Printer on the second floor is out of paper. Called the bank about the new card. Need to order more \
    coffee and two boxes of pens. Customer says the screen stays black after the last update.
    """,
  ]
  private static let others = [
    """
    Der Zug hatte heute Morgen wieder Verspätung, deshalb habe ich die erste Besprechung verpasst. \
    Meine Schwester kocht am Sonntag für die ganze Familie. Bitte schicken Sie mir den Bericht noch vor \
    dem Ende der Woche.
    """,
    """
    Le train était encore en retard ce matin, alors j'ai manqué la première réunion. Ma sœur va cuisiner \
    pour toute la famille dimanche. Envoyez-moi le rapport avant la fin de la semaine, s'il vous plaît.
    """,
    """
    Сегодня утром поезд снова опоздал, поэтому я пропустил первое совещание. В воскресенье моя сестра \
    будет готовить ужин для всей семьи. Пришлите мне, пожалуйста, отчёт до конца недели.
    """,
    """
    今天早上火车又晚点了，所以我错过了第一个会议。星期天我姐姐要给全家人做晚饭。请在这个周末之前把报告发给我。我们沿着河边走，直到下起雨来。
    """,
  ]

  /// Small vocabularies of the English sentences, with byte pairs and with words.
  private static let tokenizers: [Tokenizer] = {
    let words = VocabularyBuilder(model: .word, vocabularySize: 400, lowercase: true)
    let pairs = VocabularyBuilder(model: .bpe, vocabularySize: 900, lowercase: true)
    return [words, pairs].compactMap { try? $0.build(from: [], texts: english) }
  }()

  @Test func `English is known`() throws {
    for tokenizer in Self.tokenizers {
      for text in Self.english {
        var fit = VocabularyFit(of: tokenizer)
        fit.add(text)
        #expect(!fit.isOtherLanguage, "\(fit.knownLetters) of \(fit.letters)")
      }
    }
  }

  @Test(arguments: ["私は昨日友達と映画を見た", "나는 어제 친구와 영화를 봤다", "我昨天和朋友看了电影"])
  func `a short line of characters is enough`(text: String) {
    for tokenizer in Self.tokenizers {
      var fit = VocabularyFit(of: tokenizer)
      fit.add(text)
      #expect(fit.isOtherLanguage, "\(fit.letters)")
    }
  }

  @Test(arguments: others)
  func `another language is not`(text: String) throws {
    for tokenizer in Self.tokenizers {
      var fit = VocabularyFit(of: tokenizer)
      fit.add(text)
      #expect(fit.isOtherLanguage, "\(fit.knownLetters) of \(fit.letters)")
    }
  }

  @Test func `a few letters tell nothing`() throws {
    for tokenizer in Self.tokenizers {
      var fit = VocabularyFit(of: tokenizer)
      for text in ["", "1234 5678 … — 99", "Zug", "a b c d e f g", "Schadenfreude"] {
        fit.add(text)
      }
      #expect(!fit.isOtherLanguage)
    }
  }

  @Test func `words that fall into letters are named`() throws {
    for tokenizer in Self.tokenizers where tokenizer.model == .bpe {
      let fit = VocabularyFit(of: tokenizer)
      #expect(fit.fragmentedWords(of: "the train and the dinner").isEmpty)
      #expect(
        fit.fragmentedWords(of: "the zyxwvut train, zyxwvut and qjqjqj")
          == ["zyxwvut", "qjqjqj"])
    }
  }
}
