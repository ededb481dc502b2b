//! Queries, what they mean, and what they match, by hand: each is a sentence
//! of the description of the query language.

use super::build::{
    and, at_least, before, beside, in_paragraph, in_sentence, near, nearly, not, not_within, open,
    or, phrase, within, within_field, word,
};
use super::expression::{Expr, Field, Reach};

/// A query as it is typed, as it is meant, and an article with what it matches
/// in brackets: the headline, ` ¦ `, and the text, paragraphs with `¶` between
/// them. An article without brackets is not found, but for one that begins
/// with `+`, which is found without a mark.
pub struct Case {
    pub query: &'static str,
    pub expr: Expr,
    pub article: &'static str,
}

fn case(query: &'static str, expr: Expr, article: &'static str) -> Case {
    Case {
        query,
        expr,
        article,
    }
}

/// Distances, orders, and borders.
fn proximity() -> Vec<Case> {
    let (a, b, c) = (|| word("anchor"), || word("buoy"), || word("cargo"));
    vec![
        case(
            "anchor W/1 buoy",
            within(1, a(), b()),
            "Lost ¦ The [anchor] [buoy] sank.",
        ),
        case(
            "buoy w/1 anchor",
            within(1, b(), a()),
            "Lost ¦ The [anchor] [buoy] sank.",
        ),
        case(
            "anchor W/2 buoy",
            within(2, a(), b()),
            "Lost ¦ An [anchor], the [buoy] and an anchor.",
        ),
        case(
            "anchor NEAR/1 buoy",
            within(1, a(), b()),
            "Lost ¦ An anchor or buoy sank.",
        ),
        case(
            "anchor near/2 buoy",
            within(2, a(), b()),
            "[Anchors] or [buoys] ¦ An anchor of each one is a buoy.",
        ),
        case(
            "anchor W/9 buoy",
            within(9, a(), b()),
            "Lost ¦ It was an anchor.¶Then a buoy sank.",
        ),
        case(
            "anchor W/9 buoy",
            within(9, a(), b()),
            "An anchor ¦ A buoy sank.",
        ),
        case(
            "anchor W/9 buoy",
            within(9, a(), b()),
            "Lost ¦ One [anchor]. A [buoy] sank.",
        ),
        case(
            "anchor PRE/2 buoy",
            before(2, a(), b()),
            "Lost ¦ A buoy, an [anchor], a [buoy].",
        ),
        case(
            "anchor pre/1 buoy",
            before(1, a(), b()),
            "Lost ¦ A buoy anchor.",
        ),
        case(
            "anchor PRE/3 \"anchor buoy\"",
            before(3, a(), phrase("anchor buoy")),
            "Lost ¦ The [anchor] of an [anchor buoy].",
        ),
        case(
            "anchor W/5 anchor",
            within(5, a(), a()),
            "Lost ¦ One anchor.",
        ),
        case(
            "anchor W/5 anchor",
            within(5, a(), a()),
            "Lost ¦ One [anchor] and another [anchor].",
        ),
        case(
            "\"anchor buoy\" W/5 buoy",
            within(5, phrase("anchor buoy"), b()),
            "Lost ¦ An anchor buoy sank.",
        ),
        case(
            "\"anchor buoy\" W/5 buoy",
            within(5, phrase("anchor buoy"), b()),
            "Lost ¦ An [anchor buoy] and a [buoy] sank.",
        ),
        case(
            "\"anchor buoy cargo\" W/5 buoy",
            within(5, phrase("anchor buoy cargo"), b()),
            "Lost ¦ An anchor buoy cargo sank.",
        ),
        // Interleaved: neither begins or ends with the other, one is no row.
        case(
            "(anchor W/5 buoy) W/3 cargo",
            within(3, within(5, a(), b()), c()),
            "Lost ¦ An [anchor], the [cargo] and a [buoy].",
        ),
        case(
            "(anchor W/5 buoy) PRE/3 cargo",
            before(3, within(5, a(), b()), c()),
            "Lost ¦ An anchor, the cargo and a buoy.",
        ),
        case(
            "(anchor W/5 buoy) W/3 buoy",
            within(3, within(5, a(), b()), b()),
            "Lost ¦ An anchor and a buoy.",
        ),
        case(
            "(anchor W/5 cargo) W/1 (buoy W/5 dock)",
            within(1, within(5, a(), c()), within(5, b(), word("dock"))),
            "Lost ¦ An [anchor], a [buoy], a [cargo], a [dock].",
        ),
        case(
            "anchor W/2 buoy PRE/3 cargo",
            before(3, within(2, a(), b()), c()),
            "Lost ¦ A [buoy], an [anchor] with a [cargo]. A cargo.",
        ),
        case(
            "anchor /s buoy",
            in_sentence(a(), b()),
            "Lost ¦ The [anchor] held Mr. Quill’s [buoy]. A buoy sank.",
        ),
        case(
            "anchor /S buoy",
            in_sentence(a(), b()),
            "Lost ¦ One anchor. A buoy sank.",
        ),
        case(
            "anchor /s buoy",
            in_sentence(a(), b()),
            "Lost [anchor]? A [buoy] ¦ It sank.",
        ),
        case(
            "anchor /p buoy",
            in_paragraph(a(), b()),
            "Lost ¦ One [anchor]. A [buoy] sank.¶The buoy.",
        ),
        case(
            "anchor /P buoy",
            in_paragraph(a(), b()),
            "Lost ¦ One anchor.¶A buoy sank.",
        ),
        case(
            "anchor /p buoy /s cargo",
            in_paragraph(a(), in_sentence(b(), c())),
            "Lost ¦ One [anchor] held. A [buoy] and [cargo] sank. The buoy.",
        ),
        case(
            "anchor /s buoy W/1 cargo",
            in_sentence(a(), within(1, b(), c())),
            "Lost ¦ An [anchor] and a [buoy] [cargo] sank.",
        ),
        case(
            "anchor NOT W/3 buoy",
            not_within(3, a(), b()),
            "Lost ¦ An anchor and a buoy. One far more lost [anchor].",
        ),
        case(
            "anchor NOT W/3 buoy",
            not_within(3, a(), b()),
            "Lost ¦ An anchor and a buoy sank.",
        ),
        case(
            "anchor NOT W/3 buoy",
            not_within(3, a(), b()),
            "Lost ¦ It was an [anchor].¶Buoy or not.",
        ),
        case(
            "anchor NOT PRE/3 buoy",
            near(a(), Reach::Before(3), b(), true),
            "Lost ¦ An anchor and a buoy and an [anchor].",
        ),
        case(
            "anchor NOT /s buoy",
            near(a(), Reach::Sentence, b(), true),
            "Lost ¦ The anchor held a buoy. The [anchor] sank.",
        ),
        case(
            "anchor NOT /p buoy",
            near(a(), Reach::Paragraph, b(), true),
            "Lost ¦ The anchor held. A buoy.¶The [anchor] sank.",
        ),
        case(
            "anchor NOT W/2 buoy W/4 cargo",
            within(4, not_within(2, a(), b()), c()),
            "Lost ¦ The buoy anchor held a [cargo] of one [anchor].",
        ),
    ]
}

/// Groups as operands, and operators over articles.
fn groups() -> Vec<Case> {
    let (a, b, c) = (|| word("anchor"), || word("buoy"), || word("cargo"));
    vec![
        case(
            "(anchor OR buoy) W/2 cargo",
            within(2, or([a(), b()]), c()),
            "Lost ¦ An [anchor], a [cargo] and one more far buoy.",
        ),
        case(
            "(anchor AND buoy) W/2 cargo",
            within(2, and([a(), b()]), c()),
            "[Anchor] [cargo] ¦ It was a [buoy] of [cargo], an old anchor too.",
        ),
        case(
            "(anchor buoy) W/2 cargo",
            within(2, beside([a(), b()]), c()),
            "Lost ¦ An anchor cargo, a long lost buoy.",
        ),
        case(
            "(anchor NOT buoy) W/2 cargo",
            within(2, beside([a(), not(b())]), c()),
            "Lost ¦ An anchor cargo, a long lost buoy.",
        ),
        case(
            "(anchor -buoy) W/2 cargo",
            within(2, beside([a(), not(b())]), c()),
            "Lost ¦ An [anchor] [cargo], a long lost dock.",
        ),
        case(
            "anchor NOT W/2 (buoy AND cargo)",
            not_within(2, a(), and([b(), c()])),
            "Lost ¦ A buoy anchor cargo and then one more [anchor] cargo.",
        ),
        case(
            "anchor NOT W/2 (buoy OR cargo)",
            not_within(2, a(), or([b(), c()])),
            "Lost ¦ A buoy anchor, and then one more anchor cargo.",
        ),
        case(
            "(dock OR (anchor AND buoy)) W/1 cargo",
            within(1, or([word("dock"), and([a(), b()])]), c()),
            "Lost ¦ An [anchor] [cargo], then one [buoy] [cargo].",
        ),
        case(
            "title:anchor W/2 title:buoy",
            within(
                2,
                within_field(Field::Title, a()),
                within_field(Field::Title, b()),
            ),
            "[Anchor] and [buoy] ¦ An anchor and a buoy sank.",
        ),
        case(
            "anchor W/2 buoy OR cargo -dock",
            or([within(2, a(), b()), beside([c(), not(word("dock"))])]),
            "Lost ¦ An [anchor] [buoy] in the dock with [cargo].",
        ),
        case(
            "-anchor W/2 buoy",
            not(within(2, a(), b())),
            "+Lost ¦ An anchor is not one old buoy.",
        ),
        case(
            "anchor -buoy",
            beside([a(), not(b())]),
            "Lost ¦ An anchor is not one old buoy.",
        ),
    ]
}

/// Counting, and places.
fn places() -> Vec<Case> {
    let (a, b) = (|| word("anchor"), || word("buoy"));
    vec![
        case(
            "ATLEAST3(anchor)",
            at_least(3, a()),
            "An [anchor] ¦ One [anchor] and two [anchors].",
        ),
        case(
            "atleast4(anchor)",
            at_least(4, a()),
            "An anchor ¦ One anchor and two anchors.",
        ),
        case(
            "title:ATLEAST2(anchor)",
            within_field(Field::Title, at_least(2, a())),
            "An anchor ¦ One anchor and two anchors.",
        ),
        case(
            "body:atleast2(anchor)",
            within_field(Field::Body, at_least(2, a())),
            "An anchor ¦ One [anchor] and two [anchors].",
        ),
        case(
            "ATLEAST2(anchor OR buoy)",
            at_least(2, or([a(), b()])),
            "An [anchor] ¦ One [buoy].",
        ),
        case(
            "ATLEAST2(anchor AND buoy)",
            at_least(2, and([a(), b()])),
            "An anchor ¦ One anchor and a buoy.",
        ),
        // The different starts are counted: both pairs begin with the anchor.
        case(
            "ATLEAST2(anchor PRE/5 buoy)",
            at_least(2, before(5, a(), b())),
            "Lost ¦ An anchor, a buoy, a buoy.",
        ),
        case(
            "HLEAD(anchor)",
            within_field(Field::HeadLead, a()),
            "An [anchor] ¦ One [anchor] sank.",
        ),
        case(
            "hlead(anchor W/3 buoy)",
            within_field(Field::HeadLead, within(3, a(), b())),
            "An anchor ¦ One buoy sank.",
        ),
        case(
            "LEAD(anchor)",
            within_field(Field::Lead, a()),
            "An anchor ¦ One [anchor] sank.",
        ),
        case(
            "HL(anchor)",
            within_field(Field::Title, a()),
            "An [anchor] ¦ One anchor sank.",
        ),
        // The paragraph of the 50th word is the last of the lead.
        case(
            "LEAD(anchor)",
            within_field(Field::Lead, a()),
            "Lost ¦ One two three four five six seven eight nine ten one two three four five six seven eight nine twenty \
             one two three four five six seven eight nine thirty one two three four five six seven eight nine forty.\
             ¶One two three four five six seven eight nine [anchor] one two.¶An anchor.",
        ),
        case(
            "lead:anchor",
            within_field(Field::Lead, a()),
            "Lost ¦ One two three four five six seven eight nine ten one two three four five six seven eight nine twenty \
             one two three four five six seven eight nine thirty one two three four five six seven eight nine forty \
             one two three four five six seven eight nine fifty.¶An anchor sank.",
        ),
        // It has no more than a hundred.
        case(
            "lead:anchor",
            within_field(Field::Lead, a()),
            "Lost ¦ One two three four five six seven eight nine ten one two three four five six seven eight nine twenty \
             one two three four five six seven eight nine thirty one two three four five six seven eight nine forty \
             one two three four five six seven eight nine fifty one two three four five six seven eight nine sixty \
             one two three four five six seven eight nine seventy one two three four five six seven eight nine eighty \
             one two three four five six seven eight nine ninety one two three four five six seven eight nine [anchor] \
             anchor sank.",
        ),
    ]
}

/// Words with letters left open, and scripts without spaces.
fn leaves() -> Vec<Case> {
    vec![
        case(
            "anch*",
            open("anch*"),
            "[Anchor] ¦ [Anchored], an [anchovy], a branch.",
        ),
        case(
            "anch!",
            open("anch*"),
            "[Anchor] ¦ [Anchored], an [anchovy], a branch.",
        ),
        case(
            "colo?r",
            open("colo?r"),
            "Lost ¦ One color, one [colour], one [colo1r].",
        ),
        case(
            "wom*n",
            open("wom*n"),
            "Lost ¦ A [woman] and [women], [womn], no wombat.",
        ),
        case(
            "*gate",
            open("*gate"),
            "Lost ¦ The [gate], a [tailgate], two gates.",
        ),
        case(
            "mini-dram*",
            open("mini-dram*"),
            "Lost ¦ A [mini-drama], a drama, a mini, a [mini dramatist].",
        ),
        case(
            "élect*",
            open("élect*"),
            "Lost ¦ Une [élection], the [ELECTORS], a lecture.",
        ),
        case(
            "storm~1",
            nearly("storm", 1),
            "Lost ¦ A [storm], [storms], [strom], [stom], a [stork] and no stroms.",
        ),
        case(
            "storm~2",
            nearly("storm", 2),
            "Lost ¦ Some [stroms], a [story], a strong one, no stairs.",
        ),
        case(
            "\"anchor buo*\"",
            phrase("anchor buo*"),
            "Lost ¦ An [anchor buoyed], anchors buoyed.",
        ),
        case(
            "\"anch* buoy\" W/3 cargo",
            within(3, phrase("anch* buoy"), word("cargo")),
            "Lost ¦ An [anchored buoy] and [cargo], a buoy.",
        ),
        case(
            "anch* W/3 storm~1",
            within(3, open("anch*"), nearly("storm", 1)),
            "Lost ¦ [Anchored] in a [strom]. Then far away, storms.",
        ),
        case(
            "港口 W/2 工人",
            within(2, word("港口"), word("工人")),
            "Lost ¦ [港口]的[工人]罢工，港口有很多人，不是工人。",
        ),
        case(
            "港口 W/1 工人",
            within(1, word("港口"), word("工人")),
            "Lost ¦ 港口的[工人]，[港口][工人]。",
        ),
        case(
            "港 W/2 口",
            within(2, word("港"), word("口")),
            "Lost ¦ [港][口]的工人。",
        ),
        case(
            "\"港口\" /s 罢工",
            in_sentence(phrase("港口"), word("罢工")),
            "Lost ¦ 工人在[港口][罢工]。港口很大。",
        ),
        case(
            "港口 W/5 口",
            within(5, word("港口"), word("口")),
            "Lost ¦ 港口的工人。",
        ),
    ]
}

/// All of them.
pub fn cases() -> Vec<Case> {
    [proximity(), groups(), places(), leaves()]
        .into_iter()
        .flatten()
        .collect()
}
