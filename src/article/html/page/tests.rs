//! Pages: their blocks, links and heads.

use super::*;

fn texts(html: &str) -> Vec<String> {
    page(html)
        .blocks
        .into_iter()
        .map(|block| block.text)
        .collect()
}

#[test]
fn inline_elements_join_without_space() {
    assert_eq!(
        texts("<p><span>H</span>ong Kong <b>is</b>\n far</p>"),
        ["Hong Kong is far"]
    );
}

#[test]
fn two_breaks_are_a_paragraph() {
    assert_eq!(
        texts("<div>one<br> <br/>two<br>three</div>four"),
        ["one", "two three", "four"]
    );
}

#[test]
fn single_breaks_between_long_sentences() {
    let sentence = "The harbour office counted more ships this year than in any year before it.";
    assert_eq!(
        texts(&format!("{sentence}<br>{sentence}")),
        [sentence, sentence]
    );
}

#[test]
fn links_are_measured() {
    let blocks = page("<p>ab<a href=x>cd</a></p><a href=y><p>ef</p></a>").blocks;
    assert_eq!(blocks[0].link_letters, 2);
    assert_eq!(blocks[1].link_letters, 2);
}

#[test]
fn head_is_read() {
    let page = page(
        "<html lang=de><head><title> A\nb </title><meta property='og:Title' content='c'>\
         <link rel=canonical href='https://harbourpost.example/a'></head><body>\
         <span itemprop=author>Ada Wren</span><time datetime='2024-06-02'>x</time>",
    );
    assert_eq!(page.lang.as_deref(), Some("de"));
    assert_eq!(page.metas, [("og:title".to_owned(), "c".to_owned())]);
    assert_eq!(
        page.itemprops,
        [("author".to_owned(), "Ada Wren".to_owned())]
    );
    assert_eq!(page.times, [("2024-06-02".to_owned(), 0)]);
}
