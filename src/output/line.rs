//! Results → one tab-separated line each, for pipes.

use serde_json::Value;

use crate::error::{Error, Result};
use crate::search::Hit;

use super::escape::printable;
use super::json;

/// `id#pN`, date, outlet, speaker (`-`: a passage has none), passage.
pub fn hit(hit: &Hit) -> String {
    let article = &hit.article;
    let dash = || "-".to_owned();
    let published = article.published.map_or_else(dash, |when| when.to_string());
    let outlet = article.outlet.clone().unwrap_or_else(dash);
    let lines = hit.passages.iter().map(|passage| {
        let id = format!("{}#{}", article.id, json::anchor(passage.number));
        let text = passage.span.of(&article.body).unwrap_or("");
        [&id, &published, &outlet, "-", text]
            .map(|cell| printable(cell).into_owned())
            .join("\t")
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        [article.id.as_str(), &published, &outlet, "-", ""]
            .map(|cell| printable(cell).into_owned())
            .join("\t")
    } else {
        lines.join("\n")
    }
}

/// The chosen fields of a hit, by their names in JSON.
pub fn fields(hit: &Hit, fields: &[String]) -> Result<String> {
    let line = json::encode(&json::hit(hit, None), Some(fields))?;
    let value: Value = serde_json::from_str(&line).map_err(|e| Error::usage(e.to_string()))?;
    let cells = fields.iter().map(|field| match value.get(field) {
        None | Some(Value::Null) => "-".to_owned(),
        Some(Value::String(text)) => printable(text).into_owned(),
        Some(other) => other.to_string(),
    });
    Ok(cells.collect::<Vec<_>>().join("\t"))
}
