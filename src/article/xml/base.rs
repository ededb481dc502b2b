//! An address that is relative → the whole one, by the base that stands around
//! it.

/// `address` as seen from `base`; as it is where there is nothing to add.
pub(super) fn joined(base: Option<&str>, address: &str) -> String {
    let address = address.trim();
    let whole = || address.to_owned();
    let Some(base) = base.map(str::trim).filter(|base| !base.is_empty()) else {
        return whole();
    };
    let Some((scheme, rest)) = base.split_once("://") else {
        return whole();
    };
    if address.contains("://") || address.starts_with("mailto:") || address.starts_with("urn:") {
        return whole();
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if let Some(other) = address.strip_prefix("//") {
        return format!("{scheme}://{other}");
    }
    if address.starts_with('/') {
        return format!("{scheme}://{host}{address}");
    }
    let path = rest[host.len()..]
        .split(['?', '#'])
        .next()
        .unwrap_or_default();
    let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
    let mut folders: Vec<&str> = folder
        .trim_matches('/')
        .split('/')
        .filter(|f| !f.is_empty())
        .collect();
    let mut left = address;
    loop {
        if let Some(after) = left.strip_prefix("./") {
            left = after;
        } else if let Some(after) = left.strip_prefix("../") {
            folders.pop();
            left = after;
        } else {
            break;
        }
    }
    let mut joined = format!("{scheme}://{host}/");
    for folder in folders {
        joined.push_str(folder);
        joined.push('/');
    }
    joined + left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_joined() {
        let check = |base: &str, address: &str, wanted: &str| {
            assert_eq!(joined(Some(base), address), wanted, "{base} {address}");
        };
        check(
            "https://mail.example/a/b.xml",
            "c/d",
            "https://mail.example/a/c/d",
        );
        check(
            "https://mail.example/a/b.xml",
            "../d",
            "https://mail.example/d",
        );
        check("https://mail.example/a/", "/d", "https://mail.example/d");
        check("https://mail.example", "d", "https://mail.example/d");
        check(
            "https://mail.example/?x=/y",
            "./d",
            "https://mail.example/d",
        );
        check(
            "https://mail.example/a",
            "//other.example/d",
            "https://other.example/d",
        );
        check(
            "https://mail.example/a",
            "http://other.example/",
            "http://other.example/",
        );
        assert_eq!(joined(None, " d "), "d");
        assert_eq!(joined(Some("/a/"), "d"), "d");
    }
}
