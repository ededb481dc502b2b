//! The name of a column and a value in it → whether a reader of records will
//! understand it: for tables, whose columns are told of as a whole.

use super::{Reading, date, fields};
use crate::corpus::Understands;

impl Understands for Reading {
    fn field(&self, name: &str) -> Option<(&'static str, usize)> {
        fields::refusable(name)
    }

    fn reads(&self, field: &str, value: &str) -> Result<(), String> {
        match field {
            "authors" if fields::names_author(value) => Ok(()),
            "authors" => Err(fields::no_name(value)),
            _ => date::parse(value, self.now_seconds).map(|_| ()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_columns() {
        let reading = Reading {
            now_seconds: 1_795_348_800,
        };
        let check = |name: &str, value: &str, wanted: Option<Result<(), &str>>| {
            let field = reading.field(name).map(|(field, _)| field);
            let found = field.map(|field| reading.reads(field, value));
            let wanted = wanted.map(|wanted| wanted.map_err(str::to_owned));
            assert_eq!(found, wanted, "{name}: {value}");
        };
        check("published", "2 June 2024", Some(Ok(())));
        check("Publish_Date", "2.6.2024", Some(Ok(())));
        check(
            "date",
            "03/04/2024",
            Some(Err("03/04/2024 may be read as two different days")),
        );
        check("updated", "soon", Some(Err("soon is no date")));
        check("author", "By Jane Roe", Some(Ok(())));
        check("authors", "AFP", Some(Ok(())));
        check(
            "authors",
            "jane@mail.example",
            Some(Err("jane@mail.example is no name")),
        );
        check("title", "Harbour", None);
        check("id", "7", None);
    }

    #[test]
    fn the_better_names_come_first() {
        let reading = Reading { now_seconds: 0 };
        let rank = |name: &str| reading.field(name).map(|(_, rank)| rank);
        assert!(rank("published") < rank("date") && rank("date") < rank("time"));
    }
}
