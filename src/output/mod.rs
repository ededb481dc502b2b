//! Results → what a person or a program reads: terminal text, tab-separated
//! lines, JSON lines. Writes to whatever it is given; prints nothing itself.

pub mod escape;
pub mod eval;
pub mod json;
pub mod layout;
pub mod line;
pub mod markdown;
pub mod text;
