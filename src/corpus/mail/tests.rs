//! Messages and mailboxes, good and bad, → the records and reasons they give.

use crate::corpus::{Format, Limits, sources_of};

const SMALL: Limits = Limits {
    record_mb: 1,
    unpacked_gb: 1,
    ratio: 250,
};

/// `id [format]: text {told}` for a record, `id! reason` for a skip.
fn found(name: &str, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    sources_of(bytes, name, None, &SMALL, &mut |source| {
        found.push(match source {
            Ok(source) => {
                assert!(source.told.is_better);
                let kind = if source.format == Format::Html {
                    "page"
                } else {
                    assert_eq!(source.format, Format::Mail);
                    "text"
                };
                let told = serde_json::Value::Object(source.told.fields);
                format!("{} [{kind}]: {} {told}", source.id, source.text.trim())
            }
            Err(skip) => format!("{}! {}", skip.id, skip.reason),
        });
    });
    found
}

#[track_caller]
fn check(name: &str, mail: &str, wanted: &[&str]) {
    assert_eq!(found(name, mail.as_bytes()), wanted);
}

#[test]
fn one_message() {
    let header = "Message-ID: <1@mail.example>\nSubject: =?utf-8?q?Caf=C3=A9_opens?=\nFrom: Jane Roe <jane@mail.example>\nDate: Sun, 2 Jun 2024 10:15:00 +0200\n";
    let told =
        r#"{"author":"Jane Roe","published":"2024-06-02T10:15:00+02:00","title":"Café opens"}"#;
    let wanted = format!("a.eml [text]: Ships came in. {told}");
    check("a.eml", &format!("{header}\nShips came in.\n"), &[&wanted]);
    check(
        "a.eml",
        &format!("{header}\n\nShips came in.").replace('\n', "\r\n"),
        &[&wanted],
    );
    let encoded = format!(
        "{header}Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nThe caf=E9 op=\nens = now.\n"
    );
    check(
        "a.eml",
        &encoded,
        &[&format!("a.eml [text]: The café opens = now. {told}")],
    );
    let base64 = format!("{header}Content-Transfer-Encoding: BASE64\n\nU2hpcHMgY2Ft\nZSBpbi4=\n");
    check("a.eml", &base64, &[&wanted]);
    let list = "Subject: T\nFrom: The Arland Courier <news@courier.example>\nList-Id: Morning <m.courier.example>\nArchived-At: <https://courier.example/1>\n\nShips.\n";
    check(
        "a.eml",
        list,
        &[
            r#"a.eml [text]: Ships. {"outlet":"The Arland Courier","title":"T","url":"https://courier.example/1"}"#,
        ],
    );
}

#[test]
fn parts() {
    let mail = |inner: &str| {
        format!("Subject: T\nContent-Type: multipart/mixed; boundary=\"x\"\n\nno text\n{inner}")
    };
    let page = "--y\nContent-Type: text/html; charset=utf-8\n\n<p>Ships came in.</p>\n";
    let plain = "--y\nContent-Type: text/plain\n\nShips.\n";
    let both = format!(
        "--x\nContent-Type: multipart/alternative; boundary=y\n\n{plain}{page}--y--\n--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nNot this.\n--x--\nNor this.\n"
    );
    check(
        "a.eml",
        &mail(&both),
        &["a.eml [page]: <p>Ships came in.</p> {\"title\":\"T\"}"],
    );
    // Neither boundary is closed.
    let cut = format!("--x\nContent-Type: multipart/alternative; boundary=y\n\n{plain}{page}");
    check(
        "a.eml",
        &mail(&cut),
        &[
            "a.eml [page]: <p>Ships came in.</p> {\"notes\":[\"partial: the mail ends within its text\"],\"partial\":true,\"title\":\"T\"}",
        ],
    );
    check(
        "a.eml",
        &mail("--x\n\nShips.\n--x--\n"),
        &["a.eml [text]: Ships. {\"title\":\"T\"}"],
    );
    check(
        "a.eml",
        &mail("Ships.\n"),
        &["a.eml [text]: no text\nShips. {\"title\":\"T\"}"],
    );
    check(
        "a.eml",
        &mail("--x\nContent-Type: image/png\n\nabc\n--x--\n"),
        &["a.eml! no article text found"],
    );
}

#[test]
fn mails_that_end_too_early() {
    let partial = |text: &str| {
        format!(
            "a.eml [{text} {{\"notes\":[\"partial: the mail ends within its text\"],\"partial\":true,\"title\":\"T\"}}"
        )
    };
    let whole = |text: &str| format!("a.eml [{text} {{\"title\":\"T\"}}");
    let mail = |inner: &str, wanted: String| {
        let head = "Subject: T\nContent-Type: multipart/mixed; boundary=\"x\"\n\n";
        check("a.eml", &format!("{head}{inner}"), &[&wanted]);
    };
    let one = |header: &str, body: &str, wanted: String| {
        check(
            "a.eml",
            &format!("Subject: T\n{header}\n\n{body}"),
            &[&wanted],
        );
    };
    let text = "--x\nContent-Type: text/plain\n\nShips came";
    mail(text, partial("text]: Ships came"));
    mail(
        &format!("{text} in.\n--x--"),
        whole("text]: Ships came in."),
    );
    // The text is whole, and the picture is not.
    mail(
        &format!("{text} in.\n--x\nContent-Type: image/png\n\niVBO"),
        whole("text]: Ships came in."),
    );
    let inner = "--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\nContent-Type: text/html\n\n<p>Ships</p>\n";
    mail(inner, partial("page]: <p>Ships</p>"));
    // Not closed, but there is more behind it.
    mail(&format!("{inner}--x--\n"), whole("page]: <p>Ships</p>"));
    // Of a text and a page with the same words, the one that is whole.
    let words = "Ships came in. ".repeat(30);
    let words = words.trim();
    let cut = &words[..words.len() - 7];
    let both = |plain: &str| {
        format!(
            "--x\nContent-Type: text/plain\n\n{plain}\n--x\nContent-Type: text/html\n\n<p>{cut}"
        )
    };
    mail(&both(words), whole(&format!("text]: {words}")));
    mail(&both("See the page."), partial(&format!("page]: <p>{cut}")));
    // The end of what was made of the bytes to send them.
    let base64 = "Content-Transfer-Encoding: base64";
    one(
        base64,
        "U2hpcHMgY2FtZSBpbi4=\n",
        whole("text]: Ships came in."),
    );
    one(
        base64,
        "U2hpcHMgY2FtZSBpbi4",
        partial("text]: Ships came in."),
    );
    one(base64, "U2hpcHMgY2FtZSBpb", partial("text]: Ships came i"));
    // Closed by its line, only not filled up.
    let part = format!("--x\nContent-Type: text/plain\n{base64}\n\nU2hpcHMgY2FtZSBpbi4\n--x--\n");
    mail(&part, whole("text]: Ships came in."));
    let printable = "Content-Transfer-Encoding: quoted-printable";
    one(printable, "Ships =C3=B6=\n", whole("text]: Ships ö"));
    one(printable, "Ships =C3=B6 in=", partial("text]: Ships ö in="));
    one(
        printable,
        "Ships =C3=B6 in=C",
        partial("text]: Ships ö in=C"),
    );
}

#[test]
fn a_mailbox() {
    let mailbox = "From ann@mail.example Mon Jun  3 10:15:00 2024\nMessage-ID: <1@m>\nSubject: One\n\nShips.\n>From here on, boats.\n>>From there.\nFrom Monday on, cars.\n\nFrom - Mon Jun 03 10:15:00 2024\nSubject: Two\nMessage-ID: <2@m>\n\nBoats.\n\nFrom x Mon Jun 03 10:15:00 2024\nSubject: None\n\n\nFrom x Mon Jun 03 10:15:00 2024\nMessage-ID: <1@m>\n\nAgain.\n";
    let wanted = [
        "a.mbox#1@m [text]: Ships.\nFrom here on, boats.\n>From there.\nFrom Monday on, cars. {\"title\":\"One\"}",
        "a.mbox#2@m [text]: Boats. {\"title\":\"Two\"}",
        "a.mbox, message 3! no article text found",
        "a.mbox#1@m! same id as an earlier record of this file",
    ];
    check("a.mbox", mailbox, &wanted);
    check(
        "a.mbox",
        &mailbox.replace('\n', "\r\n"),
        &wanted
            .map(|line| line.replace(".\n", ".\r\n"))
            .each_ref()
            .map(String::as_str),
    );
}

#[test]
fn large_messages_are_not_kept() {
    let large = format!("Subject: Two\n\n{}", "Ships came in.\n".repeat(100_000));
    let from = "From x Mon Jun 03 10:15:00 2024\n";
    let mailbox = format!(
        "{from}Message-ID: <1@m>\n\nOne.\n\n{from}{large}\n{from}Message-ID: <3@m>\n\nThree.\n"
    );
    check(
        "a.mbox",
        &mailbox,
        &[
            "a.mbox#1@m [text]: One. {}",
            "a.mbox, message 2! larger than 1 MB in one record",
            "a.mbox#3@m [text]: Three. {}",
        ],
    );
    check("a.eml", &large, &["a.eml! larger than 1 MB in one record"]);
}

#[test]
fn hostile_messages() {
    let mut deep = String::new();
    for depth in 0..5_000 {
        deep += &format!("Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n");
    }
    deep += "\nShips.\n";
    check(
        "a.eml",
        &deep,
        &["a.eml! parts of the mail are nested more than 16 deep"],
    );
    let letters = "Content-Type: message/rfc822\n\n".repeat(20_000);
    check("a.eml", &letters, &["a.eml! no article text found"]);
    let parts = format!(
        "Content-Type: multipart/mixed; boundary=b\n\n{}",
        "--b\n".repeat(200_000)
    );
    check("a.eml", &parts, &["a.eml! no article text found"]);
    let header = format!("Subject: {}\n\nShips.\n", "x".repeat(500_000));
    check(
        "a.eml",
        &header,
        &["a.eml! the header of the mail is larger than 256 kB"],
    );
    check("a.eml", "", &["a.eml! empty"]);
    check("a.eml", "\n\n", &["a.eml! empty"]);
    assert_eq!(
        found("a.eml", b"%PDF-1.4 x"),
        ["a.eml! binary data, not text"]
    );
}
