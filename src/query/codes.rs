//! Fields that hold a code or one of a few values, and take nothing else.

use crate::analysis::Language;

use super::Field;

/// What a field may be asked for, where that is not any word.
pub(super) fn expected(field: Field) -> Option<String> {
    match field {
        Field::Language => Some("a language code such as en, es, zh".to_owned()),
        field => {
            let values = field.values()?;
            Some(format!("one of {}", values.join(", ")))
        }
    }
}

/// Whether it holds `value`, or could.
pub(super) fn is_code(field: Field, value: &str) -> bool {
    match field {
        Field::Language => Language::from_code(value).is_some(),
        field => field
            .values()
            .is_none_or(|values| values.contains(&value.to_lowercase().as_str())),
    }
}
