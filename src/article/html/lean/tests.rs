//! What is left of a page before it is parsed.

use super::*;

#[test]
fn leaves_out_what_no_reader_sees() {
    let page = "<p>a<script>x<y</script>b<!-- c --><STYLE>d</STYLE></p><svg><path/></svg>e";
    assert_eq!(lean(page).html, "<p>ab</p>e");
}

#[test]
fn declarations() {
    let page = "<!DOCTYPE html><?php echo 1; ?><![CDATA[x]]>a < b<<c";
    assert_eq!(lean(page).html, "<!DOCTYPE html>a &lt; b&lt;<c");
    let page = format!("<!doctype {}><p>1 << 4", "x".repeat(2_000));
    assert_eq!(lean(&page).html, "<!DOCTYPE html><p>1 &lt;&lt; 4");
    assert_eq!(
        lean(&"< ".repeat(2).replace(' ', "<<<")).html,
        "&lt;&lt;&lt;"
    );
}

#[test]
fn keeps_json_ld() {
    let page = r#"<script type="application/ld+json">{"a":1}</script><script>b</script>"#;
    assert_eq!(lean(page).json_ld, [r#"{"a":1}"#]);
}

#[test]
fn depth_is_bounded_and_text_survives() {
    let deep = format!("{}word{}", "<div>".repeat(5000), "</div>".repeat(5000));
    let out = lean(&deep).html;
    assert_eq!(out.matches("<div>").count(), DEPTH_MAX);
    assert_eq!(out.matches("</div>").count(), DEPTH_MAX);
    assert!(out.contains("word"));
}

/// How deep the tree of what a parser makes of `html` is, and how many
/// nodes it has.
fn tree(html: &str) -> (usize, usize) {
    let tree = scraper::Html::parse_document(html).tree;
    let depths = tree.nodes().map(|node| node.ancestors().count());
    (depths.max().unwrap_or(0), tree.nodes().count())
}

/// Units that a parser leaves open, or opens again and again.
#[test]
fn misnested_tags_make_no_depth() {
    let numbered = |unit: &str| -> String {
        let units = (0..3000).map(|at| unit.replace('#', &at.to_string()));
        units.collect()
    };
    for unit in [
        "<span><div>a</span>",
        "<div><table>a</div>",
        "<li><ul>a</li>",
        "<h1><div><h2>a</h1>",
        "<form><div>a</form>",
        "<body><div>a</body>",
        "<caption><div>a</caption>",
        "<div><xmp>a</div></xmp>",
        "<div><select></div></select>",
        "<math><td>a",
        "<b><div>a</b>",
        "<b><i><u>a</b>",
        "<b id=#><i id=#><u id=#>a</b>",
        "<b id=#><p>a",
        "<p><b id=#></p>a",
        "<p><b id=#><div>a</div>",
        "<a href=#><div>a",
        "<font size=#>a",
    ] {
        let (depth, nodes) = tree(&lean(&numbered(unit)).html);
        assert!(depth < 3 * (DEPTH_MAX + MISNESTED_MAX), "{unit}: {depth}");
        assert!(nodes < 3000 * 40, "{unit}: {nodes}");
    }
}

#[test]
fn paragraphs_that_never_end_are_no_depth() {
    let out = lean(&"<p>word ".repeat(3000)).html;
    assert_eq!(out.matches("<p>").count(), 3000);
}

#[test]
fn unclosed_drawings_hide_nothing() {
    assert!(lean(&"<svg>a ".repeat(3000)).html.ends_with("a "));
}

#[test]
fn address_left_by_the_browser() {
    let page = "<!-- saved from url=(0031)https://harbourpost.example/a -->\n<p>b";
    assert_eq!(
        lean(page).saved_from.as_deref(),
        Some("https://harbourpost.example/a")
    );
}
