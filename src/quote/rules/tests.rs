//! What the rules read, language by language. People and outlets are invented.

use proptest::prelude::*;

use super::super::text::Text;
use super::statements;

/// `mention | cue | content / content`, a line a statement.
fn read(body: &str, language: &str) -> Vec<String> {
    let text = Text::new(body);
    let of = |span: crate::span::Span| span.of(body).unwrap_or("?");
    statements(&text, Some(language))
        .into_iter()
        .map(|statement| {
            let content: Vec<&str> = statement.content.into_iter().map(of).collect();
            let mention = statement
                .mention
                .map_or(if statement.carried { "(carried)" } else { "-" }, of);
            format!(
                "{mention} | {} | {}",
                statement.cue.map_or("-", of),
                content.join(" / ")
            )
        })
        .collect()
}

#[track_caller]
fn check(language: &str, cases: &[(&str, &[&str])]) {
    for (body, wanted) in cases {
        assert_eq!(read(body, language), *wanted, "{body}");
    }
}

#[test]
fn english_orders() {
    check(
        "en",
        &[
            (
                "“The port stays shut,” said Ann Roe, harbour master at Port Ellery. “It will take time.”",
                &[
                    "Ann Roe, harbour master at Port Ellery | said | The port stays shut, / It will take time.",
                ],
            ),
            (
                "“The port,” she said, “stays shut.”",
                &["she | said | The port, / stays shut."],
            ),
            (
                "Ann Roe, a professor of law at Example University, said the port had been shut too late.",
                &[
                    "Ann Roe, a professor of law at Example University | said | the port had been shut too late",
                ],
            ),
            (
                "In a statement, the company said: “We are sorry for the delay.”",
                &["the company | said | We are sorry for the delay."],
            ),
            (
                "He called the plan “a disgrace” for the town.",
                &["He | called | the plan “a disgrace” for the town"],
            ),
            (
                "The ferry will sail again in June, according to the operator.",
                &["the operator | according to | The ferry will sail again in June"],
            ),
            (
                "According to a report released on Friday, the ferry will sail again in June.",
                &["a report released | According to | the ferry will sail again in June"],
            ),
            (
                "Roe said the port was full, adding that no ship could enter.",
                &[
                    "Roe | said | the port was full",
                    "Roe | adding | that no ship could enter",
                ],
            ),
            (
                "The port, she said, is full of ice.",
                &["she | said | The port / is full of ice"],
            ),
        ],
    );
}

#[test]
fn english_paragraphs() {
    check(
        "en",
        &[
            (
                "Ann Roe, a doctor, said:\n\n“We are tired of waiting here.”",
                &["Ann Roe, a doctor | said | We are tired of waiting here."],
            ),
            (
                "“We are tired of waiting,” Roe said. “And cold.\n\n“But we stay.”",
                &["Roe | said | We are tired of waiting, / And cold. / But we stay."],
            ),
            (
                "“We are tired of waiting,” Roe said.\n\n“But we stay as long as we must.”",
                &[
                    "Roe | said | We are tired of waiting,",
                    "(carried) | - | But we stay as long as we must.",
                ],
            ),
            (
                "“Will the port open again?” Roe asked.",
                &["Roe | asked | Will the port open again?"],
            ),
            (
                "“The sea took the wall and the road.” – Ann Roe, mayor of Tarn",
                &["Ann Roe, mayor of Tarn | - | The sea took the wall and the road."],
            ),
            (
                "“My mother told me, ‘Never trust a calm sea,’ and I never did,” Roe said.",
                &[
                    "Roe | said | My mother told me, ‘Never trust a calm sea,’ and I never did,",
                    "My mother | told | Never trust a calm sea,",
                ],
            ),
            (
                "‘We shut the workers’ canteen,’ Ms Roe said, ‘because it didn’t pay.’",
                &["Ms Roe | said | We shut the workers’ canteen, / because it didn’t pay."],
            ),
        ],
    );
}

#[test]
fn english_words_that_nobody_said() {
    check(
        "en",
        &[
            ("The so-called “ghost ship” lay in the harbour.", &[]),
            ("She starred in “The Harbour at Night” for years.", &[]),
            ("Jack “the Hook” Doe left the town in May.", &[]),
            (
                "His claims and reports fill three shelves in the cellar.",
                &[],
            ),
        ],
    );
}

#[test]
fn transcripts() {
    check(
        "en",
        &[(
            "HOST: Why did you leave?\n\nROE: I was tired of rain.\n\nHOST: And now?\n\nROE: Now I miss it.",
            &[
                "HOST | - | Why did you leave?",
                "ROE | - | I was tired of rain",
                "HOST | - | And now?",
                "ROE | - | Now I miss it",
            ],
        )],
    );
}

#[test]
fn spanish() {
    check(
        "es",
        &[
            (
                "«No tenemos miedo», dijo la alcaldesa, Marta Ruiz, a los periodistas. «Seguiremos aquí.»",
                &["la alcaldesa, Marta Ruiz | dijo | No tenemos miedo / Seguiremos aquí."],
            ),
            (
                "El portavoz insistió en que “no habrá recortes” este año.",
                &["El portavoz | insistió | que “no habrá recortes” este año"],
            ),
            (
                "«Son pocas familias», afirmó por teléfono.",
                &["(carried) | afirmó | Son pocas familias"],
            ),
            (
                "Según la bióloga Ana Soto, el tope importa más que el reparto.",
                &["la bióloga Ana Soto | Según | el tope importa más que el reparto"],
            ),
            (
                "—No lo sé —dijo Ana—. Es tarde.",
                &["Ana | dijo | No lo sé / Es tarde"],
            ),
        ],
    );
}

#[test]
fn french() {
    check(
        "fr",
        &[
            (
                "« La ville est prête », a déclaré le maire, Paul Morin, lors d’une réunion. « Nous attendons. »",
                &["le maire, Paul Morin | déclaré | La ville est prête / Nous attendons."],
            ),
            (
                "« Nous partons demain », a-t-il ajouté.",
                &["il | ajouté | Nous partons demain"],
            ),
            (
                "La ministre affirme que les travaux sont finis.",
                &["La ministre | affirme | que les travaux sont finis"],
            ),
            (
                "Selon le syndicat, deux cents postes sont menacés.",
                &["le syndicat | Selon | deux cents postes sont menacés"],
            ),
            (
                "— Je ne sais pas, dit-elle. Il faudra voir.",
                &["elle | dit | Je ne sais pas / Il faudra voir"],
            ),
        ],
    );
}

#[test]
fn german() {
    check(
        "de",
        &[
            (
                "„Das ist kein Streik“, sagte der Vorsitzende Karl Ahlers. „Wir wollen reden.“",
                &["der Vorsitzende Karl Ahlers | sagte | Das ist kein Streik / Wir wollen reden."],
            ),
            (
                "»Wir bleiben im Hafen«, so Ahlers.",
                &["Ahlers | so | Wir bleiben im Hafen"],
            ),
            (
                "Die Ministerin sagte, sie habe davon nichts gewusst.",
                &["Die Ministerin | sagte | sie habe davon nichts gewusst"],
            ),
            (
                "Laut Polizei wurde niemand verletzt.",
                &["Polizei | Laut | wurde niemand verletzt"],
            ),
            (
                "Ahlers betonte, dass die Boote klein seien.",
                &["Ahlers | betonte | dass die Boote klein seien"],
            ),
        ],
    );
}

#[test]
fn italian_and_portuguese() {
    check(
        "it",
        &[(
            "«Non ci fermeremo», ha detto il sindaco Carlo Bianchi ai giornalisti. «Il porto resta aperto».",
            &["il sindaco Carlo Bianchi | detto | Non ci fermeremo / Il porto resta aperto"],
        )],
    );
    check(
        "pt",
        &[
            (
                "“Não vamos recuar”, disse o prefeito João Prado nesta terça-feira.",
                &["o prefeito João Prado | disse | Não vamos recuar"],
            ),
            (
                "O ministro afirmou que a obra continua.",
                &["O ministro | afirmou | que a obra continua"],
            ),
        ],
    );
}

#[test]
fn nordic_and_turkish() {
    check(
        "sv",
        &[
            (
                "”Vi är mycket glada”, säger Anna Berg, chef på museet.",
                &["Anna Berg, chef på museet | säger | Vi är mycket glada"],
            ),
            (
                "– Det är tråkigt, säger hon.",
                &["hon | säger | Det är tråkigt"],
            ),
        ],
    );
    check(
        "tr",
        &[(
            "Bakan Demir, \"Hazırlıklarımızı titizlikle sürdürüyoruz.\" dedi.",
            &["Bakan Demir | dedi | Hazırlıklarımızı titizlikle sürdürüyoruz."],
        )],
    );
}

#[test]
fn chinese() {
    check(
        "zh",
        &[
            (
                "“很多人问我们为什么。”公司创始人林若溪说，“我们自己也在问。”",
                &["公司创始人林若溪 | 说 | 很多人问我们为什么。 / 我们自己也在问。"],
            ),
            (
                "她坦言，成本两年间涨了近一倍，“靠便宜赢的日子已经过去了”。",
                &["她 | 坦言 | 成本两年间涨了近一倍，“靠便宜赢的日子已经过去了”"],
            ),
            (
                "對此，館長周懷謹表示，鐘將於明年展出。",
                &["館長周懷謹 | 表示 | 鐘將於明年展出"],
            ),
            (
                "「這口鐘等了一百年。」陳阿滿說。",
                &["陳阿滿 | 說 | 這口鐘等了一百年。"],
            ),
            ("他写了一本小说，书名叫“归潮”。", &[]),
        ],
    );
}

#[test]
fn japanese_and_korean() {
    check(
        "ja",
        &[
            (
                "編成部長の小野寺邦彦さんは「写真は視聴者から募ります」と話した。",
                &["編成部長の小野寺邦彦さん | 話し | 写真は視聴者から募ります"],
            ),
            (
                "県警によると、けが人はいなかった。",
                &["県警 | によると | けが人はいなかった"],
            ),
            ("ドラマ「帰潮」という作品が放送された。", &[]),
        ],
    );
    check(
        "ko",
        &[(
            "김도현 교수는 \"바다가 변하고 있다는 것을 모두 안다\"고 말했다.",
            &["김도현 교수 | 말했다 | 바다가 변하고 있다는 것을 모두 안다"],
        )],
    );
}

/// Pieces that make the rules work hard.
const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "``",
    "''",
    "「",
    "」",
    " ",
    " ",
    "\n",
    "\n\n",
    ", ",
    ". ",
    ": ",
    "— ",
    "said",
    "Ann Roe",
    "she",
    "according to",
    "that",
    "the port",
    "dit-elle",
    "说",
    "，",
    "。",
    "陆砚秋",
    "は",
    "と話した",
    "によると",
    "고 말했다",
    "é",
    "(",
    ")",
    "6'2\"",
    "U.S.",
    "adding",
    "and",
    "é-il",
    "\u{a0}",
    "\u{3000}",
    "-",
    "–",
    "…",
    "?",
    "told",
    "A",
    "為",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn spans_lie_in_the_text_in_order(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60),
        language in proptest::sample::select(&["en", "es", "fr", "de", "tr", "zh", "ja", "ko", "xx"][..]),
    ) {
        let body = pieces.concat();
        let text = Text::new(&body);
        for statement in statements(&text, Some(language)) {
            prop_assert!(!statement.content.is_empty());
            let mut last = 0;
            for span in &statement.content {
                prop_assert!(span.start >= last && !span.is_empty());
                prop_assert!(span.of(&body).is_some());
                last = span.end;
            }
            for span in [statement.cue, statement.mention].into_iter().flatten() {
                prop_assert!(span.of(&body).is_some());
            }
        }
    }

    #[test]
    fn any_text_is_read(body in "\\PC{0,200}", language in proptest::option::of("[a-z]{2}")) {
        let text = Text::new(&body);
        let _ = statements(&text, language.as_deref());
    }
}

#[test]
fn hostile_texts_end() {
    for (piece, language) in [
        ("\"", "en"),
        ("“", "en"),
        ("'a ", "en"),
        ("‘said ", "en"),
        ("said, ", "en"),
        ("Ann, a man, ", "en"),
        ("according to Roe, ", "en"),
        ("说“", "zh"),
        ("说，", "zh"),
        ("「と", "ja"),
        ("は", "ja"),
        ("“고 ", "ko"),
        ("— dit, ", "fr"),
        ("« ", "fr"),
        ("He said, ‘no way to go’ and left. ", "en"),
    ] {
        let body = piece.repeat(200_000 / piece.len());
        let text = Text::new(&body);
        let _ = statements(&text, Some(language));
        let text = Text::new(&body);
        let _ = statements(&text, None);
    }
}
