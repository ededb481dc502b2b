//! `verify` over the sample archive: what is word for word, what is not, and
//! what of it is said.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::sync::OnceLock;

use onrecord::index::Reader;
use onrecord::roster::Roster;
use onrecord::verify::{CLAIM_BYTES_MAX, Op, Request, Verdict, verify};
use serde_json::Value;

use common::{Archive, Ran, Random, one_line};

/// The sample archive, indexed once.
fn samples() -> &'static Archive {
    static SAMPLES: OnceLock<Archive> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let archive = Archive::with_samples();
        archive.ok(&["index"]);
        archive
    })
}

fn run(args: &[&str]) -> Ran {
    let ran = samples().run(&[&["verify"], args].concat());
    assert!(ran.is_calm(), "{ran:#?}");
    ran
}

/// The JSON line, with the exit code checked against it.
fn ask(args: &[&str]) -> Value {
    let ran = run(&[&["--json"], args].concat());
    let line = one_line(&ran);
    let wanted = if line["confirmed"] == true { 0 } else { 1 };
    assert_eq!(ran.code, Some(wanted), "{ran:#?}");
    line
}

fn strings(value: &Value) -> Vec<&str> {
    let values = value.as_array().unwrap().iter();
    values.map(|value| value.as_str().unwrap()).collect()
}

/// Both wordings as they are shown: `[-archive-]`, `{+yours+}`.
fn shown(line: &Value) -> String {
    let parts = line["diff"].as_array().unwrap().iter();
    let words = parts.map(|part| {
        let text = part["text"].as_str().unwrap();
        let bare = text.trim_end();
        match part["op"].as_str().unwrap() {
            "delete" => format!("[-{bare}-]{}", &text[bare.len()..]),
            "insert" => format!("{{+{bare}+}}{}", &text[bare.len()..]),
            _ => text.to_owned(),
        }
    });
    words.collect()
}

const MUD: &str = "We moved a mountain of mud so that this town could breathe again";

#[test]
fn typography_does_not_count() {
    for claim in [
        MUD,
        "“We moved a mountain of mud so that this town could breathe again,”",
        "\"We moved a mountain of mud so that this town could breathe again.\"",
        "«We moved a mountain of mud so that this town could breathe again»",
        "„we moved a mountain of mud so that this town could breathe again“",
        "WE MOVED A MOUNTAIN OF MUD SO THAT THIS TOWN COULD BREATHE AGAIN!",
        "  We moved\ta mountain\u{a0}of mud\nso that this town could breathe again  ",
        "We moved a mountain of mud – so that this town could breathe again.",
        "We moved a mountain of mud … so that this town could breathe again",
        "[W]e moved a mountain of mud so that this town could breathe again",
        "We moved a mountain of mud so that this town could breathe again…",
    ] {
        let line = ask(&[claim]);
        assert_eq!(line["verdict"], "verbatim", "{claim}: {line:#}");
        assert_eq!(line["articles"], 4, "{claim}");
        assert_eq!(line["outlets"], 4, "{claim}");
        assert_eq!(line["quoted"], true, "{claim}");
        assert_eq!(line["first_seen"]["source"], "Meridian Wire", "{claim}");
    }
}

#[test]
fn quotations_in_the_archive_are_verbatim() {
    for (claim, id) in [
        (
            "I'm not cutting a ribbon until the other hundred and thirty are on the payroll",
            "port-ellery-channel-reopens",
        ),
        (
            "That is slow work, and I am not going to give you a date today.",
            "agatha-stuck-corrie-fault",
        ),
        ("I asked her to say the number again", "trustees-vote"),
        (
            "I've no complaint about the length",
            "tunnel-director-dismissed",
        ),
        (
            "There will be a dredger here again in 2026 or 2027 - and nobody should call that a failure",
            "port-ellery-channel-reopens",
        ),
        ("I made her say it twice.", "the-morning-the-solvane"),
        (
            "But for five years you knew that the bank was insolvent, and for five years you went on taking deposits.",
            "corvane-sentenced",
        ),
        // The same speaker is quoted with a few words after it.
        (
            "The vessel was licensed to fish in that area. The problem is the catch she did not declare",
            "costa-brisa-detained",
        ),
        // Over a paragraph.
        (
            "Apart from a salary and bonuses that true accounts would not have supported, you made nothing from it. But for five years you knew that the bank was insolvent, and for five years you went on taking deposits.",
            "corvane-sentenced",
        ),
        // A quotation of some words only.
        ("disproportionate, and badly timed", "costa-brisa-detained"),
        ("was delighted to attend", "big-boats-are-back"),
        // Spanish, one accent missing.
        ("«El arenque no sabe que bandera lleva el barco»", ""),
        ("Dieciocho barcos son ciento diez familias", ""),
        ("No traigo una victoria, traigo un calendario", ""),
        // German.
        (
            "Das ist kein Streik, wir sind ja unsere eigenen Chefs.",
            "kutterfischer",
        ),
        (
            "„Wir wollen, dass in Montalvar jemand merkt, dass es uns gibt.“",
            "kutterfischer",
        ),
        (
            "Für den Berg sind wir nicht zuständig",
            "agatha-steckt-fest",
        ),
        // French, with spaces inside the marks.
        (
            "« Mon arrière-grand-père était un homme charmant et un voleur »",
            "cloches-de-linlan",
        ),
        (
            "Nous connaissons la place de chaque cloche, parce que les crochets sont restés",
            "cloches-de-linlan",
        ),
        // Chinese.
        ("靠便宜赢的日子已经过去了", "short-drama-exports"),
        ("每天都要让人第二天还想买报纸。", "short-drama-exports"),
        ("不是礼物，是还账", "bells-come-home"),
        // Japanese.
        (
            "「余白を黒いままにするのは失礼だと思った。写真は視聴者から募ります」",
            "tategata-drama-kaisha",
        ),
        (
            "90秒ごとに山場を置くと、人物は驚くか怒るかしかできなくなる",
            "tategata-drama-kaisha",
        ),
    ] {
        let line = ask(&[claim]);
        assert_eq!(line["verdict"], "verbatim", "{claim}: {line:#}");
        assert_eq!(line["confirmed"], true, "{claim}");
        assert_eq!(strings(&line["reasons"]), Vec::<&str>::new(), "{claim}");
        let found = line["id"].as_str().unwrap();
        assert!(found.contains(id), "{claim}: {found}");
    }
}

#[test]
fn a_split_quotation_is_one() {
    for claim in [
        "You'll hear it. Day and night, bar Sundays between eight and noon.",
        "Twenty-seven months. I counted them.",
        "I would like the 85 euros to be remembered, at least by my university.",
        "I'd just like him to stand in our kitchen and say it.",
        "Wenn das noch drei Jahre so weitergeht, brauchen wir über Prozente nicht mehr zu reden.",
        "Mon métier est d'établir les faits, et ils sont établis. La décision appartient aux administrateurs, et il faudra sans doute changer la loi.",
        "该付的钱要付。观众听得出来。",
        "很多人问我们是不是靠算法写剧本。不是。算法只能告诉你观众在第几秒走掉，不能告诉你她为什么留下来。",
    ] {
        let line = ask(&[claim]);
        assert_eq!(line["verdict"], "verbatim", "{claim}: {line:#}");
    }
    let pasted = "‘You’ll hear it,’ she said. ‘Day and night, bar Sundays between eight and noon.’";
    let line = ask(&[pasted]);
    assert_eq!(line["verdict"], "verbatim", "{line:#}");
    assert_eq!(strings(&line["notes"]), ["marks_only"]);
}

#[test]
fn pieces_of_a_quotation_are_shortened() {
    for (claim, reasons) in [
        ("We moved a mountain of mud … breathe again", &["cut"][..]),
        (
            "We moved ... so that this town could breathe again.",
            &["cut"],
        ),
        ("We moved [...] breathe again", &["cut"]),
        ("We moved (…) breathe again", &["cut"]),
        ("this town could breathe again", &["inside"]),
        ("… so that this town could breathe again", &["inside"]),
        ("We moved a mountain of mud", &["inside"]),
        (
            "I'm not daft enough to think one boat makes a port",
            &["inside"],
        ),
        (
            "The crew are working men. … What I want is inspectors on every boat, ours as well, so that there is one set of numbers.",
            &["cut"],
        ),
        (
            "brauchen wir über Prozente nicht mehr zu reden",
            &["inside"],
        ),
        (
            "No traigo una victoria … Eso no lo tenían desde 2021.",
            &["cut"],
        ),
        ("算法只能告诉你……她为什么留下来", &["cut"]),
        ("人物は驚くか怒るかしかできなくなる", &["inside"]),
        (
            "[The port] moved a mountain of mud so that this town could breathe again",
            &["replaced"],
        ),
        (
            "We moved a mountain of mud so that [Port Ellery] could breathe again",
            &["replaced"],
        ),
    ] {
        let line = ask(&[claim]);
        assert_eq!(line["verdict"], "shortened", "{claim}: {line:#}");
        assert_eq!(strings(&line["reasons"]), reasons, "{claim}: {line:#}");
        assert_eq!(strings(&line["changed"]), Vec::<&str>::new(), "{claim}");
    }
}

#[test]
fn changed_words_are_shown_and_called_out() {
    for (claim, changed, diff) in [
        (
            "We moved a mountain of dirt so that this town could breathe again",
            &[][..],
            "We moved a mountain of [-mud-] {+dirt+} so that this town could breathe again",
        ),
        (
            "We moved a mountain of mud so that this town could not breathe again",
            &["negation"],
            "We moved a mountain of mud so that this town could {+not+} breathe again",
        ),
        (
            "I'm cutting a ribbon until the other hundred and thirty are on the payroll",
            &["negation"],
            "I'm [-not-] cutting a ribbon until the other hundred and thirty are on the payroll",
        ),
        (
            "We moved a mountain so that this town could breathe again",
            &[],
            "We moved a mountain [-of mud-] so that this town could breathe again",
        ),
        (
            "There will be a dredger here again in 2026 or 2029, and nobody should call that a failure",
            &["number"],
            "There will be a dredger here again in 2026 or [-2027,-] {+2029,+} and nobody should call that a failure",
        ),
        (
            "Ten people have now read the green folder.",
            &["number"],
            "[-Twelve-] {+Ten+} people have now read the green folder.",
        ),
        (
            "12 people have now read the green folder.",
            &[],
            "[-Twelve-] {+12+} people have now read the green folder.",
        ),
        (
            "My instructions from Montalvar are to get a herring deal and come home",
            &["name"],
            "My instructions from [-Skarvik-] {+Montalvar+} are to get a herring deal and come home",
        ),
        (
            "It may come back before the next budget",
            &["modal"],
            "It [-will-] {+may+} come back before the next budget",
        ),
        (
            "The vessel wasn't licensed to fish in that area.",
            &["negation"],
            "The vessel [-was-] {+wasn't+} licensed to fish in that area.",
        ),
        (
            "El arenque sabe qué bandera lleva el barco",
            &["negation"],
            "El arenque [-no-] sabe qué bandera lleva el barco",
        ),
        (
            "Das ist ein Streik, wir sind ja unsere eigenen Chefs",
            &["negation"],
            "Das ist [-kein-] {+ein+} Streik, wir sind ja unsere eigenen Chefs",
        ),
        (
            "Je crois pouvoir dire qu'il existe.",
            &["negation"],
            "Je crois pouvoir dire qu’il [-n’-]existe",
        ),
        (
            "不是礼物，不是还账",
            &["negation"],
            "不是礼物，{+不+}是还账",
        ),
        (
            "祖母に見せられるのがうれしくない",
            &["negation"],
            "祖母に見せられるのがうれし{+くな+}い",
        ),
        (
            "We moved a mountain of mud so that this town could breathe freely",
            &[],
            "We moved a mountain of mud so that this town could breathe [-again-] {+freely+}",
        ),
        (
            "They moved a mountain of mud so that this town could breathe again",
            &[],
            "[-We-] {+They+} moved a mountain of mud so that this town could breathe again",
        ),
    ] {
        let line = ask(&[claim]);
        assert_eq!(line["verdict"], "altered", "{claim}: {line:#}");
        assert_eq!(strings(&line["changed"]), changed, "{claim}: {line:#}");
        assert_eq!(shown(&line), diff, "{claim}");
    }
}

#[test]
fn a_negation_cut_off_before_a_piece_is_called_out() {
    for claim in [
        "going to give you a date today",
        "是礼物，是还账",
        "cutting a ribbon until the other hundred and thirty are on the payroll",
    ] {
        let line = ask(&[claim]);
        assert_eq!(line["verdict"], "shortened", "{claim}: {line:#}");
        assert_eq!(strings(&line["changed"]), ["negation"], "{claim}");
    }
}

#[test]
fn words_of_two_people_are_not_one_quotation() {
    let line =
        ask(&["I've no complaint about the length … One of them now has time for his garden."]);
    assert_eq!(line["verdict"], "altered", "{line:#}");
    assert!(strings(&line["reasons"]).contains(&"stitched"), "{line:#}");
    assert_eq!(line["speaker"], Value::Null);
}

#[test]
fn words_in_brackets_are_shown_as_such() {
    let line = ask(&["We moved a mountain of mud so that [Port Ellery] could breathe again"]);
    assert_eq!(
        shown(&line),
        "We moved a mountain of mud so that [-this town-] {+[Port Ellery]+} could breathe again"
    );
}

#[test]
fn words_outside_the_marks_are_no_quotation() {
    for claim in [
        "Several thousand people lined Strand Quay.",
        "No one was hurt.",
        "The price is a lump sum with remeasurement if the quantity exceeds 1.5m cu m.",
        "The soda ash is for the glassworks at Hollin",
        "the channel would have to be maintained every two to three years",
        "the opening date of late 2024 remains the plan until somebody shows me a different plan",
        "Die Genossenschaft ist verärgert, aber nicht nur über Arland.",
        "导演只给了四条的时间",
    ] {
        let line = ask(&[claim]);
        assert_eq!(line["verdict"], "unquoted", "{claim}: {line:#}");
        assert_eq!(line["quoted"], false, "{claim}");
        assert!(line["id"].is_string() && line["passage_anchor"].is_string());
        assert!(!line["places"].as_array().unwrap().is_empty(), "{claim}");
    }
    let told = run(&["Several thousand people lined Strand Quay."]);
    assert!(told.stdout.contains("outside quotation marks"), "{told:#?}");
}

#[test]
fn the_speaker_counts_where_one_is_asked_for() {
    let slow = "That is slow work, and I am not going to give you a date today";
    for (claim, by, verdict) in [
        (MUD, "Halvorsen", "verbatim"),
        (MUD, "Marit", "verbatim"),
        (MUD, "marit halvorsen", "verbatim"),
        (MUD, "Ms Halvorsen", "verbatim"),
        (MUD, "Jonas Halvorsen", "misattributed"),
        (MUD, "Agnes Thorne", "misattributed"),
        (slow, "Lindqvist", "verbatim"),
        (slow, "Gareth", "verbatim"),
        (slow, "Dermot Quill", "misattributed"),
        ("this town could breathe again", "Thorne", "misattributed"),
        (
            "I'd just like him to stand in our kitchen and say it",
            "Jean Grieve",
            "verbatim",
        ),
        (
            "Das ist kein Streik, wir sind ja unsere eigenen Chefs",
            "Ahlers",
            "verbatim",
        ),
        (
            "Nous connaissons la place de chaque cloche, parce que les crochets sont restés",
            "Gu Huaijin",
            "verbatim",
        ),
        (
            "算法只能告诉你观众在第几秒走掉，不能告诉你她为什么留下来。",
            "若溪",
            "verbatim",
        ),
        (
            "买来的流量不是观众，停一天投放，就停一天增长。",
            "沈若溪",
            "misattributed",
        ),
    ] {
        let line = ask(&[claim, "--by", by]);
        assert_eq!(line["verdict"], verdict, "{claim}, {by}: {line:#}");
        assert_eq!(line["attributed"], verdict == "verbatim", "{claim}, {by}");
        assert_eq!(line["by"], by);
    }
    let line = ask(&[MUD]);
    assert_eq!(line["speaker"], "Marit Halvorsen", "{line:#}");
    assert_eq!(line["attributed"], Value::Null);
    // Changed words of somebody else: both are told.
    let told = run(&[
        "That is slow work, and I am going to give you a date today",
        "--by",
        "Quill",
    ]);
    assert_eq!(told.code, Some(1));
    for part in ["ALTERED", "a negation", "Gareth Lindqvist", "not by Quill"] {
        assert!(told.stdout.contains(part), "{part}: {}", told.stdout);
    }
}

#[test]
fn words_without_a_known_speaker_are_nobodys_for_sure() {
    let archive = Archive::new();
    archive.write(
        "wall.txt",
        "Words on a wall\n\nOn the wall stood in chalk: “The harbour belongs to the herring and the gulls.”\n",
    );
    archive.ok(&["index"]);
    let claim = "The harbour belongs to the herring and the gulls";
    assert_eq!(archive.run(&["verify", claim]).code, Some(0));
    let ran = archive.run(&["verify", claim, "--by", "Ann Roe", "--json"]);
    let line = one_line(&ran);
    assert_eq!(ran.code, Some(1), "{line:#}");
    assert_eq!(line["verdict"], "verbatim", "{line:#}");
    assert_eq!(line["confirmed"], false);
    assert_eq!(line["attributed"], Value::Null);
}

#[test]
fn one_sentence_as_five_outlets_printed_it() {
    let line = ask(&["We moved a mountain of mud so that this town could live again"]);
    assert_eq!(line["verdict"], "verbatim");
    assert_eq!(line["articles"], 1);
    assert_eq!(line["source"], "Aldermouth Echo");
    let variant = &line["variants"][0];
    assert_eq!(variant["articles"], 4, "{line:#}");
    assert_eq!(
        shown(variant),
        "We moved a mountain of mud so that this town could [-breathe-] {+live+} again"
    );
    let line = ask(&[MUD]);
    assert_eq!(line["articles"], 4);
    assert_eq!(line["variants"][0]["articles"], 1);
    assert_eq!(line["variants"][0]["place"]["source"], "Aldermouth Echo");
}

#[test]
fn what_nobody_said_is_absent() {
    for claim in [
        "The moon landing was staged by accountants in a barn",
        "I have never in all my years at sea met a pilot who could cook",
        "Unsere Regierung hat die Steuern für Fahrräder gestern abgeschafft",
        "政府昨天宣布取消所有自行车税",
        "zyxwv utsrq ponml",
    ] {
        let line = ask(&[claim]);
        assert_eq!(line["verdict"], "absent", "{claim}: {line:#}");
        assert_eq!(line["articles"], 0);
        assert!(line["places"].as_array().unwrap().is_empty());
    }
}

#[test]
fn filters_narrow_the_archive() {
    let live = "We moved a mountain of mud so that this town could live again";
    let line = ask(&[live, "--source", "Meridian Wire"]);
    assert_eq!(
        (&line["verdict"], &line["source"]),
        (&"altered".into(), &"Meridian Wire".into())
    );
    assert_eq!(ask(&[MUD, "--since", "2025"])["verdict"], "absent");
    assert_eq!(ask(&[MUD, "--until", "2024-06-02"])["articles"], 2);
    assert_eq!(ask(&[MUD, "--lang", "de"])["verdict"], "absent");
    assert_eq!(ask(&[MUD, "--author", "brandvold"])["articles"], 1);
}

#[test]
fn places_are_limited_and_counts_are_not() {
    let line = ask(&[MUD, "-n", "2"]);
    assert_eq!(line["places"].as_array().unwrap().len(), 2);
    assert_eq!(line["articles"], 4);
    let ran = run(&[MUD, "-n", "2"]);
    assert!(ran.stdout.contains("and 2 more"), "{ran:#?}");
    assert_eq!(
        ask(&[MUD, "-n", "0"])["places"].as_array().unwrap().len(),
        4
    );
}

#[test]
fn every_key_is_always_there() {
    let keys =
        |line: &Value| -> Vec<String> { line.as_object().unwrap().keys().cloned().collect() };
    let all = keys(&ask(&[MUD, "--by", "Halvorsen"]));
    for claim in ["zyxwv utsrq ponml", "mountain of gold", "No one was hurt."] {
        assert_eq!(keys(&ask(&[claim])), all, "{claim}");
    }
    let ran = run(&[MUD, "--json", "--fields", "verdict,articles"]);
    assert_eq!(
        one_line(&ran),
        serde_json::json!({"verdict": "verbatim", "articles": 4})
    );
}

#[test]
fn what_is_shown_stands_in_the_article() {
    let line = ask(&["Twenty-seven months. I counted them."]);
    let article = samples().ok(&["show", line["id"].as_str().unwrap(), "--json"]);
    let article = one_line(&article);
    let body = article["text"].as_str().unwrap();
    let span = |key: &str| {
        line[key][0].as_u64().unwrap() as usize..line[key][1].as_u64().unwrap() as usize
    };
    assert_eq!(
        &body[span("bytes")],
        "Twenty-seven months,’ he said. ‘I counted them"
    );
    assert!(body.contains(line["context"].as_str().unwrap()));
    assert!(
        line["context"]
            .as_str()
            .unwrap()
            .starts_with("‘Twenty-seven")
    );
}

#[test]
fn standard_input_and_errors() {
    let archive = samples();
    let piped = |input: &[u8]| archive.run_with_input(&["verify", "-"], input);
    assert_eq!(piped(MUD.as_bytes()).code, Some(0));
    assert_eq!(piped(format!("\n“{MUD}.”\r\n").as_bytes()).code, Some(0));
    for input in [&b""[..], b"...", b"\xff\xfe\xfa", " “ ” ".as_bytes()] {
        let ran = piped(input);
        assert_eq!(ran.code, Some(2), "{ran:#?}");
        assert!(ran.stdout.is_empty());
    }
    let long = "word ".repeat(CLAIM_BYTES_MAX / 5 + 1);
    let ran = piped(long.as_bytes());
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("longer than"), "{ran:#?}");
    for args in [&[][..], &[""], &["--by", " ", MUD], &[MUD, "--lang", "xx"]] {
        assert_eq!(run(args).code, Some(2), "{args:?}");
    }
    let ran = run(&["a disgrace"]);
    assert!(ran.stderr.contains("by chance"), "{ran:#?}");
    let ran = run(&[MUD, "--quiet"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""));
}

#[test]
fn any_claim_gets_an_answer() {
    let archive = samples();
    let reader = Reader::open(&archive.index()).unwrap();
    let mut random = Random::new(7);
    let pieces = [
        MUD,
        "the",
        "of",
        "…",
        "...",
        "[",
        "]",
        "[the minister]",
        "(…)",
        "“",
        "”",
        "'",
        "’s",
        "«",
        "not",
        "5%",
        "-3",
        "1,000",
        "\n\n",
        "\u{0}",
        "\u{1b}[31m",
        "\u{202e}",
        "e\u{301}",
        "ﾃﾞ",
        "观众",
        "港口不会开放",
        "ありません",
        "한국",
        "ส",
        "Ａ",
        "ß",
        "🦀",
        "don’t",
        "U.S.",
        "a",
        " ",
        "",
        "this town could",
        "said",
        ",",
        "\u{ad}",
        "]]",
        "[[",
        "per cent",
    ]
    .map(str::to_owned);
    for round in 0..400 {
        let mut claim = String::new();
        for _ in 0..random.below(14) + 1 {
            claim += random.pick(&pieces).as_str();
            if random.below(3) > 0 {
                claim.push(' ');
            }
        }
        let request = Request {
            claim: claim.clone(),
            by: (round % 2 == 0).then(|| random.pick(&pieces).clone()),
            roster: Roster::default(),
            filters: Vec::new(),
        };
        // An error is an answer too; a panic or a hang is none.
        if let Ok(answer) = verify(&reader, &request) {
            let has_place = answer.best.is_some();
            assert!(has_place || answer.verdict == Verdict::Absent, "{claim:?}");
            let own: String = answer
                .diff
                .iter()
                .filter(|part| part.op != Op::Delete)
                .map(|part| part.claimed.as_str())
                .collect();
            assert_eq!(own.is_empty(), !has_place, "{claim:?}");
        }
    }
    for claim in [
        "a ".repeat(10_000),
        "the of the ".repeat(1_800),
        "观众".repeat(3_300),
        "[".repeat(9_000) + "a",
        "… a ".repeat(3_000),
    ] {
        let request = Request {
            claim,
            by: None,
            roster: Roster::default(),
            filters: Vec::new(),
        };
        let _ = verify(&reader, &request);
    }
}
